package dev.weir.wccp.cache;

import dev.weir.wccp.assignment.Assignment;
import dev.weir.wccp.assignment.AssignmentKey;
import dev.weir.wccp.assignment.HashAssignment;
import dev.weir.wccp.message.CacheIdentity;
import dev.weir.wccp.message.Component;
import dev.weir.wccp.message.ReceiveId;
import dev.weir.wccp.negotiation.Agreement;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// The state of a [CacheMachine] at one moment, for whoever asks.
///
/// `key` and `assignment` are what every live router redirects by; empty when they do not agree.
/// WCCP1 has a table without a key: whether there is one tells [#tableInForce]. `foreign` are
/// caches that routers list and that are no members of our cluster.
public record CacheSnapshot(
    Component.Service service,
    Optional<InetAddress> designated,
    List<Router> routers,
    Optional<AssignmentKey> key,
    Assignment assignment,
    List<InetAddress> foreign) {

  /// The state of a router to which we have said farewell: what it said last is no longer heard.
  public static final String LEFT = "left";

  /// One router as we know it. `state` is `calling`, `seen`, `usable`, `assigned`, `rejected` or
  /// [#LEFT]; `version` is `1`, `2.00` or `2.01`, `identities` are the caches as it shows them.
  public record Router(
      InetAddress address,
      Optional<InetAddress> id,
      String state,
      String version,
      ReceiveId receiveId,
      int memberChange,
      Optional<AssignmentKey> key,
      Agreement agreement,
      List<CacheIdentity> identities) {
    /// The caches that it lists.
    public List<InetAddress> caches() {
      return identities.stream().map(CacheIdentity::address).toList();
    }

    /// Whether it is heard: it has said who it is, and we have not left it.
    public boolean heard() {
      return id.isPresent() && !state.equals(LEFT);
    }

    /// TRANSMIT_T as agreed.
    public Duration transmit() {
      return agreement.timers().transmit();
    }
  }

  /// The state of a group that no router is asked about.
  public static CacheSnapshot alone(Component.Service service) {
    return new CacheSnapshot(
        service, Optional.empty(), List.of(), Optional.empty(), HashAssignment.NONE, List.of());
  }

  /// Whether the routers redirect by a table.
  public boolean tableInForce() {
    return key.isPresent() || !assignment.caches().isEmpty();
  }
}
