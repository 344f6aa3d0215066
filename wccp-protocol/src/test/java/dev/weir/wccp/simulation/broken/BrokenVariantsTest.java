package dev.weir.wccp.simulation.broken;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.wccp.simulation.Machines;
import dev.weir.wccp.simulation.Simulation;
import dev.weir.wccp.simulation.Violation;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A simulation that finds no mistakes is no evidence: each of these must be found.
final class BrokenVariantsTest {
  private static final int SEEDS = 1_000;
  private static final Duration LENGTH = Duration.ofMinutes(10);

  @ParameterizedTest
  @EnumSource
  @DisplayName("§4 a cache with a defect is found within 1,000 seeds")
  void brokenCache(CacheDefect defect) {
    assertThat(found(defect).map(Violation::invariant)).isPresent().get().isIn(defect.foundBy());
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("§4 a router with a defect is found within 1,000 seeds")
  void brokenRouter(RouterDefect defect) {
    assertThat(found(defect).map(Violation::invariant)).isPresent().get().isIn(defect.foundBy());
  }

  private static Optional<Violation> found(Machines machines) {
    for (long seed = 1; seed <= SEEDS; seed++) {
      try {
        Simulation.run(seed, LENGTH, machines);
      } catch (Violation violation) {
        return Optional.of(violation);
      }
    }
    return Optional.empty();
  }
}
