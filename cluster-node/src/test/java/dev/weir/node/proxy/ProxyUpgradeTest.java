package dev.weir.node.proxy;

import static dev.weir.node.proxy.ScriptedServer.hear;
import static dev.weir.node.proxy.ScriptedServer.say;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.node.Soon;
import dev.weir.node.access.AccessLog;
import dev.weir.node.proxy.caller.Explicit;
import dev.weir.node.proxy.caller.Sites;
import dev.weir.node.proxy.caller.Surrogate;
import dev.weir.node.telemetry.EventLog;
import dev.weir.node.telemetry.Telemetry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Connections that change over to WebSocket, by each way in, and those that do not.
@Timeout(120)
final class ProxyUpgradeTest {
  private static final InetSocketAddress ANY =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  private static final String AGREED =
      String.join(
          "\r\n",
          "HTTP/1.1 101 Switching Protocols",
          "Upgrade: websocket",
          "Connection: Upgrade",
          "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=",
          "",
          "");
  private static final String[] ASKING = {
    "Connection: keep-alive, Upgrade",
    "Upgrade: WebSocket",
    "Sec-WebSocket-Version: 13",
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="
  };

  @RegisterExtension private final Opened open = new Opened();
  private final CompletableFuture<String> asked = new CompletableFuture<>();

  @TempDir Path files;

  @ParameterizedTest
  @ValueSource(strings = {"intercepted", "forward", "reverse"})
  @DisplayName("RFC 6455 §4 WebSocket: 101 is passed on, then octets both ways, the first ones too")
  void websocket(String way) throws IOException {
    ScriptedServer server =
        origin(socket -> {
          say(socket, AGREED + "\u0081\u0003hey"); // in one packet
          say(socket, "\u0081\u0004" + hear(socket, 4));
        });
    ProxyUnderTest node = node(way, server);
    try (RawClient client = node.client()) {
      String host = host(server);
      String target = way.equals("forward") ? "http://" + host + "/chat" : "/chat";
      RawClient.Response answer = client.get(target, host, ASKING);

      assertThat(answer.status()).isEqualTo(101);
      assertThat(answer.field("Upgrade")).isEqualTo("websocket");
      assertThat(answer.field("Connection")).isEqualTo("Upgrade");
      assertThat(answer.field("Sec-WebSocket-Accept")).isEqualTo("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
      assertThat(answer.field("Via")).isEqualTo("1.1 weir-cache-1");
      assertThat(text(client.in.readNBytes(5))).isEqualTo("\u0081\u0003hey");
      client.send("GET ");
      assertThat(text(client.in.readAllBytes())).isEqualTo("\u0081\u0004GET ");
    }
    assertThat(asked.join())
        .startsWith("GET /chat HTTP/1.1\r\n")
        .contains("\r\nConnection: Upgrade\r\n", "\r\nUpgrade: websocket\r\n")
        .contains("\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n")
        .contains("\r\nVia: 1.1 weir-cache-1\r\n");
    node.awaitMetric("weir_tunnels", 0);
    assertThat(node.metric("weir_tunnels_begun_total{kind=\"upgrade\"}")).isEqualTo(1);
    node.awaitMetric("weir_http_connections", 0);
  }

  @Test
  @DisplayName("H14 octets behind the request wait for 101, and are then the origin's, as they are")
  void heldBack() throws IOException {
    String behind = "GET /evil HTTP/1.1\r\nHost: a.test\r\n\r\n";
    var early = new CompletableFuture<Integer>();
    ScriptedServer server =
        origin(socket -> {
          socket.setSoTimeout(200);
          early.complete(readable(socket));
          socket.setSoTimeout(0);
          say(socket, AGREED);
          say(socket, hear(socket, behind.length() + 1));
        });
    ProxyUnderTest node = node("intercepted", server);
    try (RawClient client = node.client()) {
      client.send(
          ("GET /chat HTTP/1.1\r\nHost: " + host(server) + "\r\n")
              + (String.join("\r\n", ASKING) + "\r\n\r\n")
              + behind);
      assertThat(client.readHead().status()).isEqualTo(101);
      client.send("1");
      assertThat(text(client.in.readAllBytes())).isEqualTo(behind + "1");
    }
    assertThat(early.join()).as("octets that came before 101").isEqualTo(-1);
  }

  @Test
  @DisplayName("H14 without 101 it stays HTTP: what is behind the request is the next request")
  void declined() throws IOException {
    try (var origin = new OriginRecorder()) {
      origin.answering("/chat", "HTTP/1.1 426 Upgrade Required\r\nContent-Length: 2\r\n\r\nno");
      ProxyUnderTest node = open.add(new ProxyUnderTest(origin.address()));
      try (RawClient client = node.client()) {
        String host = node.host();
        client.send(
            ("GET /chat HTTP/1.1\r\nHost: " + host + "\r\n")
                + (String.join("\r\n", ASKING) + "\r\n\r\n")
                + ("GET /next HTTP/1.1\r\nHost: " + host + "\r\n\r\n"));
        RawClient.Response answer = client.read(false);
        assertThat(answer.status()).isEqualTo(426);
        assertThat(answer.body()).isEqualTo("no");
        assertThat(client.read(false).body()).isEqualTo("default /next");
        assertThat(client.get("/last", host).body()).isEqualTo("default /last");
      }
      assertThat(origin.countOf("/next")).isEqualTo(1);
      assertThat(node.metric("weir_tunnels_begun_total{kind=\"upgrade\"}")).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"h2c", "TLS/1.0", "HTTP/2.0", "foo, bar"})
  @DisplayName("RFC 9110 §7.8 any other change is not said to the origin, and what is next is read")
  void otherTokens(String token) throws IOException {
    try (var origin = new OriginRecorder()) {
      ProxyUnderTest node = open.add(new ProxyUnderTest(origin.address()));
      try (RawClient client = node.client()) {
        String[] lines = {"Connection: Upgrade, HTTP2-Settings", "Upgrade: " + token};
        assertThat(client.get("/a", node.host(), lines).body()).isEqualTo("default /a");
        assertThat(client.get("/b", node.host()).body()).isEqualTo("default /b");
      }
      assertThat(origin.asked.peek().head()).doesNotContain("Upgrade", token);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "POST /chat HTTP/1.1\r\nContent-Length: 2\r\n",
        "GET /chat HTTP/1.0\r\n",
        "GET /chat HTTP/1.1\r\nContent-Length: 2\r\n"
      })
  @DisplayName("RFC 6455 §4.1 only a GET of HTTP/1.1 without a body changes over")
  void otherRequests(String begin) throws IOException {
    try (var origin = new OriginRecorder()) {
      ProxyUnderTest node = open.add(new ProxyUnderTest(origin.address()));
      try (RawClient client = node.client()) {
        client.send(
            (begin + "Host: " + node.host() + "\r\n")
                + (String.join("\r\n", ASKING) + "\r\n\r\n")
                + (begin.contains("Length") ? "ab" : ""));
        assertThat(client.read(false).status()).isEqualTo(200);
      }
      assertThat(origin.asked.peek().head()).doesNotContain("Upgrade");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\nConnection: Upgrade\r\n\r\n",
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n",
        "HTTP/1.1 101 Switching Protocols\r\nSec-WebSocket-Accept: a\r\n\r\n"
      })
  @DisplayName("H16 a 101 that is not what was asked for: 502, and no octet passes")
  void otherAgreement(String answer) throws IOException {
    ScriptedServer server = origin(socket -> say(socket, answer + "secret"));
    ProxyUnderTest node = node("intercepted", server);
    try (RawClient client = node.client()) {
      assertThat(client.get("/chat", host(server), ASKING).status()).isEqualTo(502);
    }
  }

  @Test
  @DisplayName("H16 a 101 that nobody has asked for: 502")
  void unasked() throws IOException {
    ScriptedServer server = origin(socket -> say(socket, AGREED + "secret"));
    ProxyUnderTest node = node("intercepted", server);
    try (RawClient client = node.client()) {
      assertThat(client.get("/chat", host(server)).status()).isEqualTo(502);
    }
  }

  @Test
  @DisplayName("the log has the tunnel when it ends: 101, its octets, and its URL")
  void logged() throws IOException {
    Path file = files.resolve("access.log");
    ScriptedServer server = origin(socket -> say(socket, AGREED + "12345"));
    var events = new EventLog("test", () -> Instant.EPOCH);
    try (var log = AccessLog.open(file, AccessLog.Format.SQUID, events, new Telemetry())) {
      var door = new Door(ANY, _ -> true, names -> new Explicit(names, _ -> true));
      ProxyUnderTest node = open.add(ProxyUnderTest.logging(door, log));
      try (RawClient client = node.client()) {
        String host = host(server);
        client.get("http://" + host + "/chat", host, ASKING);
        assertThat(text(client.in.readAllBytes())).isEqualTo("12345");
      }
      String line = "TCP_TUNNEL/101 5 GET http://" + host(server) + "/chat - HIER_DIRECT/127.0.0.1";
      Soon.passes(() -> assertThat(Files.readString(file)).contains(line).hasLineCount(1));
    }
  }

  private static int readable(Socket socket) throws IOException {
    try {
      return socket.getInputStream().read();
    } catch (SocketTimeoutException nothing) {
      return -1;
    }
  }

  private ProxyUnderTest node(String way, ScriptedServer server) throws IOException {
    return open.add(
        switch (way) {
          case "forward" ->
              ProxyUnderTest.behind(
                  new Door(ANY, _ -> true, names -> new Explicit(names, _ -> true)));
          case "reverse" -> {
            var sites = new Sites(List.of(new Sites.Site(List.of("*"), List.of(server.address()))));
            yield ProxyUnderTest.behind(
                new Door(
                    ANY, _ -> true, _ -> new Surrogate(sites, Surrogate.Asking.PLAINLY, () -> {})));
          }
          default -> new ProxyUnderTest(server.address());
        });
  }

  /// A server that notes the head of the first request, and then does this.
  private ScriptedServer origin(ScriptedServer.Script then) throws IOException {
    var server =
        new ScriptedServer(socket -> {
          var head = new StringBuilder();
          while (!head.toString().endsWith("\r\n\r\n")) {
            head.append(hear(socket, 1));
          }
          asked.complete(head.toString());
          then.play(socket);
        });
    open.add(server);
    return server;
  }

  private static String host(ScriptedServer server) {
    return "127.0.0.1:" + server.address().getPort();
  }

  private static String text(byte[] octets) {
    return new String(octets, StandardCharsets.ISO_8859_1);
  }
}
