package dev.weir.router.host;

import dev.weir.router.config.RedirectPoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// What diverts packets into the router's TUNs, as text for `ip`, beside the marks of [MarkScript].
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

  /// Takes every rule of ours away, also of a router that was killed. Succeeds when there is none.
  public static List<String> withdraw() {
    return ip("rule", "flush", "protocol", PROTOCOL);
  }

  /// The mark of the packets that go into this point's TUN.
  static String mark(int point) {
    return "0x" + Integer.toHexString(FIRST_MARK + point);
  }

  private static List<String> ip(String... words) {
    var command = new ArrayList<>(List.of("ip", "-4"));
    command.addAll(List.of(words));
    return List.copyOf(command);
  }
}
