package dev.weir.router.host;

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

/// The marks that lead packets into the TUNs of [HostRules], as text for `nft`.
///
/// @param points where packets are diverted, in the order of the TUNs
/// @param excludeIn interfaces whose packets are never diverted
record MarkScript(List<RedirectPoint> points, List<String> excludeIn) {
  private static final String TABLE = "weir_router";

  /// The script for `nft -f` that marks the packets of these services, in place of an earlier one,
  /// in one step.
  ///
  /// A service that is not in the map has no packets yet.
  String of(Map<ServiceGroup, ServiceMatch> services) {
    var lines = new ArrayList<String>();
    lines.add(withdraw().stripTrailing());
    lines.add("table ip " + TABLE + " {");
    lines.add("  chain divert {");
    lines.add("    type filter hook prerouting priority mangle; policy accept;");
    if (!excludeIn.isEmpty()) {
      lines.add("    iifname " + set(excludeIn) + " return");
    }
    List<String> out =
        IntStream.range(0, points.size())
            .filter(point -> points.get(point).direction() == Direction.OUT)
            .mapToObj(HostRules::tun)
            .toList();
    if (!out.isEmpty()) {
      lines.add("    iifname " + set(out) + " return");
    }
    for (int point = 0; point < points.size(); point++) {
      lines.addAll(marks(point, services));
    }
    lines.add("  }");
    lines.add("}");
    return String.join("\n", lines) + "\n";
  }

  /// The script for `nft -f` that takes all marks away. Succeeds when there is none.
  static String withdraw() {
    return "add table ip " + TABLE + "\ndelete table ip " + TABLE + "\n";
  }

  private List<String> marks(int point, Map<ServiceGroup, ServiceMatch> services) {
    RedirectPoint where = points.get(point);
    String side = where.direction() == Direction.IN ? "iifname " : "fib daddr oifname ";
    return where.services().stream()
        .filter(services::containsKey)
        .sorted(Comparator.comparingInt(ServiceGroup::id))
        .map(services::get)
        .distinct()
        .map(match ->
            "    "
                + side
                + set(where.interfaces())
                + selector(match)
                + " meta mark set "
                + HostRules.mark(point)
                + " return")
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

  private static String set(List<String> names) {
    return names.stream().collect(Collectors.joining("\", \"", "{ \"", "\" }"));
  }
}
