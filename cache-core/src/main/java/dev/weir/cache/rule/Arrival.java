package dev.weir.cache.rule;

import java.time.Instant;

/// When a response was asked for and when its head came (RFC 9111 §4.2.3 request_time and
/// response_time).
///
/// Two clocks, because the wall clock may step: what passes here is measured by one that does not,
/// and only what an origin dates is compared with the wall clock.
///
/// @param requested by the steady clock
/// @param received by the steady clock
/// @param wall when it was received, by the wall clock
public record Arrival(Instant requested, Instant received, Instant wall) {
  /// One where both clocks agree.
  public Arrival(Instant requested, Instant received) {
    this(requested, received, received);
  }
}
