package dev.weir.node.proxy.limit;

import java.time.Duration;

/// How fast the body of a request must come, while it is waited for: what the origin does not take
/// is not the client's fault. Pure.
///
/// @param rate octets a second at least
/// @param grace for so long nothing is expected
public record BodyPace(long rate, Duration grace) {
  private static final double SECOND_NANOS = 1e9;

  /// Whether a client that was waited for so long has sent too little.
  public boolean isTooSlow(long octets, long waitedNs) {
    return waitedNs >= grace.toNanos() && octets < rate * (waitedNs / SECOND_NANOS);
  }
}
