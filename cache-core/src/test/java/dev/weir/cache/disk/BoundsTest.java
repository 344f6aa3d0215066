package dev.weir.cache.disk;

import static dev.weir.cache.disk.DiskUnderTest.key;
import static dev.weir.cache.disk.DiskUnderTest.page;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.cache.disk.file.MemoryDirectory;
import dev.weir.cache.message.Body;
import dev.weir.cache.message.Fields;
import dev.weir.cache.store.MemoryStore;
import java.util.ArrayDeque;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Twice as much as there is room for, from several threads at once.
class BoundsTest {
  private static final int WRITERS = 2;
  private static final int LEASES_MAX = 50;

  @Test
  @DisplayName("memory is never above its bound while clients hold leases and twice as much comes")
  void memory() {
    int capacity = 4 << 20;
    var store = new MemoryStore(capacity);
    var most = new AtomicLong();
    var over = new AtomicBoolean();
    try (var threads = Executors.newCachedThreadPool()) {
      var reading = CompletableFuture.runAsync(() -> hold(store, most, over), threads);
      var writers =
          IntStream.range(0, WRITERS)
              .mapToObj(i -> CompletableFuture.runAsync(() -> write(store, i, capacity), threads))
              .toArray(CompletableFuture<?>[]::new);
      CompletableFuture.allOf(writers).join();
      over.set(true);
      reading.join();
    }

    assertThat(most.get()).as("slots held").isBetween(capacity / 2L, (long) capacity);
    assertThat(store.weightBytes()).isLessThanOrEqualTo(capacity);
    store.keys().forEach(store::purge);
    assertThat(store.slabs().usedBytes()).as("no lease is left").isZero();
  }

  /// Twice the capacity by each writer.
  private static void write(MemoryStore store, int writer, long capacity) {
    var random = new Random(writer);
    long written = 0;
    for (int i = 0; written < 2 * capacity; i++) {
      int octets = random.nextInt(200_000);
      written += octets;
      store.put(key(i % 500), page(i, octets));
    }
  }

  /// Looks pages up as writers store them, and keeps the last of them.
  private static void hold(MemoryStore store, AtomicLong most, AtomicBoolean over) {
    var held = new ArrayDeque<Body>();
    var random = new Random(99);
    while (!over.get()) {
      store
          .find(key(random.nextInt(500)), DiskUnderTest.get(Fields.NONE))
          .ifPresent(it -> held.add(it.body()));
      if (held.size() > LEASES_MAX) {
        held.remove().release();
      }
      long now = store.slabs().heldBytes();
      assertThat(now).isLessThanOrEqualTo(store.capacityBytes());
      most.accumulateAndGet(now, Math::max);
    }
    held.forEach(Body::release);
  }

  @Test
  @DisplayName("the files of a disk are never more than its size, whatever is written and carried")
  void disk() throws Exception {
    var files = new MemoryDirectory();
    long size = DiskSettings.BYTES_LEAST;
    try (var node = new DiskUnderTest(files)) {
      long written = 0;
      long most = 0;
      for (int i = 0; written < 2 * size; i++) {
        int octets = 1 + i * 7919 % 400_000;
        written += octets;
        node.use(i, page(i, octets));
        node.isInMemory(i / 2); // used again: to be carried on
        long now = bytes(files);
        assertThat(now).isLessThanOrEqualTo(size);
        most = Math.max(most, now);
      }
      node.written();
      assertThat(bytes(files)).isBetween(size / 2, size);
      assertThat(most).isLessThanOrEqualTo(size);
      assertThat(node.view().bytes()).isLessThanOrEqualTo(size);
    }
  }

  private static long bytes(MemoryDirectory files) {
    return files.names().stream().mapToLong(name -> files.octets(name).length).sum();
  }
}
