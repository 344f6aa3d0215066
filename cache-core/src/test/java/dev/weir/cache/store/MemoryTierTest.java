package dev.weir.cache.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.cache.compact.KeyHash;
import dev.weir.cache.message.Body;
import dev.weir.cache.message.Fields;
import dev.weir.cache.message.RequestHead;
import dev.weir.cache.message.ResponseHead;
import dev.weir.cache.rule.Arrival;
import dev.weir.cache.rule.CacheKey;
import dev.weir.cache.rule.Reuse;
import dev.weir.cache.rule.StoredResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class MemoryTierTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final RequestHead GET = new RequestHead("GET", "/", Fields.NONE);

  @Test
  @DisplayName("two keys with one hash are a miss for each other, never one for the other")
  void collision() {
    var store = new MemoryStore(1 << 20, 1 << 17, (_, _, _) -> new KeyHash(1, 2));
    store.put(key(1), response(1, 100));
    assertThat(store.reuse(key(2), GET, NOW)).isEqualTo(new Reuse.Fetch(Reuse.Cause.URI_MISS));
    assertThat(probe(store, 1)).isTrue();
    assertThat(probe(store, 2)).isFalse();
    assertThat(store.purge(key(2))).isFalse();

    store.put(key(2), response(2, 100));
    assertThat(store.find(key(1), GET)).isEmpty();
    assertThat(store.find(key(2), GET).orElseThrow().body().toArray()).containsOnly(2);
    assertThat(store.keys()).containsExactly(key(2));
  }

  private static boolean probe(MemoryStore store, int number) {
    byte[] url = key(number).url().getBytes(StandardCharsets.US_ASCII);
    Probe probe = store.probe(_ -> true);
    boolean found = probe.find(url, 0, url.length, 0, NOW);
    probe.release();
    return found;
  }

  @Test
  @DisplayName("whatever the sizes and whatever came before, the memory is never more than allowed")
  void bound() {
    int capacity = 4 << 20;
    var store = new MemoryStore(capacity);
    var random = new Random(3);
    int[][] mixes = {{0, 200, 14_000}, {20_000, 200_000, 300}, {900, 1100, 6000}, {0, 90_000, 500}};
    for (int[] mix : mixes) {
      int put = 0;
      for (int i = 0; i < mix[2]; i++) {
        put += store.put(key(i), response(i, random.nextInt(mix[0], mix[1]))) ? 1 : 0;
        assertThat(store.slabs().heldBytes()).isLessThanOrEqualTo(capacity);
      }
      assertThat(put).isEqualTo(mix[2]);
      assertThat(store.weightBytes()).isBetween(capacity * 2L / 3, (long) capacity);
    }
    assertThat(store.noRoom()).isZero();
  }

  @Test
  @DisplayName("what is being sent stays as it is, though it was pushed out or replaced long ago")
  void canary() {
    var store = new MemoryStore(2 << 20);
    for (int i = 0; i < 10; i++) {
      store.put(key(i), response(i, 10_000));
    }
    var sent = new ArrayList<Body>();
    for (int i = 0; i < 10; i++) {
      sent.add(store.find(key(i), GET).orElseThrow().body());
    }
    for (int i = 0; i < 2000; i++) {
      store.put(key(i), response(i + 1, 5000 + i));
    }
    for (int i = 0; i < 10; i++) {
      assertThat(sent.get(i).toArray()).containsOnly(i);
    }
    assertThat(store.slabs().leasedBytes()).isBetween(10 * 10_000L, 10 * 13_000L);
    sent.forEach(Body::release);
    assertThat(store.slabs().leasedBytes()).isZero();
    IntStream.range(0, 2000).forEach(i -> store.purge(key(i)));
    assertThat(store.slabs().usedBytes()).isZero();
  }

  @Test
  @DisplayName("slow clients that hold everything stop the storing, not the memory's bound")
  void allHeld() {
    var store = new MemoryStore(1 << 20);
    var held = new ArrayList<Body>();
    for (int i = 0; i < 400; i++) {
      if (store.put(key(i), response(i, 9000))) {
        store.find(key(i), GET).ifPresent(it -> held.add(it.body()));
      }
    }
    assertThat(store.noRoom()).isPositive();
    assertThat(store.slabs().heldBytes()).isLessThanOrEqualTo(1 << 20);
    held.forEach(Body::release);
    assertThat(store.put(key(401), response(401, 9000))).isTrue();
  }

  @Test
  @DisplayName("with everybody reading, putting and purging at once nobody reads another's octets")
  void concurrent() {
    var store = new MemoryStore(1 << 20);
    var tasks =
        IntStream.range(0, 4)
            .mapToObj(seed -> ForkJoinPool.commonPool().submit(() -> work(store, seed)))
            .toList();
    tasks.forEach(task -> task.join());
    IntStream.range(0, 256).forEach(i -> store.purge(key(i)));
    assertThat(store.slabs().usedBytes()).isZero();
  }

  private static void work(MemoryStore store, int seed) {
    var random = new Random(seed);
    Probe probe = store.probe(_ -> true);
    for (int i = 0; i < 20_000; i++) {
      int number = random.nextInt(256);
      byte[] url = key(number).url().getBytes(StandardCharsets.US_ASCII);
      if (random.nextInt(4) == 0) {
        store.put(key(number), response(number, 1 + random.nextInt(20_000)));
      } else if (random.nextInt(20) == 0) {
        store.purge(key(number));
      } else if (probe.find(url, 0, url.length, 0, NOW)) {
        assertThat(probe.view(0).get(0)).isEqualTo((byte) number);
      } else {
        store
            .find(key(number), GET)
            .ifPresent(it -> {
              byte[] octets = it.body().toArray();
              assertThat(octets[octets.length - 1]).isEqualTo((byte) number);
              it.body().release();
            });
      }
    }
    probe.release();
  }

  private static CacheKey key(int number) {
    return new CacheKey("http", "a.test", "/" + number);
  }

  private static StoredResponse response(int number, int length) {
    byte[] octets = new byte[length];
    Arrays.fill(octets, (byte) number);
    var head = new ResponseHead(200, Fields.of("Cache-Control", "max-age=60"));
    return StoredResponse.of(GET, head, Body.of(octets), new Arrival(NOW, NOW));
  }
}
