package dev.weir.node.proxy;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.node.access.AccessLog;
import dev.weir.node.proxy.chain.ChainPolicy;
import dev.weir.node.proxy.chain.Parent;
import dev.weir.node.proxy.sni.Hellos;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Weir before and behind a real Squid.
@Timeout(120)
class SquidChainIT {
  private final OriginRecorder origin = new OriginRecorder();

  SquidChainIT() throws IOException {}

  @AfterEach
  void close() throws IOException {
    origin.close();
  }

  @Test
  @DisplayName("Squid as parent lets nobody but us in, answers, and dies in the middle")
  void parent() throws Exception {
    try (var squid =
            new Squid(
                "acl known proxy_auth REQUIRED", "http_access allow known", "cache deny all");
        var second = new OriginRecorder();
        var node =
            explicit(
                Chains.to(
                    Chains.parent("squid", squid.address(), login(Squid.PASSWORD)),
                    Chains.parent("second", second.address())));
        var stranger =
            explicit(Chains.to(Chains.parent("squid", squid.address(), login("wrong-pass"))));
        RawClient client = node.client();
        RawClient refused = stranger.client()) {
      RawClient.Response page = client.get(url("/a"), host());
      assertThat(page.body()).isEqualTo("default /a");
      assertThat(page.field("Via")).contains("squid.test");
      assertThat(client.get(url("/a"), host()).field("Cache-Status")).endsWith("; hit");
      assertThat(origin.asked.element().head())
          .contains("Via: 1.1 weir-cache-1, 1.1 squid.test")
          .doesNotContain("Authorization");
      assertThat(refused.get(url("/b"), host()).status()).isEqualTo(502);

      assertThat(posted(client, "/p").status()).isEqualTo(200);
      assertThat(origin.asked).anyMatch(it -> it.body().equals("hello"));

      squid.kill();
      for (int i = 0; i < 5; i++) {
        assertThat(client.get(url("/after" + i), host()).status()).isEqualTo(200);
      }
      assertThat(second.countOf(url("/after4"))).isEqualTo(1);
      node.awaitMetric("weir_parent_up{parent=\"squid\"}", 0);
    }
  }

  @Test
  @DisplayName(
      "Squid as parent leads tunnels through: of a CONNECT, and of diverted TLS by its name")
  void tunnels() throws Exception {
    byte[] hello = Hellos.of(List.of("localhost"), "h2");
    try (var squid = new Squid("acl known proxy_auth REQUIRED", "http_access allow known");
        var server =
            new ScriptedServer(it -> ScriptedServer.say(it, "got " + ScriptedServer.hear(it, 5)))) {
      ChainPolicy chain = Chains.to(Chains.parent("squid", squid.address(), login(Squid.PASSWORD)));
      int port = server.address().getPort();
      String to = "127.0.0.1:" + port;
      try (var node =
              ProxyUnderTest.chained(chain, AccessLog.off(), Doors.ANY, Doors.tunnels(port, 1));
          RawClient client = node.client();
          RawClient unlucky = node.client()) {
        client.send("CONNECT " + to + " HTTP/1.1\r\nHost: " + to + "\r\n\r\nfive!");
        assertThat(client.readHead().status()).isEqualTo(200);
        assertThat(new String(client.in.readAllBytes(), US_ASCII)).isEqualTo("got five!");
        unlucky.send("CONNECT 127.0.0.1:1 HTTP/1.1\r\nHost: 127.0.0.1:1\r\n\r\n");
        RawClient.Response refused = unlucky.read(false);
        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.field("Cache-Status")).contains("detail=parent-refused");
      }
      var operating = Chains.tls(server.address()).chained(chain);
      try (var node = new ProxyUnderTest(server.address(), operating);
          RawClient client = node.client()) {
        client.socket.getOutputStream().write(hello);
        assertThat(client.in.readNBytes(9)).startsWith("got ".getBytes(US_ASCII));
        assertThat(node.metric("weir_chain_requests_total{way=\"parent\"}")).isEqualTo(1);
      }
    }
  }

  private RawClient.Response posted(RawClient client, String path) throws IOException {
    client.send(
        "POST %s HTTP/1.1\r\nHost: %s\r\n".formatted(url(path), host())
            + "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n");
    return client.read(false);
  }

  @Test
  @DisplayName("Squid dies inside an answer: the client sees it cut, and nothing of it is kept")
  void cut() throws Exception {
    var gate = new java.util.concurrent.CountDownLatch(1);
    origin.answering(
        "/long",
        (_, out) -> {
          out.write(
              OriginRecorder.latin1(
                  "HTTP/1.1 200 OK\r\nCache-Control: max-age=60\r\nContent-Length: 2000\r\n\r\n"
                      + "x".repeat(1000)));
          out.flush();
          await(gate);
        });
    try (var squid = new Squid("http_access allow all", "cache deny all");
        var node = explicit(Chains.to(Chains.parent("squid", squid.address())));
        RawClient client = node.client()) {
      client.send("GET " + url("/long") + " HTTP/1.1\r\nHost: " + host() + "\r\n\r\n");
      assertThat(client.readHead().status()).isEqualTo(200);
      assertThat(client.in.readNBytes(1000)).hasSize(1000);
      squid.kill();
      assertThat(endsInError(client)).isTrue();
      assertThat(node.proxy.inventory()).isEmpty();
    } finally {
      gate.countDown();
    }
  }

  @Test
  @DisplayName("Squid as child takes everything from Weir, which keeps it")
  void child() throws Exception {
    try (var node = explicit(ChainPolicy.DIRECT);
        var squid =
            new Squid(
                "http_access allow all",
                "cache deny all",
                "never_direct allow all",
                "cache_peer 127.0.0.1 parent "
                    + node.proxy.boundAddresses().getFirst().getPort()
                    + " 0 no-query default");
        var client = new RawClient(squid.address())) {
      assertThat(client.get(url("/a"), host()).body()).isEqualTo("default /a");
      assertThat(client.get(url("/a"), host()).field("Cache-Status")).contains("weir-cache-1; hit");
    }
    assertThat(origin.countOf("/a")).isEqualTo(1);
  }

  private static boolean endsInError(RawClient client) {
    try {
      return client.in.readAllBytes().length < 1000;
    } catch (IOException reset) {
      return true;
    }
  }

  private static void await(java.util.concurrent.CountDownLatch gate) {
    try {
      gate.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private String host() {
    return "127.0.0.1:" + origin.address().getPort();
  }

  private String url(String path) {
    return "http://" + host() + path;
  }

  private static Optional<Parent.Login> login(String password) {
    return Optional.of(Parent.Login.basic(Squid.USER, password));
  }

  private static ProxyUnderTest explicit(ChainPolicy chain) throws IOException {
    return ProxyUnderTest.chained(chain, AccessLog.off(), Doors.ANY, Doors.explicit());
  }
}
