package dev.weir.node.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.node.Soon;
import dev.weir.node.access.AccessLog;
import dev.weir.node.proxy.caller.Sites;
import dev.weir.node.proxy.caller.Surrogate;
import dev.weir.node.proxy.chain.ChainPolicy;
import dev.weir.node.proxy.chain.Parent;
import dev.weir.node.telemetry.EventLog;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Requests that parents are asked, over loopback sockets.
@Timeout(120)
class ProxyChainTest {
  private static final String URL = "http://www.example.com/a";
  private final OriginRecorder parent = new OriginRecorder();
  private final OriginRecorder second = new OriginRecorder();
  private final OriginRecorder origin = new OriginRecorder();

  ProxyChainTest() throws IOException {}

  @BeforeEach
  void watchForLeaks() {
    LeakWatch.begin();
  }

  @AfterEach
  void close() throws IOException {
    parent.close();
    second.close();
    origin.close();
    LeakWatch.assertNone();
  }

  @Test
  @DisplayName("a parent is asked in absolute-form for a name nobody looked up, and it is stored")
  void explicit() throws IOException {
    try (ProxyUnderTest node = explicit(Chains.to(head()));
        RawClient client = node.client()) {
      assertThat(client.get(URL, "www.example.com").body()).isEqualTo("default " + URL);
      assertThat(client.get(URL, "www.example.com").field("Cache-Status")).endsWith("; hit");

      assertThat(node.metric("weir_host_check_total{result=\"by-parent\"}")).isEqualTo(2);
      assertThat(node.metric("weir_parent_requests_total{parent=\"head\",result=\"ok\"}")).isOne();
    }
    assertThat(parent.countOf(URL)).isEqualTo(1);
    assertThat(asked().head())
        .startsWith("GET " + URL + " HTTP/1.1\r\n")
        .contains("Host: www.example.com\r\n")
        .contains("Via: 1.1 weir-cache-1\r\n");
  }

  @Test
  @DisplayName(
      "an intercepted request goes to the parent by its host, wherever its connection went")
  void intercepted() throws IOException {
    try (var node = ProxyUnderTest.chained(Chains.to(head()), AccessLog.off(), origin.address());
        RawClient client = node.client()) {
      client.get("/a", "www.example.com");
      assertThat(client.get("/a", "www.example.com").field("Cache-Status")).endsWith("; hit");
    }
    assertThat(parent.countOf(URL)).isEqualTo(1);
    assertThat(origin.asked).isEmpty();
  }

  @Test
  @DisplayName("a gateway's hosts go to the parent, too, and foreign ones are still refused")
  void reverse() throws IOException {
    var sites =
        new Sites(List.of(new Sites.Site(List.of("www.example.com"), List.of(origin.address()))));
    var door =
        new Door(
            Doors.ANY, _ -> true, _ -> new Surrogate(sites, Surrogate.Asking.PLAINLY, () -> {}));
    try (var node = ProxyUnderTest.chained(Chains.to(head()), AccessLog.off(), Doors.ANY, door);
        RawClient client = node.client()) {
      assertThat(client.get("/a", "www.example.com").status()).isEqualTo(200);
      assertThat(client.get("/a", "www.example.net").status()).isEqualTo(421);
    }
    assertThat(parent.countOf(URL)).isEqualTo(1);
  }

  @Test
  @DisplayName("our credentials go to the parent, the client's for a proxy never do")
  void credentials() throws IOException {
    var login = Optional.of(Parent.Login.basic("branch", "pässword"));
    var known = Chains.parent("head", parent.address(), login);
    try (ProxyUnderTest node = explicit(Chains.to(known));
        RawClient client = node.client()) {
      client.get(URL, "www.example.com", "Proxy-Authorization: Basic c3RyYW5nZXI6MQ==");
    }
    assertThat(asked().head())
        .contains("Proxy-Authorization: Basic YnJhbmNoOnDDpHNzd29yZA==\r\n")
        .doesNotContain("c3RyYW5nZXI6MQ==");
    assertThat(known.toString()).doesNotContain("YnJhbmNo");
  }

  @Test
  @DisplayName("a parent's 407 becomes 502 with the reason, and an event")
  void loginRefused() throws IOException {
    parent.answering(
        URL,
        "HTTP/1.1 407 No\r\nProxy-Authenticate: Basic realm=\"x\"\r\nContent-Length: 0\r\n\r\n");
    try (ProxyUnderTest node = explicit(Chains.to(head(), other()));
        RawClient client = node.client()) {
      RawClient.Response refused = client.get(URL, "www.example.com");

      assertThat(refused.status()).isEqualTo(502);
      assertThat(refused.field("Cache-Status")).contains("detail=parent-login");
      assertThat(refused.head()).doesNotContainIgnoringCase("Proxy-Authenticate");
      assertThat(node.events.since(1))
          .extracting(EventLog.Entry::name)
          .contains("parent-login-refused");
    }
    assertThat(second.countOf(URL)).isZero();
  }

  @Test
  @DisplayName("a parent's 503 is its answer: no other is asked, and it is not stored")
  void busy() throws IOException {
    parent.answering(URL, "HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n");
    try (ProxyUnderTest node = explicit(Chains.to(head(), other()));
        RawClient client = node.client()) {
      assertThat(client.get(URL, "www.example.com").status()).isEqualTo(503);
      assertThat(client.get(URL, "www.example.com").status()).isEqualTo(503);
    }
    assertThat(parent.countOf(URL)).isEqualTo(2);
    assertThat(second.countOf(URL)).isZero();
  }

  @Test
  @DisplayName("the next parent is asked when one takes no connection, also for a POST")
  void next() throws IOException {
    try (var deaf = new DeafPort();
        ProxyUnderTest node = explicit(Chains.to(Chains.parent("dead", deaf.address()), other()));
        RawClient client = node.client()) {
      assertThat(client.get(URL, "www.example.com").status()).isEqualTo(200);
      client.send(
          "POST http://www.example.com/p HTTP/1.1\r\nHost: www.example.com\r\n"
              + "Content-Length: 5\r\n\r\nhello");
      assertThat(client.read(false).status()).isEqualTo(200);
      node.awaitMetric("weir_parent_up{parent=\"dead\"}", 0);
      Soon.passes(() ->
          assertThat(node.events.since(1))
              .extracting(EventLog.Entry::name)
              .contains("parent-lost"));
    }
    assertThat(second.asked).anyMatch(it -> it.body().equals("hello"));
  }

  @Test
  @DisplayName(
      "when a parent breaks off before it answers a GET is asked of the next, a POST is not")
  void brokenOff() throws IOException {
    parent.answering(
        URL,
        (_, _) -> {
          throw new OriginRecorder.Hangup();
        });
    try (ProxyUnderTest node = explicit(Chains.to(head(), other()));
        RawClient client = node.client()) {
      assertThat(client.get(URL, "www.example.com").status()).isEqualTo(200);
      client.send(
          "POST " + URL + " HTTP/1.1\r\nHost: www.example.com\r\nContent-Length: 5\r\n\r\nhello");
      assertThat(client.read(false).status()).isEqualTo(502);
    }
    assertThat(second.countOf(URL)).isEqualTo(1);
  }

  @Test
  @DisplayName("while no parent lives a request fails at once, and goes on when one does")
  void nobody() throws IOException {
    var deaf = new DeafPort();
    try (ProxyUnderTest node = explicit(Chains.to(Chains.parent("head", deaf.address())));
        RawClient client = node.client()) {
      node.awaitMetric("weir_parent_up{parent=\"head\"}", 0);
      RawClient.Response none = client.get(URL, "www.example.com");

      assertThat(none.status()).isEqualTo(503);
      assertThat(none.field("Cache-Status")).contains("detail=no-parent");
      deaf.close();
      try (var _ = new OriginRecorder(deaf.address())) {
        node.awaitMetric("weir_parent_up{parent=\"head\"}", 1);
        assertThat(client.get(URL, "www.example.com").status()).isEqualTo(200);
      }
    }
  }

  @Test
  @DisplayName(
      "with fallback: direct the origin is asked, and kept only where the host is verified")
  void fallback() throws IOException {
    try (var deaf = new DeafPort();
        var node =
            ProxyUnderTest.chained(
                Chains.orDirect(Chains.parent("head", deaf.address())),
                AccessLog.off(),
                origin.address());
        RawClient client = node.client()) {
      client.get("/a", node.host());
      assertThat(client.get("/a", node.host()).field("Cache-Status")).endsWith("; hit");
      client.get("/a", "bank.test");
      assertThat(client.get("/a", "bank.test").field("Cache-Status")).doesNotContain("hit");
      assertThat(node.proxy.inventory()).containsExactly("http://" + node.host() + "/a");
      assertThat(node.metric("weir_chain_requests_total{way=\"fallback\"}")).isEqualTo(3);
    }
    assertThat(origin.countOf("/a")).isEqualTo(3);
  }

  @Test
  @DisplayName("with cache: no nothing is kept here, and nothing that is kept is served")
  void uncached() throws IOException {
    try (ProxyUnderTest node = explicit(Chains.uncached(head()));
        RawClient client = node.client()) {
      client.get(URL, "www.example.com");
      assertThat(client.get(URL, "www.example.com").field("Cache-Status")).contains("fwd=bypass");
      assertThat(node.proxy.inventory()).isEmpty();
    }
    assertThat(parent.countOf(URL)).isEqualTo(2);
  }

  @Test
  @DisplayName("round-robin asks each in its turn")
  void inTurn() throws IOException {
    try (ProxyUnderTest node = explicit(Chains.inTurn(head(), other()));
        RawClient client = node.client()) {
      for (int i = 0; i < 6; i++) {
        client.get("http://www.example.com/" + i, "www.example.com");
      }
    }
    assertThat(parent.asked.stream().filter(it -> it.line().startsWith("GET"))).hasSize(3);
    assertThat(second.asked.stream().filter(it -> it.line().startsWith("GET"))).hasSize(3);
  }

  @Test
  @DisplayName("a request that has come by us already ends with 508")
  void loops() throws IOException {
    try (ProxyUnderTest node = explicit(Chains.to(head()));
        RawClient client = node.client()) {
      assertThat(client.get(URL, "www.example.com", "Via: 1.1 weir-cache-1").status())
          .isEqualTo(508);
    }
    assertThat(parent.countOf(URL)).isZero();
  }

  @Test
  @DisplayName("the access log names the parent, and the source of each answer")
  void logged(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("access.log");
    ChainPolicy chain = Chains.to(head());
    var events = new EventLog("test", java.time.InstantSource.system());
    var telemetry = new dev.weir.node.telemetry.Telemetry();
    try (var log = AccessLog.open(file, AccessLog.Format.JSON, events, telemetry);
        ProxyUnderTest node = ProxyUnderTest.chained(chain, log, Doors.ANY, Doors.explicit());
        RawClient client = node.client()) {
      client.get(URL, "www.example.com");
      client.get(URL, "www.example.com");
      Soon.passes(() -> assertThat(Files.readAllLines(file)).hasSize(2));
    }
    List<String> lines = Files.readAllLines(file, StandardCharsets.UTF_8);
    assertThat(lines.get(0)).contains("\"source\":\"parent\",\"parent\":\"head\"");
    assertThat(lines.get(1)).contains("\"source\":\"memory\"");
  }

  private OriginRecorder.Asked asked() {
    return parent.asked.stream()
        .filter(it -> it.line().startsWith("GET"))
        .findFirst()
        .orElseThrow();
  }

  private Parent head() {
    return Chains.parent("head", parent.address());
  }

  private Parent other() {
    return Chains.parent("other", second.address());
  }

  private static ProxyUnderTest explicit(ChainPolicy chain) throws IOException {
    return ProxyUnderTest.chained(chain, AccessLog.off(), Doors.ANY, Doors.explicit());
  }
}
