package dev.weir.node.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.cache.message.Body;
import dev.weir.cache.message.Fields;
import dev.weir.cache.message.RequestHead;
import dev.weir.cache.message.ResponseHead;
import dev.weir.cache.rule.Arrival;
import dev.weir.cache.rule.CacheKey;
import dev.weir.cache.rule.StoredResponse;
import dev.weir.node.Soon;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Bodies on their way from the store's memory to a client.
final class ProxyLeaseTest {
  private static final int LENGTH = 1_900_000;

  private final OriginRecorder origin = new OriginRecorder();
  private final ProxyUnderTest node = new ProxyUnderTest(origin.address());

  ProxyLeaseTest() throws IOException {}

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
      "who reads slowly gets what was asked for, though its memory was used again meanwhile")
  void canary() throws IOException {
    byte[] octets = stored("/big", LENGTH);
    try (RawClient slow = node.client()) {
      slow.send("GET /big HTTP/1.1\r\nHost: " + node.host() + "\r\n\r\n");
      assertThat(slow.readHead().field("Cache-Status")).contains("hit");
      assertThat(slow.in.readNBytes(1000)).isEqualTo(Arrays.copyOf(octets, 1000));

      overwriteEverything();

      assertThat(slow.in.readNBytes(LENGTH - 1000))
          .isEqualTo(Arrays.copyOfRange(octets, 1000, LENGTH));
    }
  }

  @Test
  @DisplayName("what the kernel still has in its queues is not written over")
  void queued() throws IOException {
    byte[] octets = stored("/small", 150_000);
    try (RawClient slow = node.client()) {
      slow.send("GET /small HTTP/1.1\r\nHost: " + node.host() + "\r\n\r\n");
      assertThat(slow.readHead().field("Cache-Status")).contains("hit");
      Soon.passes(() -> assertThat(slow.in.available()).isGreaterThan(8000));
      node.store.purge(key("/small"));
      Soon.passes(() -> assertThat(node.store.slabs().usedBytes()).isZero());

      overwriteEverything();

      assertThat(slow.in.readNBytes(150_000)).isEqualTo(octets);
    }
  }

  @Test
  @DisplayName("who leaves in the middle takes no memory along")
  void gone() throws IOException {
    stored("/big", LENGTH);
    try (RawClient slow = node.client()) {
      slow.send("GET /big HTTP/1.1\r\nHost: " + node.host() + "\r\n\r\n");
      slow.readHead();
      node.store.purge(key("/big"));
    }
    Soon.passes(() -> assertThat(node.store.slabs().usedBytes()).isZero());
  }

  @Test
  @DisplayName("RFC 9110 §14.2 any part of a large body comes from where it lies, to HTTP/1.0 too")
  void parts() throws IOException {
    byte[] octets = stored("/big", LENGTH);
    var random = new Random(5);
    try (RawClient client = node.client()) {
      for (int i = 0; i < 50; i++) {
        int first = random.nextInt(LENGTH);
        int last = first + random.nextInt(LENGTH - first);
        var part = client.get("/big", node.host(), "Range: bytes=" + first + "-" + last);
        assertThat(part.status()).isEqualTo(206);
        assertThat(part.body().getBytes(StandardCharsets.ISO_8859_1))
            .isEqualTo(Arrays.copyOfRange(octets, first, last + 1));
      }
      client.send("GET /big HTTP/1.0\r\nHost: " + node.host() + "\r\n\r\n");
      client.readHead();
      assertThat(client.in.readAllBytes()).isEqualTo(octets);
    }
  }

  private byte[] stored(String target, int length) {
    byte[] octets = new byte[length];
    new Random(length).nextBytes(octets);
    assertThat(node.store.put(key(target), response(octets))).isTrue();
    return octets;
  }

  /// Twice as much as there is memory.
  private void overwriteEverything() {
    byte[] other = new byte[LENGTH];
    for (int i = 0; i < 20; i++) {
      node.store.put(key("/other" + i), response(other));
    }
    node.store.purge(key("/big"));
  }

  private CacheKey key(String target) {
    return new CacheKey("http", node.host(), target);
  }

  private StoredResponse response(byte[] octets) {
    var request = new RequestHead("GET", "/", Fields.NONE);
    var head = new ResponseHead(200, Fields.of("Cache-Control", "max-age=600"));
    var now = node.now.get();
    return StoredResponse.of(request, head, Body.of(octets), new Arrival(now, now));
  }
}
