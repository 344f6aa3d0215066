package dev.weir.wccp.negotiation;

import java.time.Duration;

/// The timers that a router and its caches have agreed on (§4.1).
///
/// `transmit` is TRANSMIT_T, 500 ms to 60 s; the scales, 1–5, lengthen what depends on silence and
/// what depends on assignments.
public record Timers(Duration transmit, int timeoutScale, int assignScale) {
  /// The shortest interval anybody may agree on.
  public static final Duration TRANSMIT_MIN = Duration.ofMillis(500);

  /// The longest interval anybody may agree on.
  public static final Duration TRANSMIT_MAX = Duration.ofSeconds(60);

  /// The largest scale.
  public static final int SCALE_MAX = 5;

  /// What holds until something else is agreed: 10 s, unscaled.
  public static final Timers DEFAULT = new Timers(Duration.ofSeconds(10), 1, 1);

  /// Refuses what is outside the ranges.
  public Timers {
    if (transmit.compareTo(TRANSMIT_MIN) < 0 || transmit.compareTo(TRANSMIT_MAX) > 0) {
      throw new IllegalArgumentException("TRANSMIT_T of " + transmit);
    }
    if (!scale(timeoutScale) || !scale(assignScale)) {
      throw new IllegalArgumentException("scales " + timeoutScale + ", " + assignScale);
    }
  }

  /// Whether a factor is one that may be agreed on.
  static boolean scale(int factor) {
    return factor >= 1 && factor <= SCALE_MAX;
  }

  /// How long a cache waits for an answer before it calls early: 0.5 × TRANSMIT_T.
  public Duration early() {
    return tenths(5);
  }

  /// How long after a cache's last HERE_I_AM a router asks it by REMOVAL_QUERY: 2.5 × timeout base.
  public Duration queryAfter() {
    return tenths(25L * timeoutScale);
  }

  /// How long after the last message the other side is lost: 3 × timeout base.
  public Duration lostAfter() {
    return tenths(30L * timeoutScale);
  }

  /// How far apart the three answers to a REMOVAL_QUERY are: 0.1 × TRANSMIT_T.
  public Duration answerSpacing() {
    return tenths(1);
  }

  /// How long the designated cache waits after the last change of membership: 1.5 × assign base.
  public Duration assignAfter() {
    return tenths(15L * assignScale);
  }

  /// How long it waits at most when changes do not end: 4 × assign base.
  public Duration assignAtLatest() {
    return tenths(40L * assignScale);
  }

  /// When a router flushes a table that nobody renews after a change: 5 × assign base.
  public Duration flushAfter() {
    return tenths(50L * assignScale);
  }

  private Duration tenths(long count) {
    return Duration.ofNanos(transmit.toNanos() * count / 10); // Duration would use a BigDecimal
  }
}
