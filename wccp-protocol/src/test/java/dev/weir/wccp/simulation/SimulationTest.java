package dev.weir.wccp.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Worlds of caches and routers in which things go wrong, and what holds in all of them.
///
/// `-Dsim.seeds=N` and `-Dsim.minutes=M` run more of them, `-Dsim.seed=N` just one again.
final class SimulationTest {
  private static final Machines REAL = new RealMachines();

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
    long events = seeds.parallel().map(seed -> Simulation.run(seed, length, REAL).events()).sum();

    System.out.printf("%d events in %.1f s%n", events, (System.nanoTime() - start) / 1e9);
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
