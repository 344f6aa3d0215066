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
    test.answered();
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
  @DisplayName("is late after half an interval, and the next trial begins then")
  void late() {
    test.begins(now);
    after(999);
    assertThat(test.late(now)).isFalse();
    assertThat(test.nextDeadline()).isEqualTo(now.plusMillis(1));
    after(1);
    assertThat(test.late(now)).isTrue();
    test.missed();
    assertThat(test.late(now)).isFalse();
    assertThat(test.begins(now)).isTrue();
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
    test.answered();
  }

  private void miss() {
    begin();
    now = test.nextDeadline();
    assertThat(test.late(now)).isTrue();
    test.missed();
  }

  private void begin() {
    now = test.nextDeadline().isAfter(now) ? test.nextDeadline() : now;
    assertThat(test.begins(now)).isTrue();
  }

  private void after(long millis) {
    now = now.plusMillis(millis);
  }
}
