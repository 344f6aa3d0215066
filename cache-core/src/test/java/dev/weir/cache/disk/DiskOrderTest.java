package dev.weir.cache.disk;

import static dev.weir.cache.disk.DiskUnderTest.key;
import static dev.weir.cache.disk.DiskUnderTest.page;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.cache.compact.KeyHash;
import dev.weir.cache.disk.body.BodyFiles;
import dev.weir.cache.disk.file.Directory;
import dev.weir.cache.disk.file.MemoryDirectory;
import dev.weir.cache.disk.index.DiskIndex;
import dev.weir.cache.disk.index.Location;
import dev.weir.cache.disk.life.Life;
import dev.weir.cache.disk.life.Moment;
import dev.weir.cache.rule.StoredResponse;
import dev.weir.cache.store.Purge;
import dev.weir.cache.store.Purge.Kind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class DiskOrderTest {
  private static final int THREADS = 4;
  private static final int PAGES = 25;

  private final MemoryDirectory files = new MemoryDirectory();
  private final ConcurrentHashMap<Integer, Integer> last = new ConcurrentHashMap<>();

  @Test
  @DisplayName(
      "whatever is used, replaced and purged meanwhile, a disk has what came last or nothing")
  void last() throws Exception {
    try (var node = new DiskUnderTest(files)) {
      ForkJoinPool.commonPool()
          .submit(() -> IntStream.range(0, THREADS).parallel().forEach(i -> work(node, i)))
          .join();
      node.written();
    }
    long found = 0;
    try (var node = new DiskUnderTest(files)) {
      for (int page = 0; page < THREADS * PAGES; page++) {
        if (node.tier.has(key(page)) && node.recall(page)) {
          assertThat((int) node.recalled(page).body().length())
              .as("page %d", page)
              .isEqualTo(last.getOrDefault(page, 0));
          found++;
        }
      }
    }
    assertThat(found).isPositive();
  }

  /// Pages of one thread; each version of one is an octet longer than that before.
  private void work(DiskUnderTest node, int thread) {
    var random = new Random(thread);
    for (int version = 1; version <= 2_000; version++) {
      int page = thread * PAGES + random.nextInt(PAGES);
      switch (random.nextInt(12)) {
        case 0 -> {
          node.memory.purge(key(page));
          last.remove(page);
        }
        case 1 -> {
          // another thread's pages do not have it
          node.memory.purge(new Purge(Kind.KEY, "t" + thread));
          IntStream.range(0, PAGES).forEach(i -> last.remove(thread * PAGES + i));
        }
        case 2, 3 -> node.memory.put(key(page), next(page, version, thread));
        default -> node.use(page, next(page, version, thread));
      }
    }
  }

  private StoredResponse next(int page, int version, int thread) {
    last.put(page, version);
    return page(page, version, "Surrogate-Key", "t" + thread);
  }

  @Test
  @DisplayName("two URLs of one hash: who asks for the other one gets nothing")
  void sameHash() throws Exception {
    try (var directory = files.open()) {
      var index = new DiskIndex();
      var log =
          new DiskLog(
              directory, 1, DiskSettings.BYTES_LEAST, index, new Bans(), bodies(directory, index));
      var hash = new KeyHash(1, 2);
      var life = Life.begin(7, () -> Moment.of(DiskUnderTest.NOW), directory);
      var contents = Contents.of(key(1), List.of(page(1, 100)), life);
      Location at = log.append(hash, contents, (int) contents.octets());
      var room = ByteBuffer.allocate(1 << 16);

      index.put(1, 2, at);
      assertThat(log.read(hash, key(1), life, room)).isInstanceOf(Recalled.Found.class);
      assertThat(log.read(hash, key(2), life, room))
          .isEqualTo(new Recalled.Nothing(Recalled.Why.OTHER_URL));
    }
  }

  private static BodyFiles bodies(Directory directory, DiskIndex index) {
    var trouble =
        new BodyFiles.Trouble() {
          @Override
          public void corrupt() {}

          @Override
          public void failed(IOException why) {}
        };
    var reading = new BodyFiles.Reading(Runnable::run, trouble);
    return new BodyFiles(directory, 1, DiskSettings.BYTES_LEAST, index, reading);
  }
}
