package dev.weir.node.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.node.health.LoopWatch.Change;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The watch over the event loops")
final class LoopWatchTest {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final LoopWatch watch = new LoopWatch(2, PATIENCE);
  private Instant now = Instant.EPOCH;

  @Test
  @DisplayName("gives each loop one task, and the next one only when that is done")
  void oneTask() {
    assertThat(watch.ask(now)).containsExactly(0, 1);
    assertThat(watch.ask(now)).isEmpty();
    assertThat(watch.done(1, now)).isEmpty();
    assertThat(watch.ask(now)).containsExactly(1);
  }

  @Test
  @DisplayName("tells how late tasks run on the worst loop, also while one waits")
  void delay() {
    watch.ask(now);
    after(30);
    watch.done(0, now);
    after(10);
    assertThat(watch.delay(now)).isEqualTo(Duration.ofMillis(40));
    watch.done(1, now);
    after(500);
    assertThat(watch.delay(now)).as("nobody waits").isEqualTo(Duration.ofMillis(40));
    watch.ask(now);
    watch.done(0, now);
    watch.done(1, now);
    assertThat(watch.delay(now)).isZero();
  }

  @Test
  @DisplayName("finds a loop stuck after 5 s and lost after 10 s, each told once")
  void stuckAndLost() {
    watch.ask(now);
    watch.done(1, now);
    after(4_999);
    assertThat(watch.look(now)).isEmpty();
    assertThat(watch.anyStuck()).isFalse();
    after(1);
    assertThat(watch.look(now)).containsExactly(new Change.Stuck(0));
    assertThat(watch.look(now)).isEmpty();
    assertThat(watch.anyStuck()).isTrue();
    after(4_999);
    assertThat(watch.lost(now)).isFalse();
    after(1);
    assertThat(watch.lost(now)).isTrue();
  }

  @Test
  @DisplayName("is content when a stuck loop moves again, and tells how long it took")
  void movesAgain() {
    watch.ask(now);
    watch.done(1, now);
    after(6_000);
    watch.look(now);

    assertThat(watch.done(0, now)).contains(new Change.Moves(0, Duration.ofSeconds(6)));
    assertThat(watch.anyStuck()).isFalse();
    after(10_000);
    assertThat(watch.lost(now)).isFalse();
    assertThat(watch.look(now)).as("nothing was asked of it meanwhile").isEmpty();
  }

  @Test
  @DisplayName("closes the gate before the self-test does, and opens it only when both are content")
  void gate() {
    List<HealthGate.Cause> told = new ArrayList<>();
    var gate = new HealthGate(told::add, HealthGate.Cause.SELF_TEST);
    assertThat(gate.open()).isFalse();

    gate.follow(SelfTest.State.WELL, false);
    gate.follow(SelfTest.State.WELL, false);
    gate.follow(SelfTest.State.WELL, true);
    gate.follow(SelfTest.State.ILL, true);
    gate.follow(SelfTest.State.ILL, false);
    assertThat(gate.open()).isFalse();
    gate.follow(SelfTest.State.WELL, false);

    assertThat(told)
        .containsExactly(
            HealthGate.Cause.NONE,
            HealthGate.Cause.EVENT_LOOP,
            HealthGate.Cause.SELF_TEST,
            HealthGate.Cause.NONE);
  }

  private void after(long millis) {
    now = now.plusMillis(millis);
  }
}
