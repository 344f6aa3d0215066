package dev.weir.router.host;

import dev.weir.router.acl.RouteMap;
import dev.weir.router.config.RedirectPoint;
import dev.weir.router.config.RedirectPoint.Direction;
import dev.weir.router.packet.ServiceMatch;
import dev.weir.wccp.message.ServiceGroup;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// The marks that lead packets into the TUNs of [HostRules], as text for `nft`: one chain in the
/// table of [TrafficScript].
///
/// @param rules whose points have the TUNs
record MarkScript(HostRules rules) {
  private static final String CHAIN = "ip " + TrafficScript.TABLE + " divert";
  private static final String HOOK = "type filter hook prerouting priority mangle; policy accept;";

  /// The script for `nft -f` that marks the packets of these services, in place of an earlier one,
  /// in one step.
  ///
  /// A service that is not in the map has no packets yet.
  String of(Map<ServiceGroup, ServiceMatch> services) {
    List<RedirectPoint> points = rules.points();
    var lines = new ArrayList<String>();
    lines.add("add chain " + CHAIN + " { " + HOOK + " }");
    lines.add("flush chain " + CHAIN);
    lines.add("table ip " + TrafficScript.TABLE + " {");
    lines.add("  chain divert {");
    if (!rules.excludeIn().isEmpty()) {
      lines.add("    iifname " + NftText.set(rules.excludeIn()) + " return");
    }
    List<String> out =
        IntStream.range(0, points.size())
            .filter(point -> points.get(point).direction() == Direction.OUT)
            .mapToObj(HostRules::tun)
            .toList();
    if (!out.isEmpty()) {
      lines.add("    iifname " + NftText.set(out) + " return");
    }
    for (int point = 0; point < points.size(); point++) {
      lines.addAll(marks(point, services));
    }
    lines.add("  }");
    lines.add("}");
    return String.join("\n", lines) + "\n";
  }

  private List<String> marks(int point, Map<ServiceGroup, ServiceMatch> services) {
    RedirectPoint where = rules.points().get(point);
    String side = side(where) + NftText.set(where.interfaces());
    String mark = " meta mark set " + HostRules.mark(point) + " return";
    return where.services().stream()
        .filter(services::containsKey)
        .sorted(Comparator.comparingInt(ServiceGroup::id))
        .map(services::get)
        .distinct()
        .map(match -> "    " + side + selector(match))
        .flatMap(packets ->
            rules.traffic().checkOutbound()
                ? Stream.of(packets + " jump " + TrafficScript.JUDGE, packets + mark)
                : Stream.of(packets + mark))
        .toList();
  }

  /// What comes in by an interface; or what the routes, those of its route-map included, lead out
  /// by one. Points with a route-map come before the one without, which takes the others.
  private String side(RedirectPoint where) {
    if (where.direction() == Direction.IN) {
      return "iifname ";
    }
    String among =
        where.policy().map(map -> "iifname " + NftText.set(comingIn(map)) + " ").orElse("");
    return among + "fib daddr . mark oifname ";
  }

  /// Where packets of a route-map come in: its interfaces, and the TUNs of its points of direction
  /// in.
  private List<String> comingIn(RouteMap map) {
    List<RedirectPoint> points = rules.points();
    return Stream.concat(
            rules.traffic().policies().stream()
                .filter(policy -> policy.map().equals(map))
                .flatMap(policy -> policy.devices().stream()),
            IntStream.range(0, points.size())
                .filter(i -> points.get(i).direction() == Direction.IN)
                .filter(i -> points.get(i).policy().filter(map::equals).isPresent())
                .mapToObj(HostRules::tun))
        .toList();
  }

  private static String selector(ServiceMatch match) {
    String protocol =
        match.protocol() == ServiceMatch.ANY_PROTOCOL
            ? match.ports().isEmpty() ? "" : " meta l4proto { 6, 17 }"
            : " meta l4proto " + match.protocol();
    String ports =
        match.ports().stream().distinct().map(String::valueOf).collect(Collectors.joining(", "));
    return protocol
        + (ports.isEmpty() ? "" : " th " + (match.sourceSide() ? "sport" : "dport"))
        + (ports.isEmpty() ? "" : " { " + ports + " }");
  }
}
