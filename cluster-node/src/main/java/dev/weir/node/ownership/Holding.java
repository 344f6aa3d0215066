package dev.weir.node.ownership;

import java.net.Inet4Address;
import java.time.Instant;
import java.util.Optional;

/// One bucket in an epoch: who owns it, and who did before.
///
/// @param tenure the number of the epoch in which this ownership began, at `since`
public record Holding(Inet4Address owner, Optional<Former> before, long tenure, Instant since) {
  /// An owner that is none any more, and the tenure it had.
  public record Former(Inet4Address node, long tenure) {}

  /// The node that owned the bucket before.
  public Optional<Inet4Address> formerOwner() {
    return before.map(Former::node);
  }
}
