package dev.weir.node.telemetry;

import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;

/// Lets one event of a kind into the log per gap, and counts those it kept out. For any thread.
public final class EventGap {
  private final long gapNs;
  private final AtomicLong nextNs = new AtomicLong(System.nanoTime());
  private final AtomicLong suppressed = new AtomicLong();

  /// Events are at least this far apart.
  public EventGap(Duration gap) {
    this.gapNs = gap.toNanos();
  }

  /// How many were kept out since the last one that was let in, or empty to keep this one out.
  public OptionalLong admit() {
    long now = System.nanoTime();
    long next = nextNs.get();
    if (now - next >= 0 && nextNs.compareAndSet(next, now + gapNs)) {
      return OptionalLong.of(suppressed.getAndSet(0));
    }
    suppressed.incrementAndGet();
    return OptionalLong.empty();
  }
}
