package dev.weir.wccp.scenario;

import static dev.weir.wccp.scenario.World.address;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.wccp.cache.CacheEvent;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A deadline that stays in the past would make the control thread spin; [World] refuses that.
final class DeadlineTest {
  private static final Duration INTERVAL = Duration.ofSeconds(1);

  private final World world = new World(new Transcript(), INTERVAL, INTERVAL);

  @ParameterizedTest
  @ValueSource(longs = {0, 1_000, 2_000, 2_500, 3_000, 3_500, 4_000, 4_500, 5_000, 6_000})
  @DisplayName("§4.3 a cache joins while a table waits for its confirmation: nobody spins")
  void joinsWhileUnconfirmed(long millis) {
    world.startRouter("r1", List.of());
    world.startCache("c1", List.of());
    world.run(Duration.ofMillis(millis));

    world.startCache("c2", List.of());
    world.run(Duration.ofSeconds(10));

    assertThat(world.assignment("r1").share(address("c1")).size()).isEqualTo(128);
    assertThat(world.assignment("r1").share(address("c2")).size()).isEqualTo(128);
  }

  @ParameterizedTest
  @ValueSource(longs = {10_000, 11_000, 12_000, 13_000, 14_000})
  @DisplayName("§4.2 a cache leaves while one of its routers is dead: it does not spin")
  void leavesWithOneRouterDead(long millis) {
    world.startRouter("r1", List.of());
    world.startRouter("r2", List.of());
    world.startCache("c1", List.of());
    world.run(Duration.ofSeconds(2));
    world.kill("r2");
    world.run(Duration.ofMillis(millis));

    world.wires().cut("r1", "c1", List.of());
    world.tell("c1", new CacheEvent.Leave());
    world.run(Duration.ofSeconds(5));

    assertThat(world.assignment("r1").assignedCount()).isZero();
  }
}
