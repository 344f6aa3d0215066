package dev.weir.wccp.router;

import dev.weir.wccp.assignment.Assignment;
import dev.weir.wccp.assignment.AssignmentKey;
import dev.weir.wccp.message.CacheIdentity;
import dev.weir.wccp.message.Component;
import dev.weir.wccp.message.ReceiveId;
import dev.weir.wccp.negotiation.Agreement;
import dev.weir.wccp.negotiation.Timers;
import dev.weir.wccp.negotiation.Transport;
import java.net.InetAddress;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The state of a [RouterMachine] at one moment, for whoever asks.
///
/// `service` is the description that caches gave of a dynamic service, all zero while there is
/// none. `routers` are those that usable caches report. `agreement` is empty while no cache is
/// usable. `version` is that of the protocol, 1 or 2: with version 1 packets go to the caches
/// without a redirect header (§6.1), and a table has no key: whether there is one tells
/// [#tableInForce].
public record RouterSnapshot(
    InetAddress routerId,
    Component.Service service,
    List<Cache> caches,
    Optional<AssignmentKey> key,
    Assignment assignment,
    int memberChange,
    List<InetAddress> routers,
    Optional<Agreement> agreement,
    int version) {
  /// Copies the lists.
  public RouterSnapshot {
    caches = List.copyOf(caches);
    routers = List.copyOf(routers);
  }

  /// Whether packets are redirected by a table.
  public boolean tableInForce() {
    return key.isPresent() || !assignment.caches().isEmpty();
  }

  /// The timers that hold for usable caches.
  public Timers timers() {
    return agreement.map(Agreement::timers).orElse(Timers.DEFAULT);
  }

  /// How packets are brought to the caches; GRE as long as nothing is agreed on.
  public Transport forwarding() {
    return agreement.map(Agreement::forwarding).orElse(Transport.GRE);
  }

  /// One cache.
  ///
  /// `source` is where its messages come from, `lastSent` the last receive id sent to it,
  /// `identity` what it last said of itself. `connectedSince` is when it became usable. `unechoed`
  /// counts its HERE_I_AM since the last one that echoed a receive id: a cache in which it grows
  /// does not hear us. `agreement` is what it has agreed on with us.
  public record Cache(
      InetAddress address,
      InetAddress source,
      ReceiveId lastSent,
      CacheIdentity identity,
      Optional<Instant> connectedSince,
      int unechoed,
      Optional<Agreement> agreement) {
    /// Whether it is listed, and may be given packets.
    public boolean usable() {
      return connectedSince.isPresent();
    }
  }
}
