package dev.weir.router.config;

import dev.weir.node.config.value.Values;
import dev.weir.node.config.yaml.SectionReader;
import dev.weir.router.acl.RouteMap;
import java.util.List;
import java.util.Optional;

/// The key `policy` of an interface: clauses of a route-map that has the interface's name.
final class PolicyClause {
  private static final int HOPS_MAX = 8;

  private PolicyClause() {}

  /// The route-map, if a clause is written.
  static Optional<RouteMap> read(String name, SectionReader section) {
    List<RouteMap.Clause> clauses = section.sections("policy", PolicyClause::clause);
    return clauses.isEmpty() ? Optional.empty() : Optional.of(new RouteMap(name, clauses));
  }

  private static RouteMap.Clause clause(SectionReader section) {
    var match =
        ServiceLists.rules(section, "match", "Packets it is about; when empty, all of them.");
    var hops =
        section
            .key(
                "next-hop",
                Values.list(Values.address(), 0, HOPS_MAX),
                "Neighbours to send them to, the best first; none: as the routes say.")
            .or(List.of());
    return new RouteMap.Clause(!hops.isEmpty(), match.stream().toList(), hops);
  }
}
