package dev.weir.router.config;

import dev.weir.router.acl.RouteMap;
import dev.weir.wccp.message.ServiceGroup;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Interfaces that redirect the same services in the same direction, for packets with the same
/// route-map: one way into the packet path, and back.
///
/// A packet that comes back no longer shows where it came in; its point remembers its route-map.
///
/// @param interfaces device names, in the order of the file; none: nothing comes in, but what
///   caches return goes out
/// @param services what is redirected
/// @param policy the route-map of its packets
public record RedirectPoint(
    Direction direction,
    List<String> interfaces,
    Set<ServiceGroup> services,
    Optional<RouteMap> policy) {
  private static final RedirectPoint RETURNS =
      new RedirectPoint(Direction.OUT, List.of(), Set.of(), Optional.empty());

  /// On which side of the routing decision a packet is looked at.
  public enum Direction {
    /// When it has come in (`redirect in`).
    IN,
    /// When its way out is known (`redirect out`).
    OUT
  }

  /// Keeps copies.
  public RedirectPoint {
    interfaces = List.copyOf(interfaces);
    services = Set.copyOf(services);
  }

  /// The points of all interfaces: those of direction in come first, and in each direction those
  /// with a route-map. The last one has none: what caches return is routed by no policy.
  static List<RedirectPoint> of(Map<String, InterfaceConfig> interfaces) {
    var points = new ArrayList<RedirectPoint>();
    points.addAll(in(interfaces));
    points.addAll(out(interfaces));
    if (!points.isEmpty() && points.getLast().policy().isPresent()) {
      points.add(RETURNS);
    }
    return List.copyOf(points);
  }

  private static List<RedirectPoint> in(Map<String, InterfaceConfig> interfaces) {
    record Kind(Set<ServiceGroup> services, Optional<RouteMap> policy) {}
    var names = new LinkedHashMap<Kind, List<String>>();
    interfaces.forEach((name, config) -> {
      if (!config.redirectIn().isEmpty()) {
        var kind = new Kind(Set.copyOf(config.redirectIn()), config.lists().policy());
        names.computeIfAbsent(kind, _ -> new ArrayList<>()).add(name);
      }
    });
    return names.entrySet().stream()
        .map(it ->
            new RedirectPoint(
                Direction.IN, it.getValue(), it.getKey().services(), it.getKey().policy()))
        .sorted(Comparator.comparing(it -> it.policy().isEmpty()))
        .toList();
  }

  /// Whatever route-map brings a packet to the interface.
  private static List<RedirectPoint> out(Map<String, InterfaceConfig> interfaces) {
    var names = new LinkedHashMap<Set<ServiceGroup>, List<String>>();
    var policies = new LinkedHashSet<Optional<RouteMap>>();
    interfaces.forEach((name, config) -> {
      if (!config.redirectOut().isEmpty()) {
        names.computeIfAbsent(Set.copyOf(config.redirectOut()), _ -> new ArrayList<>()).add(name);
      }
      if (config.lists().policy().isPresent()) {
        policies.add(config.lists().policy());
      }
    });
    policies.add(Optional.empty());
    return policies.stream()
        .flatMap(policy ->
            names.entrySet().stream()
                .map(it -> new RedirectPoint(Direction.OUT, it.getValue(), it.getKey(), policy)))
        .toList();
  }
}
