package dev.weir.node.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Bodies larger than any buffer that come through two nodes.
@Timeout(120)
final class ProxyRelayStreamingTest {
  private static final int LENGTH = 64 << 20;
  private static final int PIECE = 1 << 20;
  private static final long MEMORY_MAX = 16L << 20;

  @RegisterExtension private final ScenePair scene = new ScenePair();
  private final CountDownLatch wroteAll = new CountDownLatch(1);
  private final AtomicInteger pieces = new AtomicInteger();

  @Test
  @DisplayName("a relayed download is read from the origin as the client reads it, by both nodes")
  void backPressure() throws Exception {
    scene.origin.answering(
        "/big",
        (_, out) -> {
          String head = "HTTP/1.1 200 OK\r\nCache-Control: max-age=60\r\nContent-Length: ";
          out.write((head + LENGTH + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
          for (int written = 0; written < LENGTH; written += PIECE) {
            out.write(new byte[PIECE]);
            pieces.incrementAndGet();
          }
          wroteAll.countDown();
        });
    long before = directMemory();
    try (var client = scene.ingress.client()) {
      client.send("GET /big HTTP/1.1\r\nHost: " + scene.cluster.host() + "\r\n\r\n");
      assertThat(client.readHead().field("Cache-Status")).startsWith("weir-at-127.0.0.3; fwd=");

      assertThat(piecesWhenItStands()).isLessThanOrEqualTo(LENGTH / PIECE / 2); // sockets hold some
      assertThat(directMemory() - before).isLessThan(MEMORY_MAX);

      assertThat(drain(client, before)).isEqualTo(LENGTH);
    }
    wroteAll.await();
    scene.ingress.awaitAsked("relay", "ok", 1);
    assertThat(scene.owner.store.count() + scene.ingress.store.count()).isZero();
  }

  /// How many pieces the origin could write before nobody took any more.
  private int piecesWhenItStands() throws InterruptedException {
    int before;
    int now = 0;
    do {
      before = now;
      wroteAll.await(500, TimeUnit.MILLISECONDS);
      now = pieces.get();
    } while (now > before);
    return now;
  }

  private static long drain(RawClient client, long memoryBefore) throws IOException {
    byte[] buffer = new byte[PIECE];
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
}
