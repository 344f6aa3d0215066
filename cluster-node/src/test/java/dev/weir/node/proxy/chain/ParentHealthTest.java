package dev.weir.node.proxy.chain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.node.proxy.chain.ParentHealth.Effect;
import dev.weir.node.proxy.chain.ParentHealth.Event;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ParentHealthTest {
  private static final Duration INTERVAL = Duration.ofSeconds(5);
  private Instant now = Instant.EPOCH;
  private final ParentHealth health = new ParentHealth(INTERVAL, 3, now);

  @Test
  @DisplayName("a parent is dead after so many failures in a row, and says so once")
  void dies() {
    assertThat(health.on(Event.FAILED, now)).isEmpty();
    assertThat(health.on(Event.FAILED, now)).isEmpty();
    assertThat(health.isUp()).isTrue();
    assertThat(health.on(Event.FAILED, now)).containsExactly(Effect.LOST);
    assertThat(health.isUp()).isFalse();
    assertThat(health.on(Event.FAILED, now)).isEmpty();
  }

  @Test
  @DisplayName("an answer in between begins the count anew")
  void inARow() {
    health.on(Event.FAILED, now);
    health.on(Event.FAILED, now);
    health.on(Event.ANSWERED, now);
    health.on(Event.FAILED, now);
    health.on(Event.FAILED, now);

    assertThat(health.isUp()).isTrue();
  }

  @Test
  @DisplayName("one answer makes a dead one live, and says so once")
  void returns() {
    for (int i = 0; i < 3; i++) {
      health.on(Event.FAILED, now);
    }
    assertThat(health.on(Event.ANSWERED, now)).containsExactly(Effect.FOUND);
    assertThat(health.isUp()).isTrue();
    assertThat(health.on(Event.ANSWERED, now)).isEmpty();
  }

  @Test
  @DisplayName("it is asked at once, then every interval, dead or alive, but not early")
  void asks() {
    assertThat(health.on(Event.DEADLINE_PASSED, now)).containsExactly(Effect.ASK);
    assertThat(health.on(Event.DEADLINE_PASSED, now)).isEmpty();
    now = health.nextDeadline().minusMillis(1);
    assertThat(health.on(Event.DEADLINE_PASSED, now)).isEmpty();
    now = health.nextDeadline();
    assertThat(health.on(Event.DEADLINE_PASSED, now)).containsExactly(Effect.ASK);
  }

  @Test
  @DisplayName("an answer to a request spares the question")
  void spared() {
    health.on(Event.DEADLINE_PASSED, now);
    now = now.plusSeconds(4);
    health.on(Event.ANSWERED, now);

    assertThat(health.on(Event.DEADLINE_PASSED, now.plusSeconds(1))).isEmpty();
    assertThat(health.nextDeadline()).isEqualTo(now.plus(INTERVAL));
  }
}
