package dev.weir.node.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.node.proxy.client.ClientTimes;
import dev.weir.node.proxy.limit.BodyPace;
import dev.weir.node.proxy.limit.ClientLimits;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Clients that want more than there is for them.
@Timeout(120)
final class ProxyLimitsTest {
  private static final Duration LONG = Duration.ofMinutes(2);
  private static final Duration SHORT = Duration.ofMillis(300);
  private static final BodyPace LAX = new BodyPace(1, LONG);

  private OriginRecorder origin;
  private ProxyUnderTest node;

  @BeforeEach
  void open() throws IOException {
    LeakWatch.begin();
    origin = new OriginRecorder();
    node = new ProxyUnderTest(origin.address());
  }

  @AfterEach
  void close() throws IOException {
    node.close();
    origin.close();
    LeakWatch.assertNone();
  }

  @Test
  @DisplayName("SEC-H19 narrower limits: URI 414, fields and head 431, body 413 however it comes")
  void messages() throws IOException {
    use(node(1000, client(1000, 1000, 1000, new ClientLimits.Message(300, 5000, 20, 9, LAX))));
    String host = "Host: " + node.host() + "\r\n";

    assertRefused("GET /" + "a".repeat(300) + " HTTP/1.1\r\n" + host + "\r\n", 414);
    assertRefused("GET / HTTP/1.1\r\n" + host + "X: y\r\n".repeat(20) + "\r\n", 431);
    assertRefused("GET / HTTP/1.1\r\n" + host + "X: " + "y".repeat(5000) + "\r\n\r\n", 431);
    assertRefused("PUT / HTTP/1.1\r\n" + host + "Content-Length: 10\r\n\r\n", 413);
    assertRefused(
        "PUT / HTTP/1.1\r\n"
            + host
            + "Transfer-Encoding: chunked\r\n\r\n5\r\n12345\r\n5\r\n12345\r\n0\r\n\r\n",
        413);
    assertThat(origin.asked).isEmpty();
    try (RawClient client = node.client()) {
      assertThat(client.get("/a", node.host()).status()).as("stored from now on").isEqualTo(200);
    }
    assertRefused("GET /a HTTP/1.1\r\n" + host + "DNT: 1\r\n".repeat(20) + "\r\n", 431);
    assertRefused("GET /a HTTP/1.1\r\n" + host + "DNT: " + "1".repeat(5000) + "\r\n\r\n", 431);
    try (RawClient client = node.client()) {
      client.send("PUT / HTTP/1.1\r\n" + host + "Content-Length: 9\r\n\r\n123456789");
      assertThat(client.read(false).status()).isEqualTo(200);
    }
  }

  @Test
  @DisplayName("the last request of a connection is told that it is, by the short way too")
  void requests() throws IOException {
    use(node(1000, client(1000, 1000, 5, lax())));
    try (RawClient client = node.client()) {
      for (int i = 0; i < 4; i++) {
        assertThat(client.get("/a", node.host()).field("Connection")).isEmpty();
      }
      assertThat(client.get("/a", node.host(), "Connection: X-Mine").field("Connection"))
          .isEqualTo("close");
      assertThat(client.isClosed()).isTrue();
    }
    assertThat(node.metric("weir_http_ways_total{way=\"short\"}")).isEqualTo(3);
  }

  @Test
  @DisplayName("SEC-R1 slow-H, a head that drips in: 408; who says nothing is closed")
  void slowHead() throws IOException {
    use(slow(SHORT, LONG, 1, LAX));
    try (RawClient client = node.client();
        RawClient silent = node.client()) {
      client.send("GET / HTTP/1.1\r\nHost: ");
      RawClient.Response response = client.read(false);
      assertThat(response.status()).isEqualTo(408);
      assertThat(response.body()).contains("head-too-slow");
      assertThat(silent.isClosed()).isTrue();
    }
    assertThat(node.metric(closed("idle"))).isEqualTo(1);
  }

  @Test
  @DisplayName("SEC-R1 slow-B, a body that drips in: 408, and the origin's connection is given up")
  void slowBody() throws IOException {
    use(slow(LONG, LONG, 1, new BodyPace(1000, SHORT)));
    try (RawClient client = node.client()) {
      client.send("PUT / HTTP/1.1\r\nHost: " + node.host() + "\r\nContent-Length: 999\r\n\r\nab");
      RawClient.Response response = client.read(false);
      assertThat(response.status()).isEqualTo(408);
      assertThat(response.body()).contains("body-too-slow");
    }
    assertThat(origin.asked).isEmpty();
  }

  @Test
  @DisplayName("SEC-R1 an origin that takes a body slowly is not its client's fault")
  void slowOrigin() throws IOException {
    use(slow(LONG, LONG, 1, new BodyPace(1000, SHORT)));
    try (var slow =
            new ScriptedServer(socket -> {
              ScriptedServer.hearHead(socket);
              awaitNobody();
              ScriptedServer.hear(socket, 8 << 20);
              ScriptedServer.say(socket, OriginRecorder.ok("late"));
            });
        RawClient client = node.client(slow.address())) {
      client.send("PUT / HTTP/1.1\r\nHost: " + node.host() + "\r\nContent-Length: 8388608\r\n\r\n");
      client.send("a".repeat(8 << 20));
      assertThat(client.read(false).body()).isEqualTo("late");
    }
  }

  @Test
  @DisplayName("SEC-R1 slow-X, a response that is hardly taken: the connection is broken off")
  void slowReader() throws IOException {
    use(slow(LONG, SHORT, 1 << 20, LAX));
    origin.answering("/big", (_, out) -> big(out));
    try (RawClient client = node.client()) {
      client.socket.setReceiveBufferSize(4096);
      client.send("GET /big HTTP/1.1\r\nHost: " + node.host() + "\r\n\r\n");
      node.awaitMetric(closed("stalled"), 1);
    }
  }

  @Test
  @DisplayName("SEC-R2 connections beyond the limit are closed at once, and fit again later")
  void connections() throws IOException {
    use(node(3, client(1000, 1000, 1000, lax())));
    try (RawClient kept = node.client();
        RawClient other = node.client()) {
      assertThat(kept.get("/a", node.host()).status()).isEqualTo(200);
      assertThat(other.get("/a", node.host()).status()).isEqualTo(200);
      try (RawClient third = node.client()) {
        assertThat(third.get("/a", node.host()).status()).isEqualTo(200);
        try (RawClient fourth = node.client()) {
          assertThat(fourth.isClosed()).isTrue();
        }
      }
      assertThat(node.metric(closed("limit"))).isEqualTo(1);
      node.awaitMetric("weir_http_connections", 2);
      try (RawClient again = node.client()) {
        assertThat(again.get("/a", node.host()).status()).isEqualTo(200);
      }
    }
    assertThat(node.metric("weir_http_connections_max")).isEqualTo(3);
  }

  @Test
  @DisplayName("SEC-R2 one client has no more than its share; another one has its own")
  void perClient() throws IOException {
    use(node(1000, client(2, 1000, 1000, lax())));
    var one = InetAddress.getByName("127.0.0.7");
    var open = new ArrayList<RawClient>();
    for (int i = 0; i < 2; i++) {
      open.add(client(one));
      assertThat(open.getLast().get("/a", node.host()).status()).isEqualTo(200);
    }
    try (RawClient third = client(one);
        RawClient other = client(InetAddress.getByName("127.0.0.8"))) {
      assertThat(third.isClosed()).isTrue();
      assertThat(other.get("/a", node.host()).status()).isEqualTo(200);
    }
    assertThat(node.metric(closed("client-limit"))).isEqualTo(1);
    open.removeFirst().close();
    node.awaitMetric("weir_http_connections", 1);
    open.add(client(one));
    assertThat(open.getLast().get("/a", node.host()).status()).isEqualTo(200);
    for (RawClient client : open) {
      client.close();
    }
  }

  @Test
  @DisplayName("SEC-R1 of those who have not asked the oldest go; who has asked stays")
  void halfOpen() throws IOException {
    use(node(1000, client(1000, 2, 1000, lax())));
    try (RawClient asked = node.client()) {
      assertThat(asked.get("/a", node.host()).status()).isEqualTo(200);
      var silent = new ArrayList<RawClient>();
      for (int i = 0; i < 12; i++) {
        silent.add(node.client());
      }
      node.awaitMetric(closed("half-open"), 12 - 2 * 2);
      node.awaitMetric("weir_http_connections", 1 + 2 * 2);
      assertThat(silent.getFirst().isClosed()).isTrue();
      assertThat(silent.getLast().get("/a", node.host()).status()).isEqualTo(200);
      assertThat(asked.get("/a", node.host()).status()).isEqualTo(200);
      for (RawClient client : silent) {
        client.close();
      }
    }
  }

  /// Waits for a connection that does not come: for longer than a client may be slow.
  private static void awaitNobody() throws IOException {
    try (var nobody = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      nobody.setSoTimeout(1_000);
      assertThatThrownBy(nobody::accept).isInstanceOf(SocketTimeoutException.class);
    }
  }

  @Test
  @DisplayName("SEC-R2 with too many in all, who has not asked makes room for who comes")
  void makesRoom() throws IOException {
    use(node(4, client(1000, 1000, 1000, lax())));
    var silent = new ArrayList<RawClient>();
    for (int i = 0; i < 4; i++) {
      silent.add(node.client());
    }
    node.awaitMetric("weir_http_connections", 4);
    try (RawClient one = node.client();
        RawClient other = node.client()) {
      assertThat(one.get("/a", node.host()).status()).isEqualTo(200);
      assertThat(other.get("/a", node.host()).status()).isEqualTo(200);
    }
    assertThat(node.metric(closed("half-open"))).isEqualTo(2);
    for (RawClient client : silent) {
      client.close();
    }
  }

  private void use(ProxyUnderTest narrow) {
    node.close();
    node = narrow;
  }

  private void assertRefused(String octets, int status) throws IOException {
    try (RawClient client = node.client()) {
      client.send(octets);
      assertThat(client.read(false).status()).as(octets.substring(0, 60)).isEqualTo(status);
      assertThat(client.isClosed()).isTrue();
    }
  }

  private RawClient client(InetAddress own) throws IOException {
    return new RawClient(node.proxy.boundAddresses().getFirst(), own);
  }

  private ProxyUnderTest node(int connections, ClientLimits client) throws IOException {
    return node(connections, client, new ClientTimes(LONG, LONG, LONG, 1, LONG, LONG));
  }

  private ProxyUnderTest slow(Duration head, Duration stall, long readRate, BodyPace body)
      throws IOException {
    var message = new ClientLimits.Message(8192, 65_536, 100, Long.MAX_VALUE, body);
    return node(
        1000,
        client(1000, 1000, 1000, message),
        new ClientTimes(head, LONG, stall, readRate, LONG, LONG));
  }

  private ProxyUnderTest node(int connections, ClientLimits client, ClientTimes times)
      throws IOException {
    return ProxyUnderTest.limited(
        origin.address(), new ProxyConfig.Limits(() -> connections, 1000, 2, () -> client), times);
  }

  private static ClientLimits client(
      int perClient, int halfOpen, int requests, ClientLimits.Message message) {
    return new ClientLimits(perClient, 32, halfOpen, requests, message);
  }

  private static ClientLimits.Message lax() {
    return new ClientLimits.Message(8192, 65_536, 100, Long.MAX_VALUE, LAX);
  }

  private static String closed(String reason) {
    return "weir_http_connections_closed_total{reason=\"" + reason + "\"}";
  }

  private static void big(OutputStream out) throws IOException {
    out.write(OriginRecorder.latin1("HTTP/1.1 200 OK\r\nContent-Length: 33554432\r\n\r\n"));
    var piece = new byte[1 << 20];
    for (int i = 0; i < 32; i++) {
      out.write(piece);
    }
  }
}
