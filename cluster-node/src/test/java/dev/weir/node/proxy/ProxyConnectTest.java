package dev.weir.node.proxy;

import static dev.weir.node.proxy.ScriptedServer.hear;
import static dev.weir.node.proxy.ScriptedServer.say;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.node.Soon;
import dev.weir.node.access.AccessLog;
import dev.weir.node.telemetry.EventLog;
import dev.weir.node.telemetry.Telemetry;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// CONNECT of clients that are configured to use the proxy, over loopback sockets.
@Timeout(120)
final class ProxyConnectTest {
  @RegisterExtension private final Opened open = new Opened();

  @TempDir Path files;

  @Test
  @DisplayName(
      "RFC 9110 §9.3.6 CONNECT: 200 without a length, then octets both ways, each end alone")
  void tunnel() throws IOException {
    ScriptedServer server =
        server(socket -> {
          String all =
              new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
          say(socket, "heard " + all);
        });
    ProxyUnderTest node = allowing(server.address().getPort());
    try (RawClient client = node.client()) {
      client.connect(server.address());
      RawClient.Response answer = client.readHead();
      assertThat(answer.head()).isEqualTo("HTTP/1.1 200 Connection established\r\n\r\n");
      client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n"); // is not looked at any more
      client.socket.shutdownOutput();
      assertThat(text(client.in.readAllBytes()))
          .isEqualTo("heard GET / HTTP/1.1\r\nHost: a\r\n\r\n");
    }
    node.awaitMetric("weir_tunnels", 0);
    assertThat(node.metric("weir_tunnels_begun_total{kind=\"connect\"}")).isEqualTo(1);
    assertThat(node.metric("weir_tunnel_bytes_total{direction=\"to-origin\"}")).isEqualTo(27);
    assertThat(node.metric("weir_tunnel_bytes_total{direction=\"to-client\"}")).isEqualTo(33);
    assertThat(node.metric("weir_tunnels_ended_total{how=\"closed\"}")).isEqualTo(1);
  }

  @Test
  @DisplayName(
      "H14 octets in the same packet as CONNECT are the tunnel's, and none comes before 200")
  void earlyData() throws IOException {
    ScriptedServer server = server(socket -> say(socket, "got " + hear(socket, 11)));
    ProxyUnderTest node = allowing(server.address().getPort());
    String host = "127.0.0.1:" + server.address().getPort();
    try (RawClient client = node.client()) {
      client.send(
          "CONNECT " + host + " HTTP/1.1\r\nHost: " + host + "\r\n\r\n\u0016\u0003\u0001GET");
      assertThat(client.readHead().status()).isEqualTo(200);
      client.send(" /end");
      assertThat(text(client.in.readAllBytes())).isEqualTo("got \u0016\u0003\u0001GET /end");
    }
  }

  @Test
  @DisplayName("H14 the same where CONNECT has to wait for the answer to an earlier request")
  void earlyDataBehindOthers() throws IOException {
    try (var origin = new OriginRecorder()) {
      ScriptedServer server = server(socket -> say(socket, "got " + hear(socket, 11)));
      ProxyUnderTest node = allowing(server.address().getPort());
      String host = "127.0.0.1:" + origin.address().getPort();
      String to = "127.0.0.1:" + server.address().getPort();
      try (RawClient client = node.client()) {
        client.send(
            ("GET http://" + host + "/a HTTP/1.1\r\nHost: " + host + "\r\n\r\n")
                + ("CONNECT " + to + " HTTP/1.1\r\nHost: " + to + "\r\n\r\n")
                + "\u0016\u0003\u0001GET /end");
        assertThat(client.read(false).body()).isEqualTo("default /a");
        assertThat(client.readHead().status()).isEqualTo(200);
        assertThat(text(client.in.readAllBytes())).isEqualTo("got \u0016\u0003\u0001GET /end");
      }
    }
  }

  @Test
  @DisplayName("CONNECT after other requests on a kept connection, and of HTTP/1.0 without Host")
  void afterOthers() throws IOException {
    try (var origin = new OriginRecorder()) {
      ProxyUnderTest node = allowing(origin.address().getPort());
      String host = "127.0.0.1:" + origin.address().getPort();
      try (RawClient client = node.client()) {
        assertThat(client.get("http://" + host + "/a", host).body()).isEqualTo("default /a");
        assertThat(client.get("http://" + host + "/a", host).body()).isEqualTo("default /a");
        client.send("CONNECT " + host + " HTTP/1.0\r\n\r\n");
        assertThat(client.readHead().status()).isEqualTo(200);
        assertThat(client.get("/b", "elsewhere.test").body()).isEqualTo("default /b");
      }
      assertThat(origin.countOf("/a")).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1:25,            , 403, connect-port",
    "127.0.0.1,               , 400, target",
    "127.0.0.1:0443,          , 400, target",
    "127.0.0.1:,              , 400, target",
    ":443,                    , 400, target",
    "user@127.0.0.1:443,      , 400, target",
    "/,                       , 400, target",
    "http://127.0.0.1:443/,   , 400, target",
    "127.0.0.1:443/a,         , 400, target",
    "127.0.0.1:443, Content-Length: 5, 400, connect-body",
    "127.0.0.1:443, Transfer-Encoding: chunked, 400, connect-body",
    "127.0.0.1:443, Via: 1.1 weir-cache-1, 508, loop"
  })
  @DisplayName("H14, R7 CONNECT that is not in authority-form, to another port, or with a body")
  void refused(String target, String line, int status, String reason) throws IOException {
    ProxyUnderTest node = allowing(443);
    try (RawClient client = node.client()) {
      String more = line == null ? "" : line + "\r\n";
      client.send("CONNECT " + target + " HTTP/1.1\r\nHost: 127.0.0.1\r\n" + more + "\r\n");
      RawClient.Response answer = client.read(false);
      assertThat(answer.status()).isEqualTo(status);
      assertThat(answer.body()).contains("(" + reason + ")");
      assertThat(client.isClosed()).isTrue();
    }
    assertThat(node.metric("weir_http_refused_total{reason=\"" + reason + "\"}")).isEqualTo(1);
    assertThat(node.metric("weir_tunnels_begun_total{kind=\"connect\"}")).isZero();
  }

  @Test
  @DisplayName("Host names another host than CONNECT: 400")
  void hostDiffers() throws IOException {
    ProxyUnderTest node = allowing(443);
    try (RawClient client = node.client()) {
      client.send("CONNECT 127.0.0.1:443 HTTP/1.1\r\nHost: www.example.com:443\r\n\r\n");
      assertThat(client.read(false).body()).contains("target-and-host-differ");
    }
  }

  @Test
  @DisplayName("R6 not to where an explicit client may not go: 403; nowhere: 502")
  void unreachable() throws IOException {
    ScriptedServer server = server(socket -> say(socket, "secret"));
    int port = server.address().getPort();
    ProxyUnderTest node = node(address -> !address.isLoopbackAddress(), AccessLog.off(), port);
    for (String host :
        List.of("127.0.0.1", "[::1]", "[::ffff:127.0.0.1]", "127.1", "0x7f000001", "2130706433")) {
      try (RawClient client = node.client()) {
        client.send("CONNECT " + host + ":" + port + " HTTP/1.1\r\nHost: " + host + "\r\n\r\n");
        assertThat(client.read(false).status()).as(host).isEqualTo(403);
      }
    }
    try (RawClient client = node.client()) {
      client.send("CONNECT nobody.test:" + port + " HTTP/1.1\r\nHost: nobody.test\r\n\r\n");
      assertThat(client.read(false).status()).isEqualTo(502);
    }
    assertThat(server.connections).isEmpty();
    try (var deaf = new DeafPort();
        RawClient client = allowing(deaf.address().getPort()).client()) {
      client.connect(deaf.address());
      assertThat(client.read(false).status()).isEqualTo(502);
      assertThat(client.isClosed()).isTrue();
    }
  }

  @Test
  @DisplayName("one client has so many tunnels and no more: 503; one that ends makes room")
  void bounded() throws IOException {
    ScriptedServer server = server(socket -> say(socket, hear(socket, 1)));
    ProxyUnderTest node = allowing(server.address().getPort());
    var clients = new ArrayList<RawClient>();
    for (int i = 0; i < 256; i++) {
      clients.add(node.client());
      clients.getLast().connect(server.address());
      assertThat(clients.getLast().readHead().status()).isEqualTo(200);
    }
    try (RawClient over = node.client()) {
      over.connect(server.address());
      assertThat(over.read(false).status()).isEqualTo(503);
    }
    assertThat(node.metric("weir_tunnels_full_total{kind=\"connect\"}")).isEqualTo(1);
    for (RawClient client : clients) {
      client.close();
    }
    node.awaitMetric("weir_tunnels", 0);
  }

  @Test
  @DisplayName(
      "real curl through a tunnel; the log has TCP_TUNNEL, the octets, and what was denied")
  void curl() throws Exception {
    Path file = files.resolve("access.log");
    var events = new EventLog("test", () -> Instant.EPOCH);
    try (var origin = new OriginRecorder();
        var log = AccessLog.open(file, AccessLog.Format.SQUID, events, new Telemetry())) {
      int port = origin.address().getPort();
      ProxyUnderTest node = node(_ -> true, log, port);
      String proxy = "http://127.0.0.1:" + node.proxy.boundAddresses().getFirst().getPort();

      assertThat(Curl.run("-p", "-x", proxy, "http://127.0.0.1:" + port + "/a"))
          .isEqualTo("default /a");
      assertThat(
              Curl.run("-p", "--proxy1.0", proxy.substring(7), "http://127.0.0.1:" + port + "/a"))
          .isEqualTo("default /a");
      assertThat(Curl.run("-p", "-x", proxy, "http://127.0.0.1:25/")).contains("403");

      Soon.passes(() ->
          assertThat(Files.readString(file))
              .containsPattern(
                  "TCP_TUNNEL/200 \\d{2,3} CONNECT 127.0.0.1:" + port + " - HIER_DIRECT/127.0.0.1")
              .containsPattern("TCP_DENIED/403 \\d+ CONNECT 127.0.0.1:25 - HIER_NONE/-"));
    }
  }

  private ProxyUnderTest allowing(int port) throws IOException {
    return node(_ -> true, AccessLog.off(), port);
  }

  private ProxyUnderTest node(Predicate<InetAddress> reachable, AccessLog log, int port)
      throws IOException {
    return open.add(ProxyUnderTest.logging(Doors.tunnels(reachable, port), log));
  }

  private ScriptedServer server(ScriptedServer.Script script) throws IOException {
    return open.add(new ScriptedServer(script));
  }

  private static String text(byte[] octets) {
    return new String(octets, StandardCharsets.ISO_8859_1);
  }
}
