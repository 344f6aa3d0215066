package dev.weir.node.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class RateLimitTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private final RateLimit limit = new RateLimit(Duration.ofSeconds(10));

  @Test
  @DisplayName("the first is let in, the next ten seconds' are kept out and counted")
  void limits() {
    assertThat(limit.admit(START)).hasValue(0);
    assertThat(limit.admit(START.plusMillis(1))).isEmpty();
    assertThat(limit.admit(START.plusMillis(9_999))).isEmpty();
    assertThat(limit.admit(START.plusMillis(10_000))).hasValue(2);
    assertThat(limit.admit(START.plusMillis(10_001))).isEmpty();
    assertThat(limit.admit(START.plusMillis(20_000))).hasValue(1);
  }
}
