package dev.weir.node.control;

import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;

/// Lets one of a kind of event into the log per interval, and counts those it kept out.
public final class RateLimit {
  private static final Duration INTERVAL = Duration.ofSeconds(10);

  private Instant next = Instant.MIN;
  private long unlogged;

  /// How many were kept out since the last one that was let in, or empty to keep this one out.
  public OptionalLong admit(Instant now) {
    if (now.isBefore(next)) {
      unlogged++;
      return OptionalLong.empty();
    }
    next = now.plus(INTERVAL);
    long before = unlogged;
    unlogged = 0;
    return OptionalLong.of(before);
  }
}
