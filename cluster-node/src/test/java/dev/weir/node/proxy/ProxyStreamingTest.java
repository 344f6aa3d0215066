package dev.weir.node.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Bodies larger than any buffer: whoever reads slowly slows the other side down.
@Timeout(300)
class ProxyStreamingTest {
  private static final int LENGTH = 128 << 20;
  private static final long MEMORY_MAX = 8L << 20;

  private final ServerSocket origin;
  private final ProxyUnderTest node;

  ProxyStreamingTest() throws IOException {
    origin = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    node =
        new ProxyUnderTest(new InetSocketAddress(origin.getInetAddress(), origin.getLocalPort()));
  }

  @BeforeEach
  void watchForLeaks() {
    LeakWatch.begin();
  }

  @AfterEach
  void close() throws IOException {
    node.close();
    origin.close();
    LeakWatch.assertNone();
  }

  @Test
  @DisplayName(
      "SEC-R4 a download is read from the origin as the client reads it, and never buffered")
  void download() throws IOException, InterruptedException {
    var wroteAll = new CountDownLatch(1);
    Thread serving =
        Thread.ofVirtual()
            .start(() -> {
              try (Socket socket = origin.accept()) {
                skipHead(socket);
                OutputStream out = socket.getOutputStream();
                String head = "HTTP/1.1 200 OK\r\nCache-Control: max-age=60\r\n";
                out.write(ascii(head + "Content-Length: " + LENGTH + "\r\n\r\n"));
                writeAll(out);
                wroteAll.countDown();
              } catch (IOException over) {
                // The test sees that not everything came.
              }
            });
    long before = directMemory();
    try (RawClient client = node.client()) {
      client.send("GET /big HTTP/1.1\r\nHost: " + node.host() + "\r\n\r\n");
      RawClient.Response head = client.readHead();
      assertThat(head.field("Cache-Status")).doesNotContain("stored");

      assertThat(wroteAll.await(500, TimeUnit.MILLISECONDS)).isFalse();

      assertThat(drain(client, before)).isEqualTo(LENGTH);
    }
    serving.join();
    assertThat(node.proxy.inventory()).isEmpty();
  }

  @Test
  @DisplayName("an upload is read from the client as the origin reads it")
  void upload() throws IOException, InterruptedException {
    var mayRead = new CountDownLatch(1);
    var sentAll = new CountDownLatch(1);
    Thread.ofVirtual()
        .start(() -> {
          try (Socket socket = origin.accept()) {
            skipHead(socket);
            mayRead.await();
            socket.getInputStream().skipNBytes(LENGTH);
            socket.getOutputStream().write(ascii(OriginRecorder.ok("all of it")));
            socket.getInputStream().read();
          } catch (IOException | InterruptedException over) {
            // The test sees that no answer came.
          }
        });
    long before = directMemory();
    try (RawClient client = node.client()) {
      client.send(
          "POST /up HTTP/1.1\r\nHost: " + node.host() + "\r\nContent-Length: " + LENGTH + "\r\n");
      client.send("\r\n");
      Thread sending =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  writeAll(client.socket.getOutputStream());
                  sentAll.countDown();
                } catch (IOException over) {
                  // The test sees that no answer came.
                }
              });

      assertThat(sentAll.await(500, TimeUnit.MILLISECONDS)).isFalse();
      assertThat(directMemory() - before).isLessThan(MEMORY_MAX);

      mayRead.countDown();
      assertThat(client.read(false).body()).isEqualTo("all of it");
      sending.join();
    }
  }

  private static long drain(RawClient client, long memoryBefore) throws IOException {
    byte[] buffer = new byte[1 << 20];
    long total = 0;
    for (int count = 0; total < LENGTH && count >= 0; total += Math.max(0, count)) {
      count = client.in.read(buffer);
      assertThat(directMemory() - memoryBefore).isLessThan(MEMORY_MAX);
    }
    return total;
  }

  private static long directMemory() {
    return ((ByteBufAllocatorMetricProvider) ByteBufAllocator.DEFAULT).metric().usedDirectMemory();
  }

  private static void writeAll(OutputStream out) throws IOException {
    byte[] piece = new byte[1 << 20];
    for (int written = 0; written < LENGTH; written += piece.length) {
      out.write(piece);
    }
    out.flush();
  }

  private static void skipHead(Socket socket) throws IOException {
    int matched = 0;
    while (matched < 4) {
      int octet = socket.getInputStream().read();
      if (octet < 0) {
        throw new IOException("no request");
      }
      matched = octet == "\r\n\r\n".charAt(matched) ? matched + 1 : octet == '\r' ? 1 : 0;
    }
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
