package dev.weir.node.ownership;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class AttentionTest {
  private final Attention attention = new Attention();

  @Test
  @DisplayName("a process that runs has not lapsed, however seldom it is asked")
  void attends() {
    assertThat(attention.lapsed(at(1_000_000))).as("not begun").isFalse();
    attention.attend(at(0));
    assertThat(attention.lapsed(at(4_000))).isFalse();
    attention.attend(at(4_000));
    assertThat(attention.lapsed(at(8_000))).isFalse();
  }

  @Test
  @DisplayName("one that stood still has, at its first request, and until the news can be there")
  void stoodStill() {
    attention.attend(at(0));
    assertThat(attention.lapsed(at(4_001))).as("before anything else runs").isTrue();
    attention.attend(at(30_000));
    assertThat(attention.lapsed(at(30_000))).isTrue();
    attention.attend(at(32_900));
    assertThat(attention.lapsed(at(32_999))).isTrue();
    assertThat(attention.lapsed(at(33_000))).isFalse();
  }

  private static Instant at(long millis) {
    return Given.START.plus(Duration.ofMillis(millis));
  }
}
