package dev.weir.wccp.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Worlds of caches and routers in which things go wrong, and what holds in all of them.
///
/// `-Psim` runs 10,000 of an hour each; `-Dsim.seeds=N` and `-Dsim.minutes=M` as many as one likes,
/// and `-Dsim.seed=N` one again, for the minutes that it failed with.
final class SimulationTest {
  private static final Machines REAL = new RealMachines();

  /// After how many worlds it is said how many there were.
  private static final int PROGRESS = 100;

  @Test
  @DisplayName("§4 every invariant holds in every world, after every event")
  void holds() {
    var length = Duration.ofMinutes(Integer.getInteger("sim.minutes", 10));
    Long one = Long.getLong("sim.seed");
    var seeds =
        one == null
            ? LongStream.rangeClosed(1, Integer.getInteger("sim.seeds", 200))
            : LongStream.of(one);

    long start = System.nanoTime();
    var done = new AtomicLong();
    long events =
        seeds
            .parallel()
            .map(seed -> {
              long count = Simulation.run(seed, length, REAL).events();
              if (done.incrementAndGet() % PROGRESS == 0) {
                System.out.println(
                    done + " worlds in " + (System.nanoTime() - start) / 1_000_000_000 + " s");
              }
              return count;
            })
            .sum();

    System.out.printf(
        "%d worlds of %d min, %d events, in %d s%n",
        done.get(), length.toMinutes(), events, (System.nanoTime() - start) / 1_000_000_000);
    assertThat(events).isPositive();
  }

  @Test
  @DisplayName("§4 a seed replays identically")
  void replays() {
    for (long seed = 1; seed <= 5; seed++) {
      var first = Simulation.run(seed, Duration.ofMinutes(10), REAL);
      var second = Simulation.run(seed, Duration.ofMinutes(10), REAL);
      assertThat(second).isEqualTo(first);
    }
  }
}
