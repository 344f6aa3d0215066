package dev.weir.node.relief;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.gre.BucketSet;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The order in which buckets are given back")
final class BucketOrderTest {
  @Test
  @DisplayName("each step gives 32 of the 256 back, and those of the step before with them")
  void prefixes() {
    for (int steps = 0; steps <= LoadRelief.STEPS; steps++) {
      BucketSet given = BucketOrder.first(steps);
      assertThat(count(given, bucket -> true)).isEqualTo(32L * steps);
      if (steps > 0) {
        BucketSet before = BucketOrder.first(steps - 1);
        assertThat(count(given, bucket -> before.contains(bucket))).isEqualTo(32L * (steps - 1));
      }
    }
  }

  @Test
  @DisplayName("a share loses about an eighth with each step: a block of buckets or every n-th")
  void even() {
    for (int caches = 1; caches <= 16; caches++) {
      int n = caches;
      int share = 256 / n;
      for (int steps = 0; steps <= LoadRelief.STEPS; steps++) {
        BucketSet given = BucketOrder.first(steps);
        double expected = share * steps / 8.0;
        assertThat((double) count(given, bucket -> bucket < share))
            .as("block of %d after %d", share, steps)
            .isBetween(expected - 2, expected + 2);
        assertThat((double) count(given, bucket -> bucket % n == 0))
            .as("every %d. after %d", n, steps)
            .isBetween(expected - 3, expected + 4);
      }
    }
  }

  private static long count(BucketSet given, IntPredicate which) {
    return IntStream.range(0, 256).filter(given::contains).filter(which).count();
  }
}
