package dev.weir.router.config;

import dev.weir.wccp.message.ServiceGroup;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Interfaces that redirect the same services in the same direction: one way into the packet path.
///
/// @param interfaces device names, in the order of the file
/// @param services at least one
public record RedirectPoint(
    Direction direction, List<String> interfaces, Set<ServiceGroup> services) {

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

  /// The points of all interfaces; those of direction in come first.
  static List<RedirectPoint> of(Map<String, InterfaceConfig> interfaces) {
    var points = new ArrayList<RedirectPoint>();
    for (Direction direction : Direction.values()) {
      var namesByServices = new LinkedHashMap<Set<ServiceGroup>, List<String>>();
      interfaces.forEach((name, config) -> {
        var services = direction == Direction.IN ? config.redirectIn() : config.redirectOut();
        if (!services.isEmpty()) {
          namesByServices.computeIfAbsent(Set.copyOf(services), _ -> new ArrayList<>()).add(name);
        }
      });
      namesByServices.forEach(
          (services, names) -> points.add(new RedirectPoint(direction, names, services)));
    }
    return List.copyOf(points);
  }
}
