package dev.weir.router.host;

import dev.weir.router.acl.AccessList;
import dev.weir.router.acl.RouteMap;
import dev.weir.router.config.RedirectPoint;
import dev.weir.router.config.RedirectPoint.Direction;
import dev.weir.router.config.TrafficRules.Filter;
import dev.weir.router.config.TrafficRules.Policy;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// The filters and route-maps of the interfaces as text for `nft`: the whole table but the marks of
/// [MarkScript], which jump to [#JUDGE].
///
/// Filter i has a chain and a counter `access_i`, route-map i a chain and a counter `policy_i`, and
/// each list of its clauses a chain of its own. A packet is filtered as it comes in, then marked
/// for the route-map of its interface or of the TUN that gave it back, then diverted over that mark
/// (§7.3), and filtered as it leaves.
///
/// @param rules the rules whose table this is
record TrafficScript(HostRules rules) {
  /// The one nft table of the router.
  static final String TABLE = "weir_router";

  /// The chain that a packet to redirect must pass when outbound lists are checked.
  static final String JUDGE = "judge";

  /// The name of the counter of what a filter has denied.
  static String accessCounter(int filter) {
    return "access_" + filter;
  }

  /// The name of the counter of what a route-map has sent to next hops.
  static String policyCounter(int policy) {
    return "policy_" + policy;
  }

  /// The script for `nft -f` that puts the table in the place of an earlier one, in one step.
  String text() {
    List<Filter> filters = rules.traffic().filters();
    List<Policy> policies = rules.traffic().policies();
    var lines = new ArrayList<String>();
    lines.add(withdraw().stripTrailing());
    lines.add("table ip " + TABLE + " {");
    for (int i = 0; i < filters.size(); i++) {
      String denied = "counter name " + accessCounter(i) + " drop";
      lines.add("  counter " + accessCounter(i) + " { }");
      lines.addAll(
          NftText.chain(accessCounter(i), ListRules.of(filters.get(i).list(), "return", denied)));
    }
    for (int i = 0; i < policies.size(); i++) {
      lines.add("  counter " + policyCounter(i) + " { }");
      lines.addAll(routeMap(i));
    }
    if (rules.traffic().checkOutbound()) {
      lines.addAll(NftText.chain(JUDGE, jumps(Direction.OUT, "fib daddr . mark oifname ")));
    }
    lines.addAll(
        NftText.hook("filter_in", "prerouting priority raw", jumps(Direction.IN, "iifname ")));
    lines.addAll(NftText.hook("route_maps", "prerouting priority mangle - 1", choices()));
    var leaving = new ArrayList<>(jumps(Direction.OUT, "oifname "));
    leaving.addAll(counts());
    lines.addAll(NftText.hook("filter_out", "forward priority filter", leaving));
    lines.add("}");
    return String.join("\n", lines) + "\n";
  }

  /// The script for `nft -f` that takes the table away. Succeeds when there is none.
  static String withdraw() {
    return "add table ip " + TABLE + "\ndelete table ip " + TABLE + "\n";
  }

  /// To the chains of the filters of a direction, by the interface that `side` looks at.
  private List<String> jumps(Direction direction, String side) {
    List<Filter> filters = rules.traffic().filters();
    return IntStream.range(0, filters.size())
        .filter(i -> filters.get(i).direction() == direction)
        .mapToObj(i -> side + NftText.quoted(filters.get(i).device()) + " jump " + accessCounter(i))
        .toList();
  }

  /// To the chain of the route-map of each interface, and of each TUN that gives its packets back.
  private List<String> choices() {
    List<Policy> policies = rules.traffic().policies();
    return IntStream.range(0, policies.size())
        .mapToObj(i -> {
          var devices = new ArrayList<>(policies.get(i).devices());
          devices.addAll(tuns(policies.get(i)));
          return "iifname " + NftText.set(devices) + " jump " + policyCounter(i);
        })
        .toList();
  }

  private List<String> tuns(Policy policy) {
    List<RedirectPoint> points = rules.points();
    return IntStream.range(0, points.size())
        .filter(point -> points.get(point).policy().filter(policy.map()::equals).isPresent())
        .mapToObj(HostRules::tun)
        .toList();
  }

  /// Counts what a route-map sends to next hops as it leaves: one that a cache takes does not.
  private List<String> counts() {
    var counts = new ArrayList<String>();
    for (int policy = 0, route = 0; policy < rules.traffic().policies().size(); policy++) {
      int routes = rules.traffic().policies().get(policy).map().routes().size();
      if (routes > 0) {
        counts.add(
            IntStream.range(route, route + routes)
                .mapToObj(HostRules::routeMark)
                .collect(
                    Collectors.joining(
                        ", ", "meta mark { ", " } counter name " + policyCounter(policy))));
      }
      route += routes;
    }
    return counts;
  }

  /// The chain of a route-map, after those of the lists that its clauses ask.
  private List<String> routeMap(int policy) {
    int route =
        rules.traffic().policies().stream()
            .limit(policy)
            .mapToInt(it -> it.map().routes().size())
            .sum();
    var lines = new ArrayList<String>();
    var clauses = new ArrayList<String>();
    for (RouteMap.Clause clause : rules.traffic().policies().get(policy).map().clauses()) {
      String matched =
          clause.permit() ? "meta mark set " + HostRules.routeMark(route++) + " accept" : "accept";
      if (clause.lists().isEmpty()) {
        clauses.add(matched);
      }
      for (AccessList list : clause.lists()) {
        String name = policyCounter(policy) + "_" + clauses.size();
        lines.addAll(NftText.chain(name, ListRules.of(list, matched, "return")));
        clauses.add("jump " + name);
      }
    }
    lines.addAll(NftText.chain(policyCounter(policy), clauses));
    return lines;
  }
}
