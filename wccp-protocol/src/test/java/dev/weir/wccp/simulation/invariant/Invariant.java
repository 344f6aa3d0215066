package dev.weir.wccp.simulation.invariant;

import dev.weir.wccp.simulation.CacheStep;
import dev.weir.wccp.simulation.RouterStep;
import dev.weir.wccp.simulation.World;
import java.time.Duration;
import java.util.Optional;

/// Something that always holds. Each method tells what is wrong, or nothing.
///
/// One object watches one run, and may remember what it has seen.
public interface Invariant {
  /// Its short name.
  String name();

  /// What holds, in a sentence.
  String sentence();

  /// Looks at a step of a cache.
  default Optional<String> afterCache(CacheStep step) {
    return Optional.empty();
  }

  /// Looks at a step of a router.
  default Optional<String> afterRouter(RouterStep step) {
    return Optional.empty();
  }

  /// Looks at a world in which nothing has gone wrong for [#settlesWithin] or longer.
  default Optional<String> settled(World world) {
    return Optional.empty();
  }

  /// How long after the world has healed [#settled] holds.
  default Duration settlesWithin() {
    return Duration.ZERO;
  }

  /// The detail when something is wrong.
  static Optional<String> broken(boolean wrong, java.util.function.Supplier<String> detail) {
    return wrong ? Optional.of(detail.get()) : Optional.empty();
  }
}
