package dev.weir.node.telemetry;

import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;

/// Lets one of a kind of event into the log per gap, and counts those it kept out. For any thread.
public final class RateLimit {
  private final Duration gap;
  private Instant next = Instant.MIN;
  private long unlogged;

  /// Events are at least this far apart.
  public RateLimit(Duration gap) {
    this.gap = gap;
  }

  /// How many were kept out since the last one that was let in, or empty to keep this one out.
  public synchronized OptionalLong admit(Instant now) {
    if (now.isBefore(next)) {
      unlogged++;
      return OptionalLong.empty();
    }
    next = now.plus(gap);
    long before = unlogged;
    unlogged = 0;
    return OptionalLong.of(before);
  }
}
