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

/// The state of a [RouterGroup] at one moment, for whoever asks.
///
/// @param forwarding how packets are brought to the caches; GRE as long as nothing is agreed on
public record RouterSnapshot(
    InetAddress routerId,
    Component.Service service,
    List<Cache> caches,
    Optional<AssignmentKey> key,
    Assignment assignment,
    int memberChange,
    Timers timers,
    Transport forwarding) {
  /// One cache: whether it is usable, the last receive id sent to it, and what it said of itself.
  public record Cache(
      InetAddress address, boolean usable, ReceiveId lastSent, CacheIdentity identity) {}
}
