package dev.weir.cache.disk.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class DiskIndexTest {
  private final DiskIndex index = new DiskIndex();

  @Test
  @DisplayName("whatever is put, moved and removed, the index says what a map says")
  void likeMap() {
    var random = new Random(1);
    Map<Long, Location> expected = new HashMap<>();
    for (int i = 0; i < 100_000; i++) {
      long low = (long) random.nextInt(8_000) << 41 | 7; // crowded: many begin at one place
      var at = new Location(1 + random.nextInt(9), random.nextInt(1 << 28), 1 + random.nextInt(99));
      Location had = expected.getOrDefault(low, at);
      switch (random.nextInt(5)) {
        case 0, 1 -> {
          index.put(0, low, at);
          expected.put(low, at);
        }
        case 2 -> assertThat(index.remove(0, low)).isEqualTo(expected.remove(low) != null);
        case 3 -> {
          assertThat(index.move(0, low, had, at)).isEqualTo(expected.containsKey(low));
          expected.computeIfPresent(low, (_, _) -> at);
        }
        default -> {
          var elsewhere = new Location(had.segment(), had.offset(), had.length() + 1);
          assertThat(index.remove(0, low, elsewhere)).isFalse();
        }
      }
      assertThat(index.get(0, low).equals(java.util.Optional.ofNullable(expected.get(low))))
          .isTrue();
    }
    assertThat(index.count()).isEqualTo(expected.size());
    assertThat(index.octets())
        .isEqualTo(expected.values().stream().mapToLong(Location::length).sum());
    expected.forEach((low, at) -> assertThat(index.get(0, low)).contains(at));
  }

  @Test
  @DisplayName("an object counts as used from its use until it is moved, and only where it is")
  void used() {
    var at = new Location(1, 32, 100);
    index.put(1, 2, at);

    assertThat(index.isUsed(1, 2, at)).isFalse();
    assertThat(index.use(1, 2)).isTrue();
    assertThat(index.use(1, 3)).isFalse();
    assertThat(index.isUsed(1, 2, at)).isTrue();
    assertThat(index.get(1, 2)).contains(at);
    assertThat(index.isUsed(1, 2, new Location(2, 32, 100))).isFalse();

    var to = new Location(2, 64, 100);
    assertThat(index.move(1, 2, at, to)).isTrue();
    assertThat(index.isUsed(1, 2, to)).isFalse();
  }

  @Test
  @DisplayName("one object takes 64 octets of memory at the most, whatever their number")
  void memory() {
    var random = new Random(2);
    for (int i = 1; i <= 1_000_000; i++) {
      index.put(random.nextLong(), random.nextLong(), new Location(1, i, 1));
      if (i >= 10_000 && i % 20_000 == 0) {
        assertThat(index.memoryBytes()).isLessThanOrEqualTo(64L * i);
      }
    }
  }
}
