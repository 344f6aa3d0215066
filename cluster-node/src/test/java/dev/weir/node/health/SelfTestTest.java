package dev.weir.node.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The self-test")
final class SelfTestTest {
  private Instant now = Instant.EPOCH;
  private final SelfTest test = new SelfTest(Duration.ofSeconds(2), now);

  @Test
  @DisplayName("is tried at once, and the first answer is enough to begin with")
  void starts() {
    assertThat(test.state()).isEqualTo(SelfTest.State.STARTING);
    assertThat(test.begins(now)).isTrue();
    assertThat(test.begins(now)).as("one at a time").isFalse();
    assertThat(test.answered(now)).as("late").isFalse();
    assertThat(test.state()).isEqualTo(SelfTest.State.WELL);

    after(1_999);
    assertThat(test.begins(now)).isFalse();
    after(1);
    assertThat(test.begins(now)).isTrue();
  }

  @Test
  @DisplayName("that is never answered at the start leaves the gate closed, without an alarm")
  void neverAnswered() {
    for (int trial = 0; trial < 5; trial++) {
      miss();
      assertThat(test.state()).isEqualTo(SelfTest.State.STARTING);
    }
    answer();
    assertThat(test.state()).isEqualTo(SelfTest.State.WELL);
  }

  @Test
  @DisplayName("missed once is well, missed twice in a row is ill, four seconds after the fault")
  void twoMisses() {
    answer();
    miss();
    assertThat(test.state()).isEqualTo(SelfTest.State.WELL);
    answer();
    miss();
    assertThat(test.state()).as("not in a row").isEqualTo(SelfTest.State.WELL);
    answer();

    var fault = now;
    miss();
    miss();
    assertThat(test.state()).isEqualTo(SelfTest.State.ILL);
    assertThat(Duration.between(fault, now)).isLessThanOrEqualTo(Duration.ofSeconds(4));
  }

  @Test
  @DisplayName("that failed is well after three answers in a row, not after two and a miss")
  void threeAnswers() {
    answer();
    miss();
    miss();
    answer();
    answer();
    assertThat(test.state()).isEqualTo(SelfTest.State.ILL);
    miss();
    answer();
    answer();
    assertThat(test.state()).isEqualTo(SelfTest.State.ILL);
    answer();
    assertThat(test.state()).isEqualTo(SelfTest.State.WELL);
  }

  @Test
  @DisplayName("is over after half an interval, and the next trial begins then")
  void over() {
    test.begins(now);
    after(999);
    assertThat(test.over(now, true)).isFalse();
    after(1);
    assertThat(test.over(now, true)).isTrue();
    test.missed();
    assertThat(test.over(now, true)).isFalse();
    assertThat(test.begins(now)).isTrue();
  }

  @Test
  @DisplayName("answered after 1.5 s by a node without processor time is late, but no miss")
  void late() {
    test.begins(now);
    after(1_500);
    assertThat(test.over(now, false)).isFalse();
    assertThat(test.took(now)).isEqualTo(Duration.ofMillis(1_500));
    assertThat(test.answered(now)).as("late").isTrue();
    assertThat(test.state()).isEqualTo(SelfTest.State.WELL);
    assertThat(test.took(now.plusSeconds(9))).isEqualTo(Duration.ofMillis(1_500));
  }

  @Test
  @DisplayName(
      "has half an interval of idle time, of which want of processor time, or others, take nothing")
  void idleTime() {
    test.begins(now);
    for (boolean idle : new boolean[] {true, false, true, false, false, true}) {
      after(250);
      assertThat(test.over(now, idle)).isFalse();
    }
    after(250);
    assertThat(test.over(now, true)).as("the fourth quarter of an idle second").isTrue();
  }

  @Test
  @DisplayName("is over after four intervals, however late everything runs")
  void overAnyway() {
    test.begins(now);
    after(7_999);
    assertThat(test.over(now, false)).isFalse();
    after(1);
    assertThat(test.over(now, false)).isTrue();
    test.missed();
    assertThat(test.took(now)).as("a miss is no late answer").isZero();
  }

  @Test
  @DisplayName("refused at once is not repeated at once")
  void refusedAtOnce() {
    test.begins(now);
    test.missed();
    assertThat(test.begins(now)).isFalse();
    after(1_000);
    assertThat(test.begins(now)).isTrue();
  }

  private void answer() {
    begin();
    test.answered(now);
  }

  private void miss() {
    begin();
    while (!test.over(now, true)) {
      after(250);
    }
    test.missed();
  }

  private void begin() {
    while (!test.begins(now)) {
      after(250);
      test.over(now, true);
    }
  }

  private void after(long millis) {
    now = now.plusMillis(millis);
  }
}
