package dev.weir.node.relief;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.node.config.health.HealthConfig;
import dev.weir.node.config.health.OverloadConfig;
import dev.weir.node.relief.Load.Signal;
import dev.weir.node.relief.LoadRelief.Change;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The relief of a node that has too much to do")
final class LoadReliefTest {
  private static final OverloadConfig LIMITS =
      new OverloadConfig(true, Duration.ofMillis(200), 1_000, 90, 100);
  private static final Load CALM = connections(10);
  private static final Load BUSY = connections(900);
  private static final Load TOO_MUCH = connections(1_000);

  private Instant now = Instant.EPOCH;
  private LoadRelief relief = of(LIMITS);

  @Test
  @DisplayName("gives one eighth more back for each second of too much, up to everything")
  void rises() {
    assertThat(seconds(1, TOO_MUCH)).containsExactly(new Change.Began(Signal.CONNECTIONS, 1.0));
    assertThat(relief.steps()).isEqualTo(1);
    assertThat(seconds(6, TOO_MUCH)).isEmpty();
    assertThat(relief.steps()).isEqualTo(7);
    seconds(9, TOO_MUCH);
    assertThat(relief.steps()).isEqualTo(LoadRelief.STEPS);
  }

  @Test
  @DisplayName(
      "E5 with 98 % of the memory in use everything goes back at once, with 95 % an eighth")
  void memory() {
    seconds(1, memory(0.95));
    assertThat(relief.steps()).isEqualTo(1);
    seconds(1, memory(0.98));
    assertThat(relief.steps()).isEqualTo(LoadRelief.STEPS);
  }

  @Test
  @DisplayName("E6 the limit of connections is below what may be open at all")
  void fewerConnections() {
    assertThat(LIMITS.within(9_488).connections()).isEqualTo(1_000);
    assertThat(LIMITS.within(1_000).connections()).isEqualTo(900);
  }

  @Test
  @DisplayName("gives nothing back for a pause or a burst: the least of a second counts")
  void burst() {
    for (int second = 0; second < 10; second++) {
      for (Load load : List.of(delayed(2_000), delayed(900), delayed(450), delayed(10))) {
        assertThat(quarter(load)).isEmpty();
      }
    }
    assertThat(relief.steps()).isZero();
    assertThat(relief.standing(Signal.LOOP_DELAY)).isEqualTo(0.05);
  }

  @Test
  @DisplayName("gives nothing back for one look that came late by itself")
  void lateLook() {
    seconds(1, CALM);
    now = now.plusSeconds(5);
    relief.on(delayed(4_750), now);
    assertThat(relief.steps()).isZero();
  }

  @Test
  @DisplayName("takes one eighth in for each two calm seconds, and tells the end")
  void falls() {
    seconds(3, TOO_MUCH);
    assertThat(seconds(1, CALM)).isEmpty();
    assertThat(relief.steps()).isEqualTo(3);
    seconds(1, CALM);
    assertThat(relief.steps()).isEqualTo(2);
    seconds(2, CALM);
    assertThat(relief.steps()).isEqualTo(1);
    assertThat(seconds(2, CALM)).containsExactly(new Change.Ended(Duration.ofSeconds(8), 3));
    assertThat(relief.steps()).isZero();
  }

  @Test
  @DisplayName("neither gives nor takes between four fifths of a limit and the limit")
  void hysteresis() {
    seconds(2, TOO_MUCH);
    seconds(20, BUSY);
    assertThat(relief.steps()).isEqualTo(2);
    seconds(2, CALM);
    assertThat(relief.steps()).isEqualTo(1);
  }

  @Test
  @DisplayName("takes in the slower the more often it was too much again, and forgets in a minute")
  void flaps() {
    seconds(1, TOO_MUCH);
    assertThat(secondsUntilNone()).isEqualTo(2);
    for (int slower : new int[] {4, 8, 16, 32, 64, 64}) {
      seconds(1, TOO_MUCH);
      assertThat(secondsUntilNone()).isEqualTo(slower);
    }
    seconds(61, CALM);
    seconds(1, TOO_MUCH);
    assertThat(secondsUntilNone()).isEqualTo(2);
  }

  @Test
  @DisplayName("looks at every signal, each by its own limit")
  void signals() {
    assertThat(began(delayed(300))).isEqualTo(new Change.Began(Signal.LOOP_DELAY, 1.5));
    assertThat(began(new Load(Duration.ZERO, Duration.ofSeconds(2), 0, 0, 0)))
        .isEqualTo(new Change.Began(Signal.SELF_TEST, 2.0));
    assertThat(began(new Load(Duration.ZERO, Duration.ZERO, 0, 0.9, 0)))
        .isEqualTo(new Change.Began(Signal.MEMORY, 1.0));
    assertThat(began(new Load(Duration.ZERO, Duration.ZERO, 0, 0, 250)))
        .isEqualTo(new Change.Began(Signal.LOST_PACKETS, 2.5));
  }

  @Test
  @DisplayName("can be switched off: then the load is measured and nothing given back")
  void off() {
    relief = of(new OverloadConfig(false, Duration.ofMillis(200), 1_000, 90, 100));
    assertThat(seconds(5, TOO_MUCH)).isEmpty();
    assertThat(relief.steps()).isZero();
    assertThat(relief.standing(Signal.CONNECTIONS)).isEqualTo(1.0);
  }

  private int secondsUntilNone() {
    int seconds = 0;
    while (relief.steps() > 0) {
      seconds(1, CALM);
      seconds++;
    }
    return seconds;
  }

  private Change began(Load load) {
    relief = of(LIMITS);
    return seconds(1, load).getFirst();
  }

  private static Load memory(double share) {
    return new Load(Duration.ZERO, Duration.ZERO, 10, share, 0);
  }

  private LoadRelief of(OverloadConfig limits) {
    return new LoadRelief(
        new HealthConfig(Duration.ofSeconds(2), Duration.ofSeconds(5), limits), now);
  }

  private List<Change> seconds(int seconds, Load load) {
    var changes = new ArrayList<Change>();
    for (int quarter = 0; quarter < 4 * seconds; quarter++) {
      changes.addAll(quarter(load));
    }
    return changes;
  }

  private List<Change> quarter(Load load) {
    now = now.plusMillis(250);
    return relief.on(load, now).stream().toList();
  }

  private static Load connections(long open) {
    return new Load(Duration.ZERO, Duration.ZERO, open, 0, 0);
  }

  private static Load delayed(long millis) {
    return new Load(Duration.ofMillis(millis), Duration.ZERO, 0, 0, 0);
  }
}
