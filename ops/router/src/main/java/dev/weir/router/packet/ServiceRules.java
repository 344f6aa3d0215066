package dev.weir.router.packet;

import dev.weir.gre.RedirectHeader;
import dev.weir.router.acl.AccessList;
import dev.weir.wccp.message.ServiceGroup;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Optional;
import java.util.OptionalInt;

/// What the operator decided about a service, as far as packets are concerned.
///
/// @param index the place of the service in the configuration, from 0
/// @param closed whether its packets are dropped where no cache takes them
/// @param redirectList the packets of it that are redirected; absent: all
/// @param serviceList the packets that are its as long as no cache has described it
/// @param delivery how its packets are brought to caches
public record ServiceRules(
    int index,
    ServiceGroup group,
    boolean closed,
    Optional<AccessList> redirectList,
    Optional<AccessList> serviceList,
    Delivery delivery) {

  /// How packets are brought to a cache.
  public enum Delivery {
    /// In GRE with a redirect header (§6.1).
    GRE,
    /// In GRE without one: version 1.
    GRE_BARE,
    /// As they are, to the cache's link address (L2, §3.10).
    LINK
  }

  /// The same with another delivery, as caches have chosen it.
  public ServiceRules delivering(Delivery chosen) {
    return new ServiceRules(index, group, closed, redirectList, serviceList, chosen);
  }

  /// To the owner, if there is one, of what the primary hash chose, or a mask, with bucket 0
  /// (§6.3).
  Verdict redirect(Optional<InetAddress> owner, int bucket) {
    return redirect(owner, RedirectHeader.primary(isDynamic(), group.id(), bucket));
  }

  /// To the owner, if there is one, of what the alternate hash chose (§5.2).
  Verdict redirect(Optional<InetAddress> owner, int primaryBucket, int alternateBucket) {
    return redirect(
        owner,
        new RedirectHeader(
            isDynamic(), true, false, 0, group.id(), alternateBucket, primaryBucket));
  }

  /// No cache takes it, for this reason.
  Verdict unserved(Verdict.Forward reason) {
    return closed ? new Verdict.Dropped(index) : new Verdict.Spared(index, reason);
  }

  /// Whether a redirect header of these flags and this number is about this service (§6.3).
  boolean isNamed(boolean dynamic, int id) {
    return id == group.id() && dynamic == isDynamic();
  }

  /// Packets are redirected over IPv4 only: another owner is none.
  private Verdict redirect(Optional<InetAddress> owner, RedirectHeader header) {
    if (owner.isEmpty() || !(owner.get() instanceof Inet4Address cache)) {
      return unserved(Verdict.Forward.UNASSIGNED);
    }
    return switch (delivery) {
      case GRE -> new Verdict.Redirect(index, cache, OptionalInt.of(header.toWord()));
      case GRE_BARE -> new Verdict.Redirect(index, cache, OptionalInt.empty());
      case LINK -> new Verdict.HandOver(index, cache);
    };
  }

  private boolean isDynamic() {
    return group.type() == ServiceGroup.Type.DYNAMIC;
  }
}
