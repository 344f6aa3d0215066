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

/// What diverts packets into the router's TUNs, as text for `ip` and `nft`.
///
/// Each point i, a set of interfaces with the same services, has a TUN, a mark and a table:
///
/// ```
/// nft       iifname rc tcp dport 80              meta mark set 0x57520000 return     (point 0, in)
///           fib daddr oifname ro tcp sport 80    meta mark set 0x57520001 return     (point 1, out)
/// pref 100  fwmark 0x5752000i lookup 100+i       protocol 210
/// table     100+i default dev wtun_i             protocol 210
/// ```
///
/// A packet the router writes back comes in on a TUN. From that of a point `in` it may still meet a
/// point `out`, as on its way through a real router; what comes from a point `out` meets no rule. A
/// route goes with its device: when the router is killed, its tables are empty, the marks find
/// nothing, and traffic flows as if there were no router program (fail open).
///
/// @param points where packets are diverted, those of direction in first
/// @param excludeIn interfaces whose packets are never diverted
public record HostRules(List<RedirectPoint> points, List<String> excludeIn) {
  private static final String TUN_PREFIX = "wtun";
  private static final String TUN_ADDRESS = "192.0.2.2/32";
  private static final String MTU = "1500";
  private static final String PREFERENCE = "100";
  private static final int FIRST_TABLE = 100;
  private static final int FIRST_MARK = 0x57520000;
  private static final String TABLE = "weir_router";

  /// By this number of origin the kernel keeps our rules and routes apart from all others.
  private static final String PROTOCOL = "210";

  /// Keeps copies.
  public HostRules {
    points = List.copyOf(points);
    excludeIn = List.copyOf(excludeIn);
  }

  /// The name of a point's TUN; the router owns every device of this name in its network namespace.
  public static String tun(int point) {
    return TUN_PREFIX + point;
  }

  /// What a TUN is set to before it goes up: a file under /proc/sys and its value.
  ///
  /// No IPv6, or its router solicitations wait in the TUN; loose reverse-path filtering, because a
  /// client's address is never reached through the TUN. Loose wants an address on the device.
  public static Map<String, String> deviceSettings(int point) {
    return Map.of(
        "net/ipv6/conf/" + tun(point) + "/disable_ipv6", "1",
        "net/ipv4/conf/" + tun(point) + "/rp_filter", "2");
  }

  /// Brings the TUNs up and sets routes and rules, in this order. The TUNs exist; nothing has a
  /// mark yet.
  public List<List<String>> install() {
    var commands = new ArrayList<List<String>>();
    for (int point = 0; point < points.size(); point++) {
      String tun = tun(point);
      String table = Integer.toString(FIRST_TABLE + point);
      commands.add(ip("address", "replace", TUN_ADDRESS, "dev", tun));
      commands.add(ip("link", "set", "dev", tun, "mtu", MTU, "up"));
      commands.add(
          ip("route", "replace", "default", "dev", tun, "table", table, "protocol", PROTOCOL));
      commands.add(
          ip(
              "rule",
              "add",
              "pref",
              PREFERENCE,
              "fwmark",
              mark(point),
              "lookup",
              table,
              "protocol",
              PROTOCOL));
    }
    return List.copyOf(commands);
  }

  /// The script for `nft -f` that marks the packets of these services, in place of an earlier one,
  /// in one step.
  ///
  /// A service that is not in the map has no packets yet.
  public String mark(Map<ServiceGroup, ServiceMatch> services) {
    var lines = new ArrayList<String>();
    lines.add(withdrawMarks().stripTrailing());
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

  /// Takes every rule of ours away, also of a router that was killed. Succeeds when there is none.
  public static List<String> withdraw() {
    return ip("rule", "flush", "protocol", PROTOCOL);
  }

  /// The script for `nft -f` that takes all marks away. Succeeds when there is none.
  public static String withdrawMarks() {
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
                + mark(point)
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

  private static String mark(int point) {
    return "0x" + Integer.toHexString(FIRST_MARK + point);
  }

  private static List<String> ip(String... words) {
    var command = new ArrayList<>(List.of("ip", "-4"));
    command.addAll(List.of(words));
    return List.copyOf(command);
  }
}
