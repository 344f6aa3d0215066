package dev.weir.node.relief;

import dev.weir.gre.BucketSet;
import java.util.stream.IntStream;

/// In which order buckets are given back: always the same, so that the same origins stay given back
/// while others come and go, whoever owns them.
///
/// A bucket's place is its number times 159 modulo 256, which lies next to 256 divided by the
/// golden ratio: any eighth of all places is about an eighth of any share, whether that is a block
/// of buckets or every n-th.
public final class BucketOrder {
  private static final int BUCKETS = 256;
  private static final int FACTOR = 159;

  private BucketOrder() {}

  /// The buckets of the first so many of [LoadRelief#STEPS] steps.
  public static BucketSet first(int steps) {
    return BucketSet.of(
        IntStream.range(0, BUCKETS)
            .filter(bucket -> place(bucket) < steps * BUCKETS / LoadRelief.STEPS)
            .toArray());
  }

  private static int place(int bucket) {
    return bucket * FACTOR % BUCKETS;
  }
}
