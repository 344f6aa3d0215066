package dev.weir.cache.disk.life;

import java.time.Duration;
import java.time.Instant;

/// What several clocks show at once.
///
/// @param steady the one by which ages are measured, which no step of another one moves
/// @param wall the host's time of day, which may be set
/// @param boot names this start of the host; empty: nobody knows
/// @param sinceBoot how long ago that was, by a clock that nobody sets
public record Moment(Instant steady, Instant wall, String boot, Duration sinceBoot) {
  /// One of which nothing is known but the time.
  public static Moment of(Instant now) {
    return new Moment(now, now, "", Duration.ZERO);
  }
}
