package dev.weir.node.page.overview;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.weir.node.Soon;
import dev.weir.node.admin.ListenFailed;
import dev.weir.node.telemetry.NodeEvent;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("the admin page in a browser")
@Timeout(180)
final class AdminPageIT {
  private static Optional<Chromium> browser = Optional.empty();

  private final ThreeNodes cluster = new ThreeNodes();
  private Optional<NodePort> port = Optional.empty();

  @BeforeAll
  static void start() throws IOException {
    assumeTrue(
        Chromium.isHere() || "true".equals(System.getenv("CI")),
        "needs Debian's packages chromium and chromium-driver");
    browser = Optional.of(Chromium.start());
  }

  @AfterAll
  static void stop() throws IOException {
    if (browser.isPresent()) {
      browser.get().close();
    }
  }

  @BeforeEach
  void open() throws IOException, ListenFailed {
    port = Optional.of(listen(InetAddress.getLoopbackAddress()));
    page().open(node().url());
    shows("#rate", "187");
    shows("#hits", "68 %");
  }

  @AfterEach
  void close() throws IOException {
    if (port.isPresent()) {
      page().open("about:blank");
      port.get().close();
      page().complaints(); // that of a browser whose question was cut off
    }
  }

  private NodePort listen(InetAddress address) throws ListenFailed {
    return new NodePort(cluster, ThreeNodes.NODES.getFirst(), address);
  }

  private static Chromium page() {
    return browser.orElseThrow();
  }

  private NodePort node() {
    return port.orElseThrow();
  }

  private static void shows(String css, String text) throws IOException {
    page().await(css, text);
  }

  private static void isClean() throws IOException {
    assertThat(page().complaints()).isEmpty();
  }

  @Test
  @DisplayName("shows three nodes, their buckets, and nothing that a browser complains of")
  void threeNodes() throws IOException {
    shows("#saved", "35.2 GiB");
    shows("#p95", "9.1 ms");
    assertThat(page().run("return document.querySelectorAll('.bucket').length").asInt())
        .isEqualTo(256);
    assertThat(page().run("return document.querySelectorAll('.bucket.o1').length").asInt())
        .isEqualTo(85);
    assertThat(page().text("#legend")).contains("cache-1: 86", "cache-2: 85", "cache-3: 85");
    assertThat(page().text("#nodes")).contains("192.0.2.12", "✓ member", "● this node");
    assertThat(page().text("#views")).contains("192.0.2.2 assigned", "✓ both").doesNotContain("≠");
    assertThat(page().text("#readiness")).isEqualTo("✓ ready");
    isClean();
  }

  @Test
  @DisplayName("SEC-K5 runs no script and takes no style but its own, and asks nobody else")
  void policy() throws IOException {
    page()
        .run(
            """
            window.blocked = [];
            document.addEventListener('securitypolicyviolation',
                (event) => window.blocked.push(event.effectiveDirective));
            const script = document.createElement('script');
            script.textContent = 'window.evil = true';
            document.body.append(script);
            const image = new Image();
            image.src = 'http://203.0.113.9/beacon';
            document.body.append(image);
            """);
    Soon.passes(() ->
        assertThat(page().run("return window.blocked").toString())
            .contains("script-src-elem", "img-src"));
    assertThat(page().run("return window.evil === undefined").asBoolean(false)).isTrue();
    assertThat(
            page()
                .run(
                    """
                    return performance.getEntriesByType('resource')
                        .map((it) => new URL(it.name).origin).filter((it) => it !== location.origin
                            && !it.startsWith('http://203.0.113.9'))\
                    """))
        .isEmpty();
    assertThat(page().complaints()).allMatch(it -> it.contains("Content Security Policy"));
  }

  @Test
  @DisplayName("is told of events and numbers as they happen")
  void live() throws IOException {
    node().events.record(NodeEvent.NODE_STARTED, "name", "<b>cache-1</b>");
    shows("#events", "node-started name=<b>cache-1</b>");
    cluster.work(40_000_000);
    shows("#saved", "1.18 TiB");
    isClean();
  }

  @Test
  @DisplayName("shows a node that dies: its buckets move, and it is said to be dead")
  void dying() throws IOException {
    cluster.die(Instant.now());
    shows("#nodes", "✕ dead");
    assertThat(page().run("return document.querySelectorAll('.bucket.moved').length").asInt())
        .isEqualTo(85);
    assertThat(page().run("return document.querySelectorAll('.bucket.o2').length").asInt())
        .isZero();
    assertThat(page().text("#legend")).contains("cache-1: 128", "cache-2: 128");
    isClean();
  }

  @Test
  @DisplayName("shows in red, and in words, where a router and a node see different things")
  void differences() throws IOException {
    cluster.loseSight();
    shows("[data-cell='192.0.2.2 192.0.2.12']", "≠ router does not list it, node says listed");
    assertThat(page().run("return document.querySelectorAll('td.differs').length").asInt())
        .isEqualTo(1);
    isClean();
  }

  @Test
  @DisplayName("says when the node itself does not answer any more, and keeps what it knew")
  void silence() throws IOException {
    node().close();
    shows("#notices", "This node does not answer since");
    assertThat(page().text("#legend")).contains("cache-1: 86");
    page().complaints(); // those of a browser that reaches nobody
  }

  @Test
  @DisplayName("bypasses a site by one click, everything for five minutes by another, and ends it")
  void bypasses() throws IOException {
    shows("#hosts", "Bypass");
    page().click("[aria-label='Bypass www.example.com for an hour']");
    shows("#rules", "to www.example.com");
    page().click("#bypass-all");
    shows("#notices", "Everything is bypassed, 5 min left");
    assertThat(page().run("return document.getElementById('bypass-all').disabled").asBoolean(false))
        .isTrue();
    page().click("#notices button");
    shows("#notices", "");
    Soon.passes(() -> assertThat(page().text("#notices")).isEmpty());
    page().type("#bypass-what", "198.51.100.0/33" + Chromium.ENTER);
    shows("#notices", "✕ what is a prefix");
    page().complaints(); // that of a browser about status 400
  }

  @Test
  @DisplayName("purges and drains when asked twice, and does nothing when the answer is no")
  void purgesAndDrains() throws IOException {
    page().type("#purge-what", "http://www.example.com/a b" + Chromium.ENTER);
    shows("#ask", "forget the url http://www.example.com/a b?");
    page().click("#ask-no");
    assertThat(node().purges).isEmpty();
    page().type("#purge-what", Chromium.ENTER);
    page().click("#ask-yes");
    shows("#purged", "applied by 192.0.2.11, 192.0.2.12, 192.0.2.13");
    assertThat(node().purges).containsExactly("{url=http://www.example.com/a b}");

    page().click("#drain");
    page().click("#ask-yes");
    shows("#drain-state", "Drained: no router counts on it.");
    shows("#readiness", "✕ not ready: drain: the node is drained");
    page().click("#drain");
    shows("#drain-state", "In service: 86 buckets");
    assertThat(node().drained).isFalse();
    isClean();
  }

  @Test
  @DisplayName("follows a request from its host's address to what is stored, and shows the bucket")
  void follows() throws IOException {
    page().type("#follow-url", "http://www.one.test/logo.png" + Chromium.ENTER);
    shows("#steps", "203 ^ 0 ^ 113 ^ 80 = 234");
    shows("#steps", "bucket 234 of web-cache belongs to 192.0.2.13");
    shows("#steps", "fetched from the origin: the origin is asked: nothing is stored for it");
    assertThat(page().run("return document.querySelector('.chosen').dataset.bucket").asString())
        .isEqualTo("234");
    page().click("#doctor");
    shows("#findings", "WD-012");
    isClean();
  }

  @Test
  @DisplayName("is used by keyboard alone: the first Tab leads past the head, arrows go by buckets")
  void keyboard() throws IOException {
    page().press(Chromium.TAB);
    assertThat(page().run("return document.activeElement.className").asString()).isEqualTo("skip");
    page().run("document.querySelector('.bucket').focus()");
    page().press(Chromium.RIGHT);
    page().press(Chromium.DOWN);
    assertThat(page().run("return document.activeElement.dataset.bucket").asString())
        .isEqualTo("17");
    assertThat(page().text("#bucket-detail")).startsWith("Bucket 17: cache-1 192.0.2.11;");
    assertThat(
            page()
                .run(
                    """
                    return [...document.querySelectorAll('button,input,select,a')]
                        .filter((it) => !(it.innerText || it.getAttribute('aria-label')
                            || document.querySelector(`label[for='${it.id}']`)))
                        .map((it) => it.outerHTML)\
                    """))
        .isEmpty();
    isClean();
  }

  @Test
  @DisplayName("fits a phone in width, and is readable in light and dark: contrast 4.5 or more")
  void phoneAndContrast() throws IOException {
    for (String scheme : List.of("light", "dark")) {
      page().dress(390, scheme);
      assertThat(page().run("return document.documentElement.scrollWidth").asInt()).isEqualTo(390);
      Soon.passes(() -> assertThat(page().run(Contrast.SCRIPT)).isEmpty());
    }
    page().dress(1280, "light");
    isClean();
  }

  @Test
  @DisplayName("SEC-K5 asks for the token elsewhere than on the loopback, and keeps it for the tab")
  void token() throws IOException, ListenFailed {
    Optional<InetAddress> beyond =
        NetworkInterface.networkInterfaces()
            .flatMap(NetworkInterface::inetAddresses)
            .filter(it -> it instanceof Inet4Address && !it.isLoopbackAddress())
            .findFirst();
    assumeTrue(beyond.isPresent(), "this host has no address but the loopback");
    try (var elsewhere = listen(beyond.orElseThrow())) {
      page().open(elsewhere.url());
      shows("#login", "This node wants its token");
      page().type("#token", NodePort.TOKEN + Chromium.ENTER);
      shows("#rate", "187");
      page().open(elsewhere.url());
      shows("#rate", "187");
      page().click("#bypass-all");
      shows("#notices", "Everything is bypassed");
    }
    page().complaints(); // those of a browser about status 401
  }
}
