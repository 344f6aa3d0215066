package dev.weir.node.config.value;

import java.time.Duration;

/// From `least` to `most`, both included; a single duration is a range of itself.
public record DurationRange(Duration least, Duration most) {
  /// Refuses a range whose ends are the wrong way round.
  public DurationRange {
    if (least.compareTo(most) > 0) {
      throw new IllegalArgumentException(least + " is more than " + most);
    }
  }

  /// Whether the duration lies within the range.
  public boolean contains(Duration duration) {
    return least.compareTo(duration) <= 0 && duration.compareTo(most) <= 0;
  }
}
