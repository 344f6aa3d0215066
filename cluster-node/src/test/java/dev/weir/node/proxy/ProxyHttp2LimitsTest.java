package dev.weir.node.proxy;

import static dev.weir.node.proxy.RawHttp2.DATA;
import static dev.weir.node.proxy.RawHttp2.END_STREAM;
import static dev.weir.node.proxy.RawHttp2.GO_AWAY;
import static dev.weir.node.proxy.RawHttp2.HEADERS;
import static dev.weir.node.proxy.RawHttp2.PING;
import static dev.weir.node.proxy.RawHttp2.PRIORITY;
import static dev.weir.node.proxy.RawHttp2.RESET;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.node.Soon;
import dev.weir.node.proxy.RawHttp2.Frame;
import dev.weir.node.proxy.client.ClientTimes;
import dev.weir.node.proxy.limit.BodyPace;
import dev.weir.node.proxy.limit.ClientLimits;
import java.io.IOException;
import java.net.SocketException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Clients of HTTP/2 that want more than there is for them, or that keep the node busy.
@Timeout(120)
final class ProxyHttp2LimitsTest {
  private static final Duration LONG = Duration.ofMinutes(2);
  private static final Duration SHORT = Duration.ofMillis(300);
  private static final BodyPace LAX = new BodyPace(1, LONG);
  private static final int NO_ERROR = 0;
  private static final int REFUSED_STREAM = 7;
  private static final int ENHANCE_YOUR_CALM = 11;

  /// What all streams may be answered for, in the end: `2^31 - 1`.
  private static final String EVERY_STREAM = "\u007f\u00ff\u00ff\u00ff";

  private final OriginRecorder origin = new OriginRecorder();
  private final CountDownLatch held = new CountDownLatch(1);

  @TempDir private Path folder;

  ProxyHttp2LimitsTest() throws IOException {}

  @BeforeEach
  void open() {
    LeakWatch.begin();
    origin.answering(
        "/held",
        (_, out) -> {
          try {
            held.await();
          } catch (InterruptedException e) {
            throw new IOException(e);
          }
          out.write(OriginRecorder.latin1(OriginRecorder.ok("late")));
        });
  }

  @AfterEach
  void close() throws IOException {
    held.countDown();
    origin.close();
    LeakWatch.assertNone();
  }

  @Test
  @DisplayName("SEC-H19, SEC-R1 on streams: 413 and 414 by the limits, the stream ends by NO_ERROR")
  void messages() throws Exception {
    var message = new ClientLimits.Message(100, 65_536, 20, 9, LAX);
    try (ProxyUnderTest node = node(1000, client(1000, 1000, message), patient());
        RawHttp2 client = client(node)) {
      client.post(1, "/a", "content-length=10");
      assertThat(client.next(DATA).orElseThrow().payload()).contains("413", "body-too-long");
      assertThat(client.next(RESET).orElseThrow().error()).isEqualTo(NO_ERROR);

      client.post(3, "/a");
      client.send(DATA, 0, 3, "1234567890".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
      assertThat(client.next(DATA).orElseThrow().payload()).contains("413", "body-too-long");

      client.get(5, "/" + "a".repeat(100));
      assertThat(client.next(DATA).orElseThrow().payload()).contains("414", "uri-too-long");

      client.post(7, "/a", "content-length=2");
      client.send(DATA, END_STREAM, 7, (byte) 'h', (byte) 'i');
      assertThat(client.next(DATA).orElseThrow().payload()).contains("default /a");
    }
    assertThat(origin.asked).hasSize(1);
  }

  @Test
  @DisplayName("SEC-R1 a body that drips in on a stream: 408, another stream goes on")
  void slowSender() throws Exception {
    var message = new ClientLimits.Message(8192, 65_536, 100, 1 << 20, new BodyPace(1000, SHORT));
    try (ProxyUnderTest node = node(1000, client(1000, 1000, message), patient());
        RawHttp2 client = client(node)) {
      client.post(1, "/a");
      client.send(DATA, 0, 1, (byte) 'a');
      Frame answer = client.next(DATA).orElseThrow();
      assertThat(answer.stream()).isEqualTo(1);
      assertThat(answer.payload()).contains("408", "body-too-slow");

      client.get(3, "/a");
      assertThat(client.next(DATA).orElseThrow().payload()).isEqualTo("default /a");
    }
    assertThat(origin.asked).hasSize(1);
  }

  @Test
  @DisplayName(
      "SEC-R1, CVE-2019-9517 a stream whose window stays shut is reset and counted, a twin not")
  void slowReader() throws Exception {
    origin.answering(
        "/big",
        (_, out) -> {
          out.write(OriginRecorder.latin1("HTTP/1.1 200 OK\r\nContent-Length: 1048576\r\n\r\n"));
          out.write(new byte[1 << 20]);
        });
    var times = new ClientTimes(LONG, LONG, SHORT, 1 << 20, LONG, LONG);
    var limits = client(1000, 1000, new ClientLimits.Message(8192, 65_536, 100, 9, LAX));
    try (ProxyUnderTest node = node(1000, limits, times);
        RawHttp2 client = client(node)) {
      client.get(1, "/big");
      assertThat(client.next(RESET).orElseThrow().stream()).isEqualTo(1);
      assertThat(node.metric("weir_http_connections_closed_total{reason=\"stalled\"}"))
          .isEqualTo(1);
      client.send(RawHttp2.WINDOW_UPDATE, 0, 0, (byte) 0, (byte) 1, (byte) 0, (byte) 0);
      client.get(3, "/a");
      assertThat(client.next(HEADERS).orElseThrow().stream()).isEqualTo(3);
    }
  }

  @Test
  @DisplayName("SEC-R2 streams count as connections, in all: REFUSED_STREAM, and room again later")
  void inAll() throws Exception {
    try (ProxyUnderTest node = node(3, client(1000, 1000, lax()), patient());
        RawHttp2 client = client(node)) {
      refusesTheThird(node, client, "limit");
      node.awaitMetric("weir_http2_streams", 2);

      held.countDown();

      node.awaitMetric("weir_http2_streams", 0);
      client.get(7, "/b");
      Soon.passes(() -> assertThat(origin.asked).hasSize(3));
    }
  }

  private static void refusesTheThird(ProxyUnderTest node, RawHttp2 client, String fault)
      throws IOException {
    client.get(1, "/held", "x=1");
    client.get(3, "/held", "x=2");
    client.get(5, "/held", "x=3");
    Frame refused = client.next(RESET).orElseThrow();
    assertThat(refused.stream()).isEqualTo(5);
    assertThat(refused.error()).isEqualTo(REFUSED_STREAM);
    assertThat(node.metric("weir_http2_faults_total{fault=\"%s\"}".formatted(fault))).isEqualTo(1);
  }

  @Test
  @DisplayName("SEC-R2 one client has no more than its share, of streams and connections together")
  void perClient() throws Exception {
    try (ProxyUnderTest node = node(1000, client(3, 1000, lax()), patient());
        RawHttp2 client = client(node)) {
      refusesTheThird(node, client, "client-limit");
    }
  }

  @Test
  @DisplayName("RFC 9113 §6.8 the last request of a connection is answered, with GOAWAY")
  void requests() throws Exception {
    try (ProxyUnderTest node = node(1000, client(1000, 2, lax()), patient());
        RawHttp2 client = client(node)) {
      client.get(1, "/a");
      assertThat(client.next(DATA)).isPresent();
      client.get(3, "/held");
      assertThat(client.next(GO_AWAY).orElseThrow().payload()).startsWith(EVERY_STREAM);
      held.countDown();
      assertThat(client.next(DATA).orElseThrow().payload()).isEqualTo("late");
      assertThat(client.next(PING)).isEmpty();
    }
  }

  @Test
  @DisplayName(
      "RFC 9113 §6.8 on drain: GOAWAY, a stream under way and one on its way finish; taken back")
  void drain() throws Exception {
    try (ProxyUnderTest node = node(1000, client(1000, 1000, lax()), patient())) {
      try (RawHttp2 client = client(node)) {
        client.get(1, "/held");
        Soon.passes(() -> assertThat(origin.asked).hasSize(1));

        node.proxy.farewell(true);

        Frame first = client.next(GO_AWAY).orElseThrow();
        assertThat(first.payload()).startsWith(EVERY_STREAM);
        assertThat(first.error()).isEqualTo(NO_ERROR);
        client.get(3, "/b");
        Frame ping = client.next(PING).orElseThrow();
        assertThat(client.next(DATA).orElseThrow().payload()).isEqualTo("default /b");
        client.send(PING, 1, 0, ping.octets());
        assertThat(client.next(GO_AWAY).orElseThrow().payload()).startsWith("\0\0\0\u0003");
        held.countDown();
        assertThat(client.next(DATA).orElseThrow().payload()).isEqualTo("late");
        assertThat(client.next(DATA)).isEmpty();
      }
      node.proxy.farewell(false);
      try (RawHttp2 client = client(node)) {
        client.get(1, "/a");
        assertThat(client.next(DATA)).isPresent();
        client.get(3, "/a");
        assertThat(client.next(DATA)).isPresent();
      }
    }
  }

  @Test
  @DisplayName("SEC-R4 frames that no window counts do not wait: unknown ones and PRIORITY end all")
  void uncounted() throws Exception {
    try (ProxyUnderTest node = node(1000, client(1000, 1000, lax()), patient())) {
      int ended = 0;
      for (int type : new int[] {PRIORITY, 0xee}) {
        try (RawHttp2 client = client(node)) {
          client.post(1, "/held");
          byte[] payload = new byte[type == PRIORITY ? 5 : 16_000];
          sendUntilClosed(400, () -> client.send(type, 0, 1, payload));
          assertThat(client.next(DATA)).isEmpty();
        }
        node.awaitMetric("weir_http2_faults_total{fault=\"flood\"}", ++ended);
      }
    }
  }

  @Test
  @DisplayName(
      "SEC-R4 a window full of DATA in frames of one octet ends all; one of 8 KiB frames waits")
  void smallData() throws Exception {
    var limits = new ProxyConfig.Limits(() -> 1000, 1000, 2, () -> client(1000, 1000, lax()));
    try (var full = new FullPort();
        ProxyUnderTest node = new TlsScene(full.address(), folder).node(limits, patient())) {
      try (RawHttp2 client = client(node)) {
        client.post(1, "/held");
        for (int i = 0; i < 7; i++) {
          client.send(DATA, 0, 1, new byte[8192]);
        }
        client.send(PING, 0, 0, new byte[8]);
        assertThat(client.next(PING)).isPresent();
      }
      try (RawHttp2 client = client(node)) {
        client.post(1, "/held");
        sendUntilClosed(60_000, () -> client.send(DATA, 0, 1, (byte) 'x'));
        assertThat(client.next(GO_AWAY).map(Frame::error).orElse(ENHANCE_YOUR_CALM))
            .isEqualTo(ENHANCE_YOUR_CALM);
      }
      node.awaitMetric("weir_http2_faults_total{fault=\"flood\"}", 1);
    }
  }

  private interface Sending {
    void frame() throws IOException;
  }

  private static void sendUntilClosed(int frames, Sending sending) throws IOException {
    try {
      for (int i = 0; i < frames; i++) {
        sending.frame();
      }
    } catch (SocketException | SSLException closed) {
      // It has had enough.
    }
  }

  private ProxyUnderTest node(int connections, ClientLimits client, ClientTimes times)
      throws Exception {
    var limits = new ProxyConfig.Limits(() -> connections, 1000, 2, () -> client);
    return new TlsScene(origin.address(), folder).node(limits, times);
  }

  private static ClientTimes patient() {
    return new ClientTimes(LONG, LONG, LONG, 1, LONG, LONG);
  }

  private static ClientLimits client(int perClient, int requests, ClientLimits.Message message) {
    return new ClientLimits(perClient, 32, 1000, requests, message);
  }

  private static ClientLimits.Message lax() {
    return new ClientLimits.Message(8192, 65_536, 100, Long.MAX_VALUE, LAX);
  }

  private static RawHttp2 client(ProxyUnderTest node) throws Exception {
    return new RawHttp2(node.proxy.boundAddresses().getFirst(), "www.example.com");
  }
}
