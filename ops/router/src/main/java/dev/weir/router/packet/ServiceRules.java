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
/// @param versionOne whether packets are sent without a redirect header (§6.1)
public record ServiceRules(
    int index,
    ServiceGroup group,
    boolean closed,
    Optional<AccessList> redirectList,
    Optional<AccessList> serviceList,
    boolean versionOne) {

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
    return owner.isPresent() && owner.get() instanceof Inet4Address cache
        ? new Verdict.Redirect(
            index, cache, versionOne ? OptionalInt.empty() : OptionalInt.of(header.toWord()))
        : unserved(Verdict.Forward.UNASSIGNED);
  }

  private boolean isDynamic() {
    return group.type() == ServiceGroup.Type.DYNAMIC;
  }
}
