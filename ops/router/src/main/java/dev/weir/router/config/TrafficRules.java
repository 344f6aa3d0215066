package dev.weir.router.config;

import dev.weir.router.acl.AccessList;
import dev.weir.router.acl.RouteMap;
import dev.weir.router.config.RedirectPoint.Direction;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What is done with the packets of interfaces beside redirection: filters and policy routing.
///
/// @param filters in the order of the file, in before out
/// @param policies each route-map once
/// @param checkOutbound whether a packet to redirect must pass the filter of the interface by which
///   it would have left (§7.3)
public record TrafficRules(List<Filter> filters, List<Policy> policies, boolean checkOutbound) {
  /// Everything passes, and goes where the routes say.
  public static final TrafficRules NONE = new TrafficRules(List.of(), List.of(), false);

  /// The access list of an interface for one direction.
  public record Filter(String device, Direction direction, AccessList list) {}

  /// A route-map and the interfaces it is for.
  public record Policy(RouteMap map, List<String> devices) {
    /// Keeps a copy.
    public Policy {
      devices = List.copyOf(devices);
    }
  }

  /// Keeps copies.
  public TrafficRules {
    filters = List.copyOf(filters);
    policies = List.copyOf(policies);
  }

  /// What these interfaces say, by device name.
  static TrafficRules of(Map<String, InterfaceConfig> interfaces, boolean checkOutbound) {
    var filters = new ArrayList<Filter>();
    var devices = new LinkedHashMap<RouteMap, List<String>>();
    interfaces.forEach((name, config) -> {
      InterfaceConfig.Lists lists = config.lists();
      lists.in().ifPresent(list -> filters.add(new Filter(name, Direction.IN, list)));
      lists.out().ifPresent(list -> filters.add(new Filter(name, Direction.OUT, list)));
      lists
          .policy()
          .ifPresent(map -> devices.computeIfAbsent(map, _ -> new ArrayList<>()).add(name));
    });
    return new TrafficRules(
        filters,
        devices.entrySet().stream()
            .map(entry -> new Policy(entry.getKey(), entry.getValue()))
            .toList(),
        checkOutbound);
  }

  /// The clauses that send packets somewhere, of all route-maps, in their order.
  public List<RouteMap.Clause> routes() {
    return policies.stream().flatMap(policy -> policy.map().routes().stream()).toList();
  }
}
