package dev.weir.node.proxy;

import static dev.weir.node.proxy.RawHttp2.CONTINUATION;
import static dev.weir.node.proxy.RawHttp2.DATA;
import static dev.weir.node.proxy.RawHttp2.END_STREAM;
import static dev.weir.node.proxy.RawHttp2.GO_AWAY;
import static dev.weir.node.proxy.RawHttp2.HEADERS;
import static dev.weir.node.proxy.RawHttp2.PING;
import static dev.weir.node.proxy.RawHttp2.RESET;
import static dev.weir.node.proxy.RawHttp2.SETTINGS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.node.proxy.RawHttp2.Frame;
import java.io.IOException;
import java.net.SocketException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What a client of HTTP/2 may not do, frame by frame.
@Timeout(120)
class ProxyHttp2Test {
  private static final String WWW = "www.example.com";
  private static final int PROTOCOL_ERROR = 1;
  private static final int NO_ERROR = 0;
  private static final int REFUSED_STREAM = 7;
  private static final int ENHANCE_YOUR_CALM = 11;

  private final OriginRecorder origin = new OriginRecorder();
  private final CountDownLatch held = new CountDownLatch(1);

  @TempDir private Path folder;

  ProxyHttp2Test() throws IOException {}

  @BeforeEach
  void watchForLeaks() {
    LeakWatch.begin();
    origin.answering(
        "/held",
        (asked, out) -> {
          try {
            held.await();
          } catch (InterruptedException e) {
            throw new IOException(e);
          }
        });
  }

  @AfterEach
  void close() throws IOException {
    held.countDown();
    origin.close();
    LeakWatch.assertNone();
  }

  @Test
  @DisplayName(
      "RFC 9113 §8.1.1 a malformed request resets its stream, and the next one is answered")
  void malformed() throws Exception {
    try (ProxyUnderTest node = new TlsScene(origin.address(), folder).node();
        RawHttp2 client = client(node)) {
      String[] bad = {
        "connection=close", "Accept=x", "host=other.example.com", ":path=/b", "te=gzip"
      };
      int stream = 1;
      for (String field : bad) {
        client.get(stream, "/a", field);
        Frame reset = client.next(RESET).orElseThrow();
        assertThat(reset.stream()).as(field).isEqualTo(stream);
        assertThat(reset.error()).as(field).isEqualTo(PROTOCOL_ERROR);
        stream += 2;
      }

      client.get(stream, "/a");

      assertThat(client.next(HEADERS).orElseThrow().stream()).isEqualTo(stream);
      assertThat(client.next(DATA).orElseThrow().payload()).isEqualTo("default /a");
    }
    assertThat(origin.asked).hasSize(1);
  }

  @Test
  @DisplayName("RFC 9113 §5.1.2 more than 100 streams at once are refused, the others go on")
  void streams() throws Exception {
    try (ProxyUnderTest node = new TlsScene(origin.address(), folder).node();
        RawHttp2 client = client(node)) {
      for (int i = 0; i < 101; i++) {
        client.get(2 * i + 1, "/held", "x=" + i);
      }
      assertThat(client.next(RESET).orElseThrow())
          .satisfies(it -> assertThat(it.stream()).isEqualTo(201))
          .satisfies(it -> assertThat(it.error()).isEqualTo(REFUSED_STREAM));
    }
  }

  @Test
  @DisplayName("CVE-2023-44487 streams that are begun and reset, one after the other, end all")
  void rapidReset() throws Exception {
    try (ProxyUnderTest node = new TlsScene(origin.address(), folder).node();
        RawHttp2 client = client(node)) {
      flood(
          400,
          i -> {
            client.get(2 * i + 1, "/held");
            client.send(RESET, 0, 2 * i + 1, new byte[] {0, 0, 0, 8});
          });
      assertThat(client.next(GO_AWAY).map(Frame::error).orElse(ENHANCE_YOUR_CALM))
          .isEqualTo(ENHANCE_YOUR_CALM);
      assertThat(client.next(DATA)).isEmpty();
    }
  }

  @Test
  @DisplayName("CVE-2019-9512, CVE-2019-9515 floods of PING and SETTINGS end all, and are counted")
  void floods() throws Exception {
    try (ProxyUnderTest node = new TlsScene(origin.address(), folder).node()) {
      for (int type : new int[] {PING, SETTINGS}) {
        try (RawHttp2 client = client(node)) {
          byte[] payload = new byte[type == PING ? 8 : 0];
          flood(300, _ -> client.send(type, 0, 0, payload));
          assertThat(client.next(DATA)).isEmpty();
        }
      }
      node.awaitMetric("weir_http2_faults_total{fault=\"flood\"}", 2);
    }
  }

  @Test
  @DisplayName("CVE-2024-24549 fields that go on and on in CONTINUATION end all; nothing is asked")
  void continuations() throws Exception {
    try (ProxyUnderTest node = new TlsScene(origin.address(), folder).node();
        RawHttp2 client = client(node)) {
      flood(
          4000,
          i -> {
            if (i == 0) {
              client.send(HEADERS, END_STREAM, 1, RawHttp2.fields(":method=GET"));
            } else {
              client.send(CONTINUATION, 0, 1, RawHttp2.fields("x=" + "y".repeat(100)));
            }
          });
      assertThat(client.next(DATA)).isEmpty();
    }
    assertThat(origin.asked).isEmpty();
  }

  @Test
  @DisplayName("RFC 9113 §6.8 a node that closes says GOAWAY first")
  void goAway() throws Exception {
    ProxyUnderTest node = new TlsScene(origin.address(), folder).node();
    try (RawHttp2 client = client(node)) {
      client.get(1, "/a");
      assertThat(client.next(DATA)).isPresent();

      node.close();

      assertThat(client.next(GO_AWAY).orElseThrow().error()).isEqualTo(NO_ERROR);
    }
  }

  private interface Sending {
    void frame(int number) throws IOException;
  }

  /// Until the other end has had enough.
  private static void flood(int frames, Sending sending) throws IOException {
    try {
      for (int i = 0; i < frames; i++) {
        sending.frame(i);
      }
    } catch (SocketException | javax.net.ssl.SSLException closed) {
      // It has.
    }
  }

  private static RawHttp2 client(ProxyUnderTest node) throws Exception {
    return new RawHttp2(node.proxy.boundAddresses().getFirst(), WWW);
  }
}
