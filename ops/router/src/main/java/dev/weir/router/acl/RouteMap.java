package dev.weir.router.acl;

import java.net.Inet4Address;
import java.util.List;

/// A route-map: the first clause that matches a packet decides where it goes; what none matches
/// goes where the routes say.
///
/// @param clauses in the order they are asked
public record RouteMap(String name, List<Clause> clauses) {
  /// Keeps a copy.
  public RouteMap {
    clauses = List.copyOf(clauses);
  }

  /// The clauses that send packets somewhere, in their order.
  public List<Clause> routes() {
    return clauses.stream().filter(Clause::permit).toList();
  }

  /// One clause: what it matches, and whereto.
  ///
  /// @param permit whether what it matches goes to a next hop; else it goes where the routes say
  /// @param lists it matches what one of them permits; none: everything
  /// @param nextHops the first that the machine has a way to; at least one when it permits
  public record Clause(boolean permit, List<AccessList> lists, List<Inet4Address> nextHops) {
    /// Keeps copies.
    public Clause {
      lists = List.copyOf(lists);
      nextHops = List.copyOf(nextHops);
      if (permit && nextHops.isEmpty()) {
        throw new IllegalArgumentException("a clause that permits has a next hop");
      }
    }
  }
}
