package dev.weir.cache.disk;

import static dev.weir.cache.disk.DiskUnderTest.NOW;
import static dev.weir.cache.disk.DiskUnderTest.page;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.cache.disk.file.MemoryDirectory;
import dev.weir.cache.disk.life.Moment;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// How old something is after a restart (RFC 9111 §4.2.3 Calculating Age).
class DiskTimeTest {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration DAY = Duration.ofDays(1);

  private final MemoryDirectory files = new MemoryDirectory();

  @Test
  @DisplayName("RFC 9111 §4.2.3 after a restart all is older by the time that has passed meanwhile")
  void restarted() throws Exception {
    stored(moment(Duration.ZERO, "a", DAY));
    assertThat(ageAt(moment(HOUR, "a", DAY.plus(HOUR)))).isEqualTo(HOUR);
    assertThat(ageAt(moment(HOUR.multipliedBy(2), "b", Duration.ZERO)))
        .as("the host was started anew")
        .isEqualTo(HOUR.multipliedBy(2));
  }

  @Test
  @DisplayName("RFC 9111 §4.2.3 a clock set while the process was down changes no age")
  void setWhileDown() throws Exception {
    stored(moment(Duration.ZERO, "a", DAY));
    assertThat(ageAt(moment(DAY.negated(), "a", DAY.plus(HOUR)))).isEqualTo(HOUR);
    assertThat(ageAt(moment(DAY.multipliedBy(700), "a", DAY.plus(HOUR.multipliedBy(2)))))
        .isEqualTo(HOUR.multipliedBy(2));
  }

  @Test
  @DisplayName(
      "RFC 9111 §4.2.3 after a start of the host with its clock set back, nothing is fresh")
  void setBackAtBoot() throws Exception {
    stored(moment(Duration.ZERO, "a", DAY));
    Duration age = ageAt(moment(DAY.negated(), "b", HOUR));
    assertThat(age).isGreaterThanOrEqualTo(Duration.ofSeconds(Integer.MAX_VALUE));
    assertThat(ageAt(moment(DAY.negated().plus(HOUR), "b", HOUR.multipliedBy(2))))
        .as("and it goes on from there")
        .isEqualTo(age.plus(HOUR));
  }

  @Test
  @DisplayName("what was noted and cannot be read counts as nothing noted: by the time of day")
  void unreadable() throws Exception {
    stored(moment(Duration.ZERO, "a", DAY));
    files.octets("time")[3]++;
    assertThat(ageAt(moment(HOUR, "b", HOUR))).isEqualTo(HOUR);
  }

  private static Moment moment(Duration after, String boot, Duration sinceBoot) {
    return new Moment(NOW.plus(after), NOW.plus(after), boot, sinceBoot);
  }

  private void stored(Moment now) throws Exception {
    try (var node = new DiskUnderTest(DiskSettings.BYTES_LEAST, now, files)) {
      node.keep(1, page(1, 100));
    }
  }

  private Duration ageAt(Moment now) throws Exception {
    try (var node = new DiskUnderTest(DiskSettings.BYTES_LEAST, now, files)) {
      assertThat(node.recall(1)).isTrue();
      return node.recalled(1).freshness().age(now.steady());
    }
  }
}
