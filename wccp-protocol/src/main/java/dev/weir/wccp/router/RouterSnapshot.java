package dev.weir.wccp.router;

import dev.weir.wccp.assignment.Assignment;
import dev.weir.wccp.assignment.AssignmentKey;
import dev.weir.wccp.message.CacheIdentity;
import dev.weir.wccp.message.Component;
import dev.weir.wccp.message.ReceiveId;
import dev.weir.wccp.negotiation.Timers;
import dev.weir.wccp.negotiation.Transport;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/// The state of a [RouterMachine] at one moment, for whoever asks.
///
/// With version 1 packets go to the caches without a redirect header (§6.1), and a table has no
/// key: whether there is one tells [#tableInForce].
///
/// @param forwarding how packets are brought to the caches; GRE as long as nothing is agreed on
/// @param version of the protocol, 1 or 2
public record RouterSnapshot(
    InetAddress routerId,
    Component.Service service,
    List<Cache> caches,
    Optional<AssignmentKey> key,
    Assignment assignment,
    int memberChange,
    Timers timers,
    Transport forwarding,
    int version) {
  /// The state of a router's side of WCCP2.
  public RouterSnapshot(
      InetAddress routerId,
      Component.Service service,
      List<Cache> caches,
      Optional<AssignmentKey> key,
      Assignment assignment,
      int memberChange,
      Timers timers,
      Transport forwarding) {
    this(routerId, service, caches, key, assignment, memberChange, timers, forwarding, 2);
  }

  /// One cache: whether it is usable, the last receive id sent to it, and what it said of itself.
  public record Cache(
      InetAddress address, boolean usable, ReceiveId lastSent, CacheIdentity identity) {}

  /// Whether packets are redirected by a table.
  public boolean tableInForce() {
    return key.isPresent() || !assignment.caches().isEmpty();
  }
}
