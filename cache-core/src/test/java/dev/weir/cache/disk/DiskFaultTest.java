package dev.weir.cache.disk;

import static dev.weir.cache.disk.DiskUnderTest.await;
import static dev.weir.cache.disk.DiskUnderTest.isPage;
import static dev.weir.cache.disk.DiskUnderTest.key;
import static dev.weir.cache.disk.DiskUnderTest.page;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.cache.disk.DiskCounts.Refused;
import dev.weir.cache.disk.file.MemoryDirectory;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class DiskFaultTest {
  private final MemoryDirectory files = new MemoryDirectory();

  @Test
  @DisplayName("a full disk is said once, takes nothing, gives what it has, and works again later")
  void full() throws Exception {
    try (var node = new DiskUnderTest(files)) {
      node.keep(1, page(1, 1_000));
      files.leave(500);
      node.use(2, page(2, 1_000));
      await(() -> node.view().failing());
      node.use(3, page(3, 1_000));
      node.written();

      assertThat(node.isInMemory(2) && node.isInMemory(3)).isTrue();
      assertThat(node.view().counts().of(Refused.FAILING)).isEqualTo(2);
      assertThat(node.recall(1) || node.isInMemory(1)).isTrue();
      node.memory.purge(key(1));
      assertThat(node.tier.has(key(1))).isFalse();

      files.leave(Long.MAX_VALUE);
      await(() -> !node.view().failing());
      node.keep(4, page(4, 1_000));
      assertThat(node.told).containsExactly("opened disk-0 0", "failed disk-0", "recovered disk-0");
    }
    try (var node = new DiskUnderTest(files)) {
      assertThat(node.recall(4)).isTrue();
      assertThat(node.recall(1)).as("purged while it was full").isFalse();
      assertThat(node.view().objects()).isEqualTo(1);
    }
  }

  @Test
  @DisplayName("a disk that cannot be read gives nothing, and no request fails")
  void unreadable() throws Exception {
    try (var node = new DiskUnderTest(files)) {
      node.keep(1, page(1, 1_000));
      node.keep(2, page(2, 1_000));
    }
    try (var node = new DiskUnderTest(files)) {
      files.failReads(true);
      assertThat(node.recall(1)).isFalse();
      assertThat(node.view().failing()).isTrue();
      files.failReads(false);
      await(() -> !node.view().failing());
      assertThat(node.recall(2)).isTrue();
      assertThat(node.recall(1)).as("given up").isFalse();
    }
  }

  @Test
  @DisplayName("a disk that is not there at the start begins empty when it comes")
  void late() throws Exception {
    try (var node = new DiskUnderTest(files)) {
      node.keep(1, page(1, 1_000));
    }
    var missing = new AtomicBoolean(true);
    try (var node =
        new DiskUnderTest(() -> {
          if (missing.get()) {
            throw new IOException("Transport endpoint is not connected");
          }
          return files.open();
        })) {
      node.use(2, page(2, 1_000));
      node.memory.purge(key(1));
      missing.set(false);
      await(() -> !node.view().failing());
      assertThat(node.view().objects()).isZero();
      node.keep(3, page(3, 1_000));
    }
    try (var node = new DiskUnderTest(files)) {
      assertThat(node.recall(1)).as("purged meanwhile").isFalse();
      assertThat(node.recall(3)).isTrue();
    }
  }

  @Test
  @DisplayName("of several disks one that fails leaves the others working")
  void others() throws Exception {
    var second = new MemoryDirectory();
    try (var node = new DiskUnderTest(files, second)) {
      IntStream.range(0, 40).forEach(i -> node.keep(i, page(i, 1_000)));
      assertThat(node.tier.views())
          .allSatisfy(view -> assertThat(view.objects()).isBetween(5L, 35L));
      second.leave(0);
      IntStream.range(100, 140).forEach(i -> node.use(i, page(i, 1_000)));
      await(() -> node.tier.views().getLast().failing());
      node.written();

      assertThat(node.tier.views().getFirst().failing()).isFalse();
      long there = IntStream.range(100, 140).filter(i -> node.tier.has(key(i))).count();
      assertThat(there).isBetween(5L, 35L);
      second.leave(Long.MAX_VALUE);
    }
  }

  @Test
  @DisplayName("whatever is cut off or flipped, a node starts and never gives what was not written")
  void damaged() throws Exception {
    try (var node = new DiskUnderTest(files)) {
      IntStream.range(0, 12).forEach(i -> node.keep(i, page(i, 50 * i)));
    }
    Map<String, byte[]> whole = files.copy();
    var names = whole.keySet().stream().toList();
    var random = new Random(4);
    int found = 0;
    int rounds = Integer.getInteger("weir.disk.damage", 150);
    for (int i = 0; i < rounds; i++) {
      Map<String, byte[]> damaged = MemoryDirectory.of(whole).copy();
      String name = names.get(random.nextInt(names.size()));
      byte[] octets = Objects.requireNonNull(damaged.get(name));
      if (random.nextInt(4) == 0) {
        damaged.put(name, java.util.Arrays.copyOf(octets, random.nextInt(octets.length)));
      } else {
        octets[random.nextInt(octets.length)] ^= (byte) (1 << random.nextInt(8));
      }
      found += sound(MemoryDirectory.of(damaged));
    }
    assertThat(found).isBetween(rounds * 4, rounds * 12);
  }

  private static int sound(MemoryDirectory disk) throws Exception {
    int found = 0;
    try (var node = new DiskUnderTest(disk)) {
      for (int page = 0; page < 12; page++) {
        if (node.tier.has(key(page)) && node.recall(page)) {
          assertThat(node.recalled(page).body().length()).isEqualTo(50L * page);
          assertThat(isPage(page, node.recalled(page))).isTrue();
          found++;
        }
      }
    }
    return found;
  }
}
