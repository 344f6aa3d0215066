package dev.weir.node.proxy.site;

import java.util.OptionalInt;
import java.util.function.IntPredicate;

/// Whose turn it is among some with weights, so that one of weight 3 comes three times as often as
/// one of weight 1, and not three times in a row ("smooth weighted round robin").
///
/// Each turn gives every candidate its weight as credit; who has the most is taken, and pays the
/// weights of all. Confined to one thread, or a lock.
final class Turns {
  private final int[] weights;
  private final int[] credits;

  Turns(int... weights) {
    this.weights = weights.clone();
    this.credits = new int[weights.length];
  }

  /// The next among the candidates; empty when there are none.
  OptionalInt next(IntPredicate candidate) {
    int sum = 0;
    int best = -1;
    for (int i = 0; i < weights.length; i++) {
      if (candidate.test(i)) {
        sum += weights[i];
        credits[i] += weights[i];
        best = best < 0 || credits[i] > credits[best] ? i : best;
      }
    }
    if (best < 0) {
      return OptionalInt.empty();
    }
    credits[best] -= sum;
    return OptionalInt.of(best);
  }
}
