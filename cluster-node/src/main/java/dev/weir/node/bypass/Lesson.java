package dev.weir.node.bypass;

import java.net.Inet4Address;
import java.time.Instant;
import java.util.Optional;

/// A rule that follows from what was seen.
///
/// @param client whose connection it was learnt from
public record Lesson(Target target, LessonCause cause, Instant until, Inet4Address client) {
  /// The rule.
  public BypassRule rule() {
    return new BypassRule(target, Optional.of(until), cause.because(), false);
  }
}
