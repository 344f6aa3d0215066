package dev.weir.cache.message;

import java.time.Duration;
import java.util.Optional;

/// A number of seconds as fields carry it (RFC 9111 §1.2.2 Delta Seconds).
public final class DeltaSeconds {
  private DeltaSeconds() {}

  /// Digits only; absent for anything else. A number too large is [CacheControl#SECONDS_MAX].
  public static Optional<Duration> parse(String text) {
    if (text.isEmpty() || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return Optional.empty();
    }
    boolean huge = text.length() > 18;
    long seconds = huge ? CacheControl.SECONDS_MAX : Long.parseLong(text);
    return Optional.of(Duration.ofSeconds(Math.min(seconds, CacheControl.SECONDS_MAX)));
  }
}
