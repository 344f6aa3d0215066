package dev.weir.node.ownership.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Clusters in which things go wrong, and what holds in all of them. `-Dsim.seeds=N` runs as many
/// as one likes, `-Dsim.first=N` begins with another one than the first.
final class OwnershipSimulationTest {
  private static final int SEEDS = Integer.getInteger("sim.seeds", 60);
  private static final int COUNT_FOR_DEFECTS = 1_000;

  @Test
  @DisplayName("S7–S9, L2–L4 one owner in an epoch, copies that go, and nothing resurrected")
  void holds() {
    long first = Long.getLong("sim.first", 1);
    long requests =
        LongStream.range(first, first + SEEDS)
            .map(seed -> {
              try {
                return World.run(seed, Rules.REAL).requests();
              } catch (Violation violation) {
                throw new AssertionError("seed " + seed, violation);
              }
            })
            .sum();
    assertThat(requests).isPositive();
  }

  @Test
  @DisplayName("a seed replays identically, in another process as in this one")
  void replays() throws IOException {
    Process other =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Replay.class.getName())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (var said = other.inputReader()) {
      String here = Replay.worlds();
      assertThat(Replay.worlds()).isEqualTo(here);
      assertThat(said.lines().toList()).last().isEqualTo(here);
    } finally {
      other.destroyForcibly().onExit().join();
    }
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("each defect is found, in a world that has shown it or in the first ones")
  void broken(Defect defect) {
    long most = Math.max(SEEDS, COUNT_FOR_DEFECTS);
    Optional<String> found =
        LongStream.concat(LongStream.of(defect.shownIn()), LongStream.rangeClosed(1, most))
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
