package dev.weir.router.packet;

import dev.weir.router.acl.AccessList;
import dev.weir.wccp.assignment.AddressBits;
import dev.weir.wccp.assignment.Assignment;
import dev.weir.wccp.message.Component;
import dev.weir.wccp.message.ServiceGroup;
import java.net.Inet4Address;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One service as the packet path sees it: which packets are its, and what becomes of each.
///
/// Immutable; made anew by the control thread at each change.
public final class RedirectService {
  private static final int WEB_CACHE_PRIORITY = 240;

  private final ServiceRules rules;
  private final int priority;
  private final @Nullable ServiceMatch match;
  private final @Nullable AccessList serviceList;
  private final @Nullable AccessList redirectList;
  private final Verdict denied;
  private final VerdictTable table;
  private final int[] caches;

  private RedirectService(
      ServiceRules rules,
      Optional<Component.Service> description,
      VerdictTable table,
      Collection<Inet4Address> caches) {
    this.rules = rules;
    this.priority =
        rules.group().equals(ServiceGroup.WEB_CACHE)
            ? WEB_CACHE_PRIORITY
            : description.map(Component.Service::priority).orElse(0);
    this.match = description.map(ServiceMatch::of).orElse(null);
    this.serviceList = rules.serviceList().orElse(null);
    this.redirectList = rules.redirectList().orElse(null);
    this.denied = new Verdict.Spared(rules.index(), Verdict.Forward.REDIRECT_LIST);
    this.table = table;
    this.caches = caches.stream().mapToInt(it -> (int) AddressBits.of(it).low()).toArray();
  }

  /// A service whose packets are known.
  ///
  /// @param assignment the one in force
  /// @param caches the usable ones
  public static RedirectService described(
      ServiceRules rules,
      Component.Service description,
      Optional<Assignment> assignment,
      Collection<Inet4Address> caches) {
    return new RedirectService(
        rules, Optional.of(description), VerdictTable.of(rules, description, assignment), caches);
  }

  /// A service that no cache has described yet: no packet is its but those of its service list.
  public static RedirectService undescribed(ServiceRules rules) {
    return new RedirectService(
        rules,
        Optional.empty(),
        new VerdictTable.Same(rules.unserved(Verdict.Forward.NO_TABLE)),
        List.of());
  }

  /// What the operator decided about it.
  public ServiceRules rules() {
    return rules;
  }

  /// What has to be diverted for it; nothing as long as no packet can be its.
  public Optional<ServiceMatch> diverts() {
    return match == null && serviceList != null
        ? Optional.of(ServiceMatch.EVERYTHING)
        : Optional.ofNullable(match);
  }

  /// 0..255; the service with the higher one is asked first (§3.2).
  int priority() {
    return priority;
  }

  /// Whether a packet is the service's.
  boolean matches(int protocol, int source, int destination, int sourcePort, int destinationPort) {
    if (match != null) {
      return match.matches(protocol, sourcePort, destinationPort);
    }
    return serviceList != null
        && serviceList.permits(protocol, source, destination, sourcePort, destinationPort);
  }

  /// Whether the redirect list lets a packet of the service through.
  boolean permits(int protocol, int source, int destination, int sourcePort, int destinationPort) {
    return redirectList == null
        || redirectList.permits(protocol, source, destination, sourcePort, destinationPort);
  }

  /// The verdict on a packet that the redirect list denies.
  Verdict denied() {
    return denied;
  }

  /// The assignment in force.
  VerdictTable table() {
    return table;
  }

  /// Whether this address, as 32 bits in network order, is a usable cache's.
  boolean isCache(int address) {
    for (int cache : caches) {
      if (cache == address) {
        return true;
      }
    }
    return false;
  }
}
