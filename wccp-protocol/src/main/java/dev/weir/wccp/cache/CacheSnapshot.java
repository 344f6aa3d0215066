package dev.weir.wccp.cache;

import dev.weir.wccp.assignment.Assignment;
import dev.weir.wccp.assignment.AssignmentKey;
import dev.weir.wccp.message.Component;
import dev.weir.wccp.message.ReceiveId;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// The state of a [CacheMachine] at one moment, for whoever asks.
///
/// `key` and `assignment` are what every live router redirects by; empty when they do not agree.
/// WCCP1 has a table without a key: whether there is one tells [#tableInForce].
public record CacheSnapshot(
    Component.Service service,
    Optional<InetAddress> designated,
    List<Router> routers,
    Optional<AssignmentKey> key,
    Assignment assignment) {

  /// One router as we know it. `state` is `calling`, `seen`, `usable`, `assigned` or `rejected`.
  public record Router(
      InetAddress address,
      Optional<InetAddress> id,
      String state,
      ReceiveId receiveId,
      int memberChange,
      Optional<AssignmentKey> key,
      Duration transmit,
      List<InetAddress> caches) {}

  /// Whether the routers redirect by a table.
  public boolean tableInForce() {
    return key.isPresent() || !assignment.caches().isEmpty();
  }
}
