package dev.weir.node.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.node.Soon;
import dev.weir.node.proxy.caller.Sites;
import dev.weir.node.proxy.caller.Surrogate;
import dev.weir.node.proxy.forwarded.Forwarding;
import dev.weir.node.proxy.site.HealthRule;
import dev.weir.node.proxy.site.Origins;
import dev.weir.node.proxy.site.Prober;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Origins that come and go behind a listener for their hosts, over loopback sockets.
@Timeout(120)
class ProxySitesTest {
  private static final InetSocketAddress ANY =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  private static final String HOST = "www.example.com";

  private final OriginRecorder origin = new OriginRecorder();
  private final AtomicInteger again = new AtomicInteger();

  ProxySitesTest() throws IOException {}

  @BeforeEach
  void watchForLeaks() {
    LeakWatch.begin();
  }

  @AfterEach
  void close() throws IOException {
    origin.close();
    LeakWatch.assertNone();
  }

  @Test
  @DisplayName("a request whose origin cannot be reached goes to the next, with its body")
  void nextOrigin() throws IOException {
    origin.answering("/post", OriginRecorder.ok("taken"));
    try (ProxyUnderTest node = behind(true, closedPort(), origin.address());
        RawClient client = node.client()) {
      for (int i = 0; i < 4; i++) {
        assertThat(client.get("/" + i, HOST).status()).isEqualTo(200);
      }
      client.send("POST /post HTTP/1.1\r\nHost: " + HOST + "\r\nContent-Length: 4\r\n\r\nbody");

      assertThat(client.read(false).body()).isEqualTo("taken");
      assertThat(origin.asked).last().extracting(OriginRecorder.Asked::body).isEqualTo("body");
      assertThat(again.get()).as("out after three failures").isBetween(2, 3);
      assertThat(node.metric("weir_origin_fetches_total{result=\"ok\"}")).isEqualTo(5);
    }
  }

  @Test
  @DisplayName("RFC 9110 §15.6.4 without a healthy origin: 503 and Retry-After, but what is stored")
  void noneHealthy() throws IOException {
    origin.answering("/stored", OriginRecorder.fresh("kept"));
    InetSocketAddress address = origin.address();
    try (ProxyUnderTest node = behind(false, address);
        RawClient client = node.client()) {
      client.get("/stored", HOST);
      origin.close();
      Soon.passes(() -> assertThat(client.get("/new", HOST).status()).isEqualTo(503));

      RawClient.Response refused = client.get("/new", HOST);
      assertThat(refused.field("Retry-After")).isEqualTo("10");
      assertThat(refused.body()).contains("no-origin");
      assertThat(client.get("/stored", HOST).body()).isEqualTo("kept");
    }
  }

  @Test
  @DisplayName(
      "a probe's status puts an origin out and brings it back; each has its own connection")
  void probes() throws IOException {
    var ill = new AtomicBoolean(true);
    origin.answering("/a", OriginRecorder.ok("page"));
    origin.answering(
        "/health",
        (asked, out) ->
            out.write(
                OriginRecorder.latin1(
                    ill.get()
                        ? "HTTP/1.1 500 No\r\nContent-Length: 0\r\n\r\n"
                        : OriginRecorder.ok("fine"))));
    var site = site(new HealthRule(true, 2, 2, 3, Duration.ofSeconds(10), false), origin.address());
    try (ProxyUnderTest node = behind(site);
        RawClient client = node.client();
        var _ = prober(node, site, 200)) {
      Soon.passes(() -> assertThat(client.get("/a", HOST).status()).isEqualTo(503));

      ill.set(false);

      Soon.passes(() -> assertThat(client.get("/a", HOST).status()).isEqualTo(200));
      assertThat(origin.asked)
          .anySatisfy(it ->
              assertThat(it.head())
                  .startsWith("GET /health HTTP/1.1\r\nHost: www.example.com\r\n")
                  .contains("User-Agent: weir-probe\r\n"));
      assertThat((long) origin.connections.get()).isGreaterThanOrEqualTo(origin.countOf("/health"));
    }
  }

  @Test
  @DisplayName("unless told otherwise 200 to 399 is good; a probe that nobody answers is bad")
  void unansweredProbes() throws IOException {
    var status = new AtomicInteger(404);
    origin.answering("/a", OriginRecorder.ok("page"));
    origin.answering(
        "/health",
        (_, out) ->
            out.write(
                OriginRecorder.latin1("HTTP/1.1 " + status + " So\r\nContent-Length: 0\r\n\r\n")));
    var patient = new HealthRule(true, 2, 2, 1_000_000, Duration.ofSeconds(10), false);
    var site = site(patient, origin.address());
    try (ProxyUnderTest node = behind(site);
        RawClient client = node.client();
        var _ = prober(node, site)) {
      Soon.passes(() -> assertThat(client.get("/a", HOST).status()).isEqualTo(503));
      status.set(302);
      Soon.passes(() -> assertThat(client.get("/a", HOST).status()).isEqualTo(200));
      origin.close();
      Soon.passes(() -> assertThat(client.get("/a", HOST).status()).isEqualTo(503));
    }
  }

  /// Asks for `/health`, fifty times a second.
  private static Prober prober(ProxyUnderTest node, Sites.Site site, Integer... good) {
    var question =
        new Prober.Question(
            Optional.of(HOST),
            "/health",
            Duration.ofMillis(20),
            Duration.ofSeconds(5),
            List.of(good),
            UnaryOperator.identity());
    var loop = node.proxy.threads().next();
    return Prober.begin(loop, node.proxy.opening(), site.origins(), question);
  }

  private ProxyUnderTest behind(boolean panics, InetSocketAddress... origins) throws IOException {
    return behind(site(new HealthRule(false, 2, 3, 3, Duration.ofHours(1), panics), origins));
  }

  private ProxyUnderTest behind(Sites.Site site) throws IOException {
    var sites = new Sites(List.of(site));
    return ProxyUnderTest.behind(
        new Door(
            ANY,
            _ -> true,
            _ -> new Surrogate(sites, Surrogate.Asking.PLAINLY, again::incrementAndGet)));
  }

  private static Sites.Site site(HealthRule rule, InetSocketAddress... addresses) {
    var origins =
        List.of(addresses).stream().map(address -> new Origins.Origin(address, 1)).toList();
    return new Sites.Site(
        List.of(HOST),
        new Origins(origins, rule, InstantSource.system(), (_, _, _) -> {}),
        0,
        Forwarding.UNTOUCHED);
  }

  private static InetSocketAddress closedPort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return new InetSocketAddress(InetAddress.getLoopbackAddress(), socket.getLocalPort());
    }
  }
}
