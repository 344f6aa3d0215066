package dev.weir.node.ownership.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Clusters in which things go wrong, and what holds in all of them. `-Dsim.seeds=N` runs as many
/// as one likes, `-Dsim.first=N` begins with another one than the first.
final class OwnershipSimulationTest {
  @Test
  @DisplayName("S7–S9, L2–L4 one owner in an epoch, copies that go, and nothing resurrected")
  void holds() {
    long first = Long.getLong("sim.first", 1);
    long requests =
        LongStream.range(first, first + Integer.getInteger("sim.seeds", 60))
            .map(seed -> {
              try {
                return World.run(seed, Rules.REAL);
              } catch (Violation violation) {
                throw new AssertionError("seed " + seed, violation);
              }
            })
            .sum();
    assertThat(requests).isPositive();
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("each defect is found, in a world that has shown it or in the first 1,000")
  void broken(Defect defect) {
    Optional<String> found =
        LongStream.concat(LongStream.of(defect.shownIn()), LongStream.rangeClosed(1, 1_000))
            .mapToObj(seed -> violation(seed, defect))
            .flatMap(Optional::stream)
            .findFirst();
    assertThat(found).isPresent().get().isIn(defect.foundBy());
  }

  private static Optional<String> violation(long seed, Rules rules) {
    try {
      World.run(seed, rules);
      return Optional.empty();
    } catch (Violation violation) {
      return Optional.of(violation.invariant());
    }
  }
}
