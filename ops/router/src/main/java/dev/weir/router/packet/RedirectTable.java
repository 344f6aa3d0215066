package dev.weir.router.packet;

import dev.weir.wccp.message.ServiceGroup;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Everything the packet path decides by: all services, in the order in which they are asked at
/// each point where packets come into it.
///
/// Immutable; the control thread publishes each new one through one volatile reference.
public final class RedirectTable {
  private final List<RedirectService> services;
  private final List<List<RedirectService>> points;
  private final boolean checkAll;

  /// A table.
  ///
  /// @param points the services that are redirected at each point, by the point's number
  /// @param checkAll whether a packet that one service's redirect list denies is offered to the
  ///   next service (§7.3)
  public RedirectTable(
      Collection<RedirectService> services, List<Set<ServiceGroup>> points, boolean checkAll) {
    this.services = List.copyOf(services);
    this.points = points.stream().map(this::ofPoint).toList();
    this.checkAll = checkAll;
  }

  /// All services, in the order of the configuration.
  public List<RedirectService> services() {
    return services;
  }

  /// The services that are asked at a point, the first one first.
  List<RedirectService> at(int point) {
    return points.get(point);
  }

  boolean checksAll() {
    return checkAll;
  }

  /// Whether this address, as 32 bits in network order, is a usable cache's, of whatever service.
  boolean isCache(int address) {
    for (int i = 0; i < services.size(); i++) {
      if (services.get(i).isCache(address)) {
        return true;
      }
    }
    return false;
  }

  /// The service that a redirect header names (§6.3), or null.
  @Nullable RedirectService named(boolean dynamic, int id) {
    for (int i = 0; i < services.size(); i++) {
      if (services.get(i).rules().isNamed(dynamic, id)) {
        return services.get(i);
      }
    }
    return null;
  }

  /// Highest priority first; of equal ones the lower number.
  private List<RedirectService> ofPoint(Set<ServiceGroup> groups) {
    return services.stream()
        .filter(service -> groups.contains(service.rules().group()))
        .sorted(
            Comparator.comparingInt(RedirectService::priority)
                .reversed()
                .thenComparingInt(service -> service.rules().group().id()))
        .toList();
  }
}
