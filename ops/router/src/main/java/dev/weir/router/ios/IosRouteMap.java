package dev.weir.router.ios;

import java.net.Inet4Address;
import java.util.List;

/// A route-map: its clauses in the order of their numbers; the first that matches decides.
public record IosRouteMap(String name, List<Clause> clauses) {
  /// Keeps a copy.
  public IosRouteMap {
    clauses = List.copyOf(clauses);
  }

  /// One clause. A clause that denies routes normally what it matches.
  ///
  /// @param number 0..65535
  /// @param accessLists it matches what one of them permits; none: everything
  /// @param nextHops where matching packets are sent: the first that can be reached
  public record Clause(
      int line, int number, boolean permit, List<String> accessLists, List<Inet4Address> nextHops) {
    /// Keeps copies.
    public Clause {
      accessLists = List.copyOf(accessLists);
      nextHops = List.copyOf(nextHops);
    }
  }
}
