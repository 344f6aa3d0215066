package dev.weir.node.proxy;

import static dev.weir.node.proxy.RawHttp2.CONTINUATION;
import static dev.weir.node.proxy.RawHttp2.DATA;
import static dev.weir.node.proxy.RawHttp2.END_HEADERS;
import static dev.weir.node.proxy.RawHttp2.END_STREAM;
import static dev.weir.node.proxy.RawHttp2.GO_AWAY;
import static dev.weir.node.proxy.RawHttp2.HEADERS;
import static dev.weir.node.proxy.RawHttp2.RESET;
import static dev.weir.node.proxy.RawHttp2.SETTINGS;
import static dev.weir.node.proxy.RawHttp2.WINDOW_UPDATE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.node.proxy.RawHttp2.Frame;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketException;
import java.nio.file.Path;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Heads of HTTP/2 that are too long or never end, and clients that have the node itself reset
/// their streams.
@Timeout(120)
final class ProxyHttp2FloodTest {
  private static final String FLOODS = "weir_http2_faults_total{fault=\"flood\"}";

  /// SETTINGS_MAX_HEADER_LIST_SIZE, and 65,536 (RFC 9113 §6.5.2).
  private static final String HEADER_LIST_SIZE = "\0\6\0\1\0\0";

  private static final int PROTOCOL_ERROR = 1;
  private static final int ENHANCE_YOUR_CALM = 11;

  private final OriginRecorder origin = new OriginRecorder();

  @TempDir private Path folder;

  ProxyHttp2FloodTest() throws IOException {}

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
  @DisplayName(
      "SEC-H19 RFC 9113 §10.5.1 64 KiB of fields are announced; with more a stream ends, alone")
  void headerListSize() throws Exception {
    try (ProxyUnderTest node = new TlsScene(origin.address(), folder).node();
        RawHttp2 client = client(node)) {
      assertThat(client.next(SETTINGS).orElseThrow().payload()).contains(HEADER_LIST_SIZE);

      askWithFields(client, 1, 5);

      Frame refused = client.next(HEADERS, RESET, GO_AWAY).orElseThrow();
      assertThat(refused.type()).as("431").isEqualTo(HEADERS);
      assertThat(refused.stream()).isEqualTo(1);

      client.get(3, "/a");
      assertThat(client.next(DATA).orElseThrow().payload()).isEqualTo("default /a");
    }
    assertThat(origin.asked).hasSize(1);
  }

  @Test
  @DisplayName("SEC-H19 RFC 7541 §4.4 with many times as many the connection ends, nothing is kept")
  void headerListBomb() throws Exception {
    try (ProxyUnderTest node = new TlsScene(origin.address(), folder).node();
        RawHttp2 client = client(node)) {
      sendUntilClosed(1, _ -> askWithFields(client, 1, 40));

      assertThat(client.next(GO_AWAY).map(Frame::error).orElse(PROTOCOL_ERROR)).isNotZero();
      assertThat(client.next(DATA)).isEmpty();
    }
    assertThat(origin.asked).isEmpty();
  }

  @Test
  @DisplayName(
      "CVE-2025-8671, CVE-2025-55163 streams that the node has to reset, 100 in 10 s, end all")
  void madeYouReset() throws Exception {
    byte[] noIncrement = new byte[4];
    try (ProxyUnderTest node = new TlsScene(origin.address(), folder).node()) {
      try (RawHttp2 client = client(node)) {
        client.get(1, "/a");
        client.send(WINDOW_UPDATE, 0, 1, noIncrement);
        Frame reset = client.next(RESET).orElseThrow();
        assertThat(reset.error()).isEqualTo(PROTOCOL_ERROR);

        sendUntilClosed(
            150,
            i -> {
              client.get(2 * i + 3, "/a", "x=" + i);
              client.send(WINDOW_UPDATE, 0, 2 * i + 3, noIncrement);
            });
        assertEndedForFlood(client);
      }
      node.awaitMetric(FLOODS, 1);
    }
  }

  @Test
  @DisplayName(
      "CVE-2026-33871 CONTINUATION frames of no octets end all; a head in a few pieces is heard")
  void emptyContinuations() throws Exception {
    byte[] path =
        RawHttp2.fields(":method=GET", ":scheme=https", ":path=/a", ":authority=www.example.com");
    try (ProxyUnderTest node = new TlsScene(origin.address(), folder).node()) {
      try (RawHttp2 client = client(node)) {
        client.send(HEADERS, END_STREAM, 1, path);
        for (int i = 0; i < 3; i++) {
          client.send(CONTINUATION, 0, 1);
        }
        client.send(CONTINUATION, END_HEADERS, 1);
        assertThat(client.next(DATA).orElseThrow().payload()).isEqualTo("default /a");
      }
      try (RawHttp2 client = client(node)) {
        client.send(HEADERS, END_STREAM, 1, path);
        sendUntilClosed(100, _ -> client.send(CONTINUATION, 0, 1));
        assertEndedForFlood(client);
      }
      node.awaitMetric(FLOODS, 1);
    }
    assertThat(origin.asked).hasSize(1);
  }

  /// The last word gets lost where more was sent than anybody read.
  private static void assertEndedForFlood(RawHttp2 client) throws IOException {
    Optional<Frame> last = client.next(GO_AWAY);
    assertThat(last.map(Frame::error).orElse(ENHANCE_YOUR_CALM)).isEqualTo(ENHANCE_YOUR_CALM);
    assertThat(client.next(DATA)).isEmpty();
  }

  /// Asks with fields of 15,000 octets each.
  private static void askWithFields(RawHttp2 client, int stream, int fields) throws IOException {
    client.send(
        HEADERS,
        END_STREAM,
        stream,
        RawHttp2.fields(":method=GET", ":scheme=https", ":path=/b", ":authority=www.example.com"));
    for (int i = 1; i <= fields; i++) {
      client.send(CONTINUATION, i == fields ? END_HEADERS : 0, stream, longField(15_000));
    }
  }

  /// `x` with a value of so many octets, literally (RFC 7541 §5.1, §6.2.2).
  private static byte[] longField(int octets) {
    var block = new ByteArrayOutputStream();
    block.writeBytes(new byte[] {0, 1, 'x', 127});
    int rest = octets - 127;
    for (; rest >= 128; rest >>= 7) {
      block.write((rest & 127) | 128);
    }
    block.write(rest);
    block.writeBytes("y".repeat(octets).getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    return block.toByteArray();
  }

  private interface Sending {
    void turn(int number) throws IOException;
  }

  private static void sendUntilClosed(int turns, Sending sending) throws IOException {
    try {
      for (int i = 0; i < turns; i++) {
        sending.turn(i);
      }
    } catch (SocketException | SSLException closed) {
      // It has had enough.
    }
  }

  private static RawHttp2 client(ProxyUnderTest node) throws Exception {
    return new RawHttp2(node.proxy.boundAddresses().getFirst(), "www.example.com");
  }
}
