package dev.weir.wccp.simulation;

import java.util.List;
import java.util.SplittableRandom;

/// The one source of chance in a run: everything that happens follows from its seed.
public final class Chance {
  private final SplittableRandom random;

  Chance(long seed) {
    this(new SplittableRandom(seed));
  }

  private Chance(SplittableRandom random) {
    this.random = random;
  }

  /// An independent source that follows from this one.
  Chance fork() {
    return new Chance(random.split());
  }

  /// True with this probability, 0–1.
  boolean hits(double probability) {
    return probability > 0 && random.nextDouble() < probability;
  }

  /// A whole number from `low` to `high`, both included.
  int between(int low, int high) {
    return random.nextInt(low, high + 1);
  }

  /// A time in nanoseconds from `low` to `high` milliseconds.
  long millis(long low, long high) {
    return random.nextLong(low * 1_000_000, high * 1_000_000 + 1);
  }

  /// One of the list, which is not empty.
  <T> T pick(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }
}
