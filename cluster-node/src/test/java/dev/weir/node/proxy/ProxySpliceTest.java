package dev.weir.node.proxy;

import static dev.weir.node.proxy.ScriptedServer.hear;
import static dev.weir.node.proxy.ScriptedServer.say;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.node.Soon;
import dev.weir.node.bypass.sight.Sighting.Kind;
import dev.weir.node.bypass.sight.Watch;
import dev.weir.node.proxy.entrance.Splices;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Diverted connections that are not HTTP, to servers of all kinds.
@Timeout(120)
final class ProxySpliceTest {
  @RegisterExtension private final Opened open = new Opened();
  private final Sightings sightings = new Sightings();

  @Test
  @DisplayName("a client that speaks first, and no HTTP, is led through to its server, both ways")
  void clientFirst() throws IOException {
    ProxyUnderTest node =
        before(socket -> {
          String hello = hear(socket, 9);
          say(socket, "SSH-2.0-server\r\n" + hello);
          say(socket, hear(socket, 4));
        });
    try (RawClient client = node.client()) {
      client.send("SSH-2.0-c");
      client.send("\n");
      assertThat(text(client.in.readNBytes(25))).isEqualTo("SSH-2.0-server\r\nSSH-2.0-c");
      client.send("abc");
      assertThat(text(client.in.readAllBytes())).isEqualTo("\nabc");
    }
    assertThat(sightings.kinds()).containsExactly(Kind.NOT_HTTP, Kind.NOT_HTTP_EITHER);
    assertThat(sightings.all().getFirst().place().port())
        .isEqualTo(node.destination.get().getPort());
    assertThat(node.metric("weir_splices_begun_total{cause=\"not-http\"}")).isEqualTo(1);
    assertThat(node.metric("weir_splice_bytes_total{direction=\"to-origin\"}")).isEqualTo(13);
    assertThat(node.metric("weir_splice_bytes_total{direction=\"to-client\"}")).isEqualTo(29);
    node.awaitMetric("weir_splices", 0);
    node.awaitMetric("weir_http_connections", 0);
  }

  @Test
  @DisplayName(
      "what could still become HTTP and pauses is led through; a usual method has its time")
  void pauses() throws IOException {
    ProxyUnderTest node = afterSilence(socket -> say(socket, hear(socket, 5)));
    try (RawClient client = node.client()) {
      client.send("hello");
      assertThat(text(client.in.readAllBytes())).isEqualTo("hello");
    }
    assertThat(sightings.kinds()).containsExactly(Kind.NOT_HTTP, Kind.NOT_HTTP_EITHER);
    try (RawClient client = node.client()) {
      client.send("GE");
      client.socket.setSoTimeout((int) Sightings.SILENCE.toMillis() * 3);
      assertThatThrownBy(client.in::read).isInstanceOf(SocketTimeoutException.class);
      client.send("T /a HTTP/1.1\r\nHost: u@x\r\n\r\n");
      client.socket.setSoTimeout(40_000);
      assertThat(client.read(false).status()).isEqualTo(400);
    }
    assertThat(node.metric("weir_splices_begun_total{cause=\"not-http\"}")).isEqualTo(1);
  }

  @Test
  @DisplayName("a server that answers such a client in HTTP is believed to speak it")
  void httpServer() throws IOException {
    ProxyUnderTest node =
        before(socket -> say(socket, "HTTP/1.1 400 Bad Request\r\n\r\n" + hear(socket, 3)));
    try (RawClient client = node.client()) {
      client.send("\u0016\u0003\u0001");
      assertThat(client.read(false).body()).isEqualTo("\u0016\u0003\u0001");
    }
    assertThat(sightings.kinds()).containsExactly(Kind.NOT_HTTP);
  }

  @Test
  @DisplayName("four MiB go each way at a reader's pace, whole, and each direction ends alone")
  void bulk() throws Exception {
    var received = new CompletableFuture<byte[]>();
    byte[] up = octets(1);
    byte[] down = octets(2);
    ProxyUnderTest node =
        before(socket -> {
          received.complete(socket.getInputStream().readAllBytes());
          socket.getOutputStream().write(down);
        });
    try (RawClient client = node.client()) {
      client.socket.getOutputStream().write(up);
      client.socket.shutdownOutput();
      assertThat(Arrays.equals(received.get(), up)).as("whole at the server").isTrue();
      assertThat(Arrays.equals(client.in.readAllBytes(), down)).as("whole at the client").isTrue();
    }
    node.awaitMetric("weir_splices", 0);
    node.awaitMetric("weir_http_connections", 0);
  }

  @Test
  @DisplayName("a server that speaks first is heard after the silence, and the client led to it")
  void serverFirst() throws IOException {
    ProxyUnderTest node =
        afterSilence(socket -> {
          say(socket, "220 mail.test\r\n");
          say(socket, hear(socket, 6) + "250 ok\r\n");
        });
    try (RawClient client = node.client()) {
      assertThat(text(client.in.readNBytes(15))).isEqualTo("220 mail.test\r\n");
      client.send("GET /\n"); // what it says now is not looked at any more
      assertThat(text(client.in.readAllBytes())).isEqualTo("GET /\n250 ok\r\n");
    }
    assertThat(sightings.kinds()).containsExactly(Kind.SERVER_FIRST);
    assertThat(node.metric("weir_silent_connections_total{result=\"server\"}")).isEqualTo(1);
    assertThat(node.metric("weir_splices_begun_total{cause=\"server-first\"}")).isEqualTo(1);
  }

  @Test
  @DisplayName("a client that speaks HTTP after its silence is answered, and its server let go")
  void lateHttp() throws IOException {
    var ended = new CompletableFuture<Integer>();
    ProxyUnderTest node =
        afterSilence(socket -> {
          if (socket.getInputStream().read() < 0) {
            ended.complete(-1);
          } else {
            say(socket, OriginRecorder.ok("late"));
          }
        });
    try (RawClient client = node.client()) {
      Soon.passes(() -> assertThat(server().connections).as("listened to").isNotEmpty());
      assertThat(client.get("/a", node.host()).body()).isEqualTo("late");
    }
    assertThat(ended.join()).as("the connection that was listened to").isEqualTo(-1);
    assertThat(sightings.kinds()).isEmpty();
    assertThat(node.metric("weir_silent_connections_total{result=\"client\"}")).isEqualTo(1);
  }

  @Test
  @DisplayName("a server that ends a silent connection in HTTP, or without a word, teaches nothing")
  void timesOut() throws IOException {
    for (String parting : List.of("HTTP/1.1 408 Request Timeout\r\n\r\n", "HT", "")) {
      var asked = new CompletableFuture<String>();
      ProxyUnderTest node =
          afterSilence(socket -> {
            if (server().connections.size() == 1) {
              say(socket, parting);
            } else {
              asked.complete(hear(socket, 6));
              say(socket, OriginRecorder.ok("late"));
            }
          });
      try (RawClient client = node.client()) {
        Soon.passes(() -> assertThat(server().connections).first().matches(Socket::isClosed));
        assertThat(client.get("/a", node.host()).body()).isEqualTo("late");
      }
      assertThat(asked.join()).isEqualTo("GET /a");
    }
    assertThat(sightings.kinds()).isEmpty();
  }

  @Test
  @DisplayName("HTTP in single octets, and pipelined after empty lines, loses nothing")
  void singleOctets() throws IOException {
    try (var origin = new OriginRecorder()) {
      ProxyUnderTest node = watching(origin.address());
      String get = " HTTP/1.1\r\nHost: " + node.host() + "\r\n\r\n";
      try (RawClient client = node.client()) {
        for (char octet : ("\r\nGET /a" + get + "GET /b" + get).toCharArray()) {
          client.send(String.valueOf(octet));
        }
        assertThat(client.read(false).body()).isEqualTo("default /a");
        assertThat(client.read(false).body()).isEqualTo("default /b");
      }
      try (RawClient client = node.client()) {
        client.send("\r\nGET /c" + get + "GET /d" + get);
        assertThat(client.read(false).body()).isEqualTo("default /c");
        assertThat(client.read(false).body()).isEqualTo("default /d");
      }
      assertThat(node.metric("weir_http_requests_total{result=\"miss\"}")).isEqualTo(4);
    }
    assertThat(sightings.kinds()).isEmpty();
  }

  @Test
  @DisplayName("a reset is passed on, either way; a server that refuses resets the client")
  void resets() throws IOException {
    ProxyUnderTest node =
        before(socket -> {
          hear(socket, 1);
          socket.setSoLinger(true, 0);
        });
    try (RawClient client = node.client()) {
      client.send("\u0000");
      assertThatThrownBy(client.in::read).isInstanceOf(SocketException.class);
    }
    node.awaitMetric("weir_splices", 0);
    try (var deaf = new DeafPort();
        RawClient client = node.client(deaf.address())) {
      client.send("\u0000");
      assertThatThrownBy(client.in::read).isInstanceOf(SocketException.class);
    }
    node.awaitMetric("weir_splices", 0);
    assertThat(sightings.kinds()).containsExactly(Kind.NOT_HTTP, Kind.NOT_HTTP, Kind.NO_CONNECTION);
  }

  @Test
  @DisplayName("one client has so many splices and no more; one that goes makes room")
  void bounded() throws IOException {
    ProxyUnderTest node = before(socket -> say(socket, hear(socket, 1) + hear(socket, 1)));
    var clients = new ArrayList<RawClient>();
    for (int i = 0; i < Splices.OPEN_PER_CLIENT_MAX; i++) {
      clients.add(node.client());
      clients.getLast().send("\u0000");
    }
    node.awaitMetric("weir_splices", Splices.OPEN_PER_CLIENT_MAX);
    try (RawClient over = node.client()) {
      over.send("\u0000");
      assertThat(over.isClosed()).isTrue();
    }
    assertThat(node.metric("weir_http_connections_closed_total{reason=\"limit\"}")).isEqualTo(1);
    for (RawClient client : clients) {
      client.close();
    }
    node.awaitMetric("weir_splices", 0);
    try (RawClient again = node.client()) {
      again.send("\u0000\u0001");
      assertThat(again.in.readAllBytes()).containsExactly(0, 1);
    }
  }

  private ProxyUnderTest before(ScriptedServer.Script script) throws IOException {
    open.add(new ScriptedServer(script));
    return watching(server().address());
  }

  /// One for which a client is silent soon.
  private ProxyUnderTest afterSilence(ScriptedServer.Script script) throws IOException {
    open.add(new ScriptedServer(script));
    return watching(server().address(), sightings.watch(false, Sightings.SILENCE));
  }

  private ProxyUnderTest watching(InetSocketAddress origin) throws IOException {
    return watching(origin, sightings.watch(false));
  }

  private ProxyUnderTest watching(InetSocketAddress origin, Watch watch) throws IOException {
    return open.add(ProxyUnderTest.watching(origin, watch));
  }

  private ScriptedServer server() {
    return open.last(ScriptedServer.class);
  }

  private static String text(byte[] octets) {
    return new String(octets, StandardCharsets.ISO_8859_1);
  }

  private static byte[] octets(int seed) {
    var octets = new byte[4 << 20];
    new Random(seed).nextBytes(octets);
    octets[0] = 0;
    return octets;
  }
}
