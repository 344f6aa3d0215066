package dev.weir.node.proxy.limit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.node.proxy.limit.Pressure.Level;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What is decided about limits, without a connection.
final class PressureTest {
  @Test
  @DisplayName("E5 memory is tight from 95 % on, short from 98 % on, and eased only below 93 %")
  void levels() {
    var used = new AtomicReference<>(0.94);
    var pressure = new Pressure(used::get);
    expect(pressure, used, 0.949, Level.EASY);
    expect(pressure, used, 0.95, Level.TIGHT);
    expect(pressure, used, 0.94, Level.TIGHT);
    expect(pressure, used, 0.98, Level.SHORT);
    expect(pressure, used, 0.961, Level.SHORT);
    expect(pressure, used, 0.959, Level.TIGHT);
    expect(pressure, used, 0.929, Level.EASY);
    expect(pressure, used, 1.0, Level.SHORT);
    expect(pressure, used, 0.5, Level.EASY);
    assertThat(pressure.percent()).isEqualTo(50);
  }

  private static void expect(
      Pressure pressure, AtomicReference<Double> used, double share, Level level) {
    used.set(share);
    pressure.measure();
    assertThat(pressure.level()).as("at %s", share).isEqualTo(level);
  }

  @ParameterizedTest
  @DisplayName("SEC-R2 there are no more connections than half of the descriptors without 1024")
  @CsvSource({
    "1048576, , 20000",
    "41024, , 20000",
    "20000, , 9488",
    "1100, , 38",
    "20000, 9488, 9488",
    "20000, 9489, ",
    "1048576, 300000, 300000"
  })
  void descriptors(long descriptors, Integer wanted, Integer most) {
    assertThat(Descriptors.connectionsMax(Optional.ofNullable(wanted), descriptors))
        .isEqualTo(Optional.ofNullable(most));
    if (most != null) {
      assertThat(Descriptors.needed(most)).isLessThanOrEqualTo(descriptors);
    }
  }

  @Test
  @DisplayName("SEC-R1 a body is too slow by its rate after the grace, never before")
  void bodyPace() {
    var pace = new BodyPace(240, Duration.ofSeconds(10));
    assertThat(pace.isTooSlow(0, Duration.ofMillis(9_999).toNanos())).isFalse();
    assertThat(pace.isTooSlow(2_399, Duration.ofSeconds(10).toNanos())).isTrue();
    assertThat(pace.isTooSlow(2_400, Duration.ofSeconds(10).toNanos())).isFalse();
    assertThat(pace.isTooSlow(2_400, Duration.ofSeconds(20).toNanos())).isTrue();
  }
}
