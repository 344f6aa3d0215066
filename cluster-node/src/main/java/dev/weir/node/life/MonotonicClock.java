package dev.weir.node.life;

import java.time.Instant;
import java.time.InstantSource;

/// Protocol time: the wall clock read once, and from then on the time that has really passed.
///
/// A step of the wall clock never expires a cache (ADR-0005).
public final class MonotonicClock implements InstantSource {
  private final Instant start;
  private final long startNs;

  /// A clock that begins at this wall-clock instant.
  public MonotonicClock(Instant start) {
    this.start = start;
    this.startNs = System.nanoTime();
  }

  @Override
  public Instant instant() {
    return start.plusNanos(System.nanoTime() - startNs);
  }
}
