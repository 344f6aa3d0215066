package dev.weir.wccp.simulation.broken;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.wccp.simulation.Machines;
import dev.weir.wccp.simulation.Simulation;
import dev.weir.wccp.simulation.Violation;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A simulation that finds no mistakes is no evidence: each of these must be found.
final class BrokenVariantsTest {
  private static final int SEEDS = 1_000;
  private static final Duration LENGTH = Duration.ofMinutes(10);

  /// Worlds that have shown those defects that are shown by few. They are looked at first, which
  /// spares a minute as long as they still show them.
  private static final Map<Machines, Long> SHOWN =
      Map.ofEntries(
          entry(CacheDefect.GOES_BY_WALL_CLOCK, 4L),
          entry(CacheDefect.SENDS_ONCE, 112L),
          entry(CacheDefect.IGNORES_FLUSH, 380L),
          entry(CacheDefect.BELIEVES_ANY_ANSWER, 7L),
          entry(CacheDefect.REPEATS_STALE_IDS, 273L),
          entry(CacheDefect.DUELS_IN_VERSION_1, 26L),
          entry(CacheDefect.ASSIGNS_LATE_IN_VERSION_1, 26L),
          entry(CacheDefect.FIGHTS_FOREIGNERS, 6L),
          entry(CacheDefect.FORGETS_VALUE, 14L),
          entry(RouterDefect.REMOVES_NOBODY, 5L),
          entry(RouterDefect.ACCEPTS_STALE_ID, 7L),
          entry(RouterDefect.NEVER_FLUSHES, 5L),
          entry(RouterDefect.MIXES_DESCRIPTIONS, 7L),
          entry(RouterDefect.ADMITS_WITHOUT_ECHO_IN_VERSION_1, 58L),
          entry(RouterDefect.ANSWERS_ONE_OF_GROUP, 22L));

  private static final Map<Machines, Optional<Violation>> FOUND = new ConcurrentHashMap<>();

  @BeforeAll
  static void search() {
    Stream.concat(Stream.of(CacheDefect.values()), Stream.of(RouterDefect.values()))
        .parallel()
        .forEach(defect -> FOUND.put(defect, found(defect)));
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("§4 a cache with a defect is found within 1,000 seeds")
  void brokenCache(CacheDefect defect) {
    assertThat(invariant(defect)).isPresent().get().isIn(defect.foundBy());
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("§4 a router with a defect is found within 1,000 seeds")
  void brokenRouter(RouterDefect defect) {
    assertThat(invariant(defect)).isPresent().get().isIn(defect.foundBy());
  }

  private static Optional<String> invariant(Machines defect) {
    return FOUND.getOrDefault(defect, Optional.empty()).map(Violation::invariant);
  }

  private static Optional<Violation> found(Machines machines) {
    return LongStream.concat(
            LongStream.of(SHOWN.getOrDefault(machines, 1L)), LongStream.rangeClosed(1, SEEDS))
        .mapToObj(seed -> violation(seed, machines))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private static Optional<Violation> violation(long seed, Machines machines) {
    try {
      Simulation.run(seed, LENGTH, machines);
      return Optional.empty();
    } catch (Violation violation) {
      return Optional.of(violation);
    }
  }
}
