package dev.weir.router.host;

import dev.weir.router.acl.RouteMap;
import dev.weir.router.config.RedirectPoint;
import dev.weir.router.config.RouterConfig;
import dev.weir.router.config.TrafficRules;
import java.net.Inet4Address;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// What diverts packets into the router's TUNs and to next hops, as text for `ip`, beside the marks
/// of [MarkScript] and [TrafficScript].
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
/// Route j, a clause of a route-map that permits, has mark 0x57530000+j and table 200+j likewise,
/// with a default route by each of its next hops.
///
/// A packet the router writes back comes in on a TUN. From that of a point `in` it may still meet a
/// point `out`, as on its way through a real router; what comes from a point `out` meets no rule. A
/// route goes with its device: when the router is killed, its tables are empty, the marks find
/// nothing, and traffic flows as if there were no router program (fail open). Filters and
/// route-maps stay until the next start: nothing passes for want of a program.
///
/// @param points where packets are diverted, those of direction in first
/// @param excludeIn interfaces whose packets are never diverted
/// @param traffic what is filtered, and what is routed by policy
public record HostRules(List<RedirectPoint> points, List<String> excludeIn, TrafficRules traffic) {
  private static final String TUN_PREFIX = "wtun";
  private static final String TUN_ADDRESS = "192.0.2.2/32";
  private static final String MTU = "1500";
  private static final String PREFERENCE = "100";
  private static final int FIRST_TABLE = 100;
  private static final int FIRST_MARK = 0x57520000;
  private static final int FIRST_ROUTE_TABLE = 200;
  private static final int FIRST_ROUTE_MARK = 0x57530000;

  /// By this number of origin the kernel keeps our rules and routes apart from all others.
  private static final String PROTOCOL = "210";

  /// Keeps copies.
  public HostRules {
    points = List.copyOf(points);
    excludeIn = List.copyOf(excludeIn);
  }

  /// What a configuration wants of its host.
  public static HostRules of(RouterConfig config) {
    return new HostRules(config.points(), config.excludeIn(), config.traffic());
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
      commands.add(rule(mark(point), table));
    }
    List<RouteMap.Clause> routes = traffic.routes();
    for (int route = 0; route < routes.size(); route++) {
      String table = Integer.toString(FIRST_ROUTE_TABLE + route);
      int metric = 0;
      for (Inet4Address hop : routes.get(route).nextHops()) {
        commands.add(nextHop(hop, table, ++metric));
      }
      commands.add(rule(routeMark(route), table));
    }
    return List.copyOf(commands);
  }

  /// Takes every rule and route of ours away, also of a router that was killed. Succeeds when there
  /// is none.
  public static List<List<String>> withdraw() {
    return List.of(
        ip("rule", "flush", "protocol", PROTOCOL),
        ip("route", "flush", "table", "all", "protocol", PROTOCOL));
  }

  /// The mark of the packets that a route of a route-map takes.
  static String routeMark(int route) {
    return "0x" + Integer.toHexString(FIRST_ROUTE_MARK + route);
  }

  /// The mark of the packets that go into this point's TUN.
  static String mark(int point) {
    return "0x" + Integer.toHexString(FIRST_MARK + point);
  }

  private static List<String> rule(String mark, String table) {
    return ip(
        "rule", "add", "pref", PREFERENCE, "fwmark", mark, "lookup", table, "protocol", PROTOCOL);
  }

  /// Of several the kernel takes the lowest metric that is there.
  private static List<String> nextHop(Inet4Address hop, String table, int metric) {
    return ip(
        "route",
        "replace",
        "default",
        "via",
        hop.getHostAddress(),
        "table",
        table,
        "protocol",
        PROTOCOL,
        "metric",
        Integer.toString(metric));
  }

  private static List<String> ip(String... words) {
    var command = new ArrayList<>(List.of("ip", "-4"));
    command.addAll(List.of(words));
    return List.copyOf(command);
  }
}
