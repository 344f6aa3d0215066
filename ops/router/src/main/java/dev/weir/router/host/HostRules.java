package dev.weir.router.host;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The commands that divert traffic into the router's TUN, as text (`ip` of iproute2).
///
/// ```
/// pref  99  iif <redirect-exclude-in>              lookup main   protocol 210
/// pref 100  iif <redirect-in> ipproto tcp dport 80 lookup 100    protocol 210
/// table 100 default dev wtun0                                    protocol 210
/// ```
///
/// A packet the router writes back comes in on the TUN, matches neither rule and takes the main
/// table. A route goes with its device: when the router is killed, table 100 is empty, the rules
/// find nothing, and traffic flows as if there were no router program (fail open).
///
/// @param redirectIn interfaces whose TCP packets to port 80 are diverted
/// @param excludeIn interfaces whose packets are never diverted
public record HostRules(List<String> redirectIn, List<String> excludeIn) {
  /// The TUN's name; the router owns every device of this name in its network namespace.
  public static final String TUN = "wtun0";

  private static final String TUN_ADDRESS = "192.0.2.2/32";
  private static final String MTU = "1500";
  private static final String EXCLUDE_PREFERENCE = "99";
  private static final String DIVERT_PREFERENCE = "100";
  private static final String DIVERT_TABLE = "100";

  /// By this number of origin the kernel keeps our rules and routes apart from all others.
  private static final String PROTOCOL = "210";

  public HostRules {
    redirectIn = List.copyOf(redirectIn);
    excludeIn = List.copyOf(excludeIn);
  }

  /// What the TUN is set to before it goes up: a file under /proc/sys and its value.
  ///
  /// No IPv6, or its router solicitations wait in the TUN; loose reverse-path filtering, because a
  /// client's address is never reached through the TUN. Loose wants an address on the device.
  public static Map<String, String> deviceSettings() {
    return Map.of(
        "net/ipv6/conf/" + TUN + "/disable_ipv6", "1",
        "net/ipv4/conf/" + TUN + "/rp_filter", "2");
  }

  /// Brings the TUN up and sets the rules, in this order. The TUN exists.
  public List<List<String>> install() {
    var commands = new ArrayList<List<String>>();
    commands.add(ip("address", "replace", TUN_ADDRESS, "dev", TUN));
    commands.add(ip("link", "set", "dev", TUN, "mtu", MTU, "up"));
    commands.add(
        ip("route", "replace", "default", "dev", TUN, "table", DIVERT_TABLE, "protocol", PROTOCOL));
    for (String name : excludeIn) {
      commands.add(
          rule("pref", EXCLUDE_PREFERENCE, "iif", name, "lookup", "main", "protocol", PROTOCOL));
    }
    for (String name : redirectIn) {
      commands.add(
          rule(
              "pref",
              DIVERT_PREFERENCE,
              "iif",
              name,
              "ipproto",
              "tcp",
              "dport",
              "80",
              "lookup",
              DIVERT_TABLE,
              "protocol",
              PROTOCOL));
    }
    return List.copyOf(commands);
  }

  /// Takes every rule of ours away, also of a router that was killed. Succeeds when there is none.
  public static List<String> withdraw() {
    return ip("rule", "flush", "protocol", PROTOCOL);
  }

  private static List<String> rule(String... selector) {
    var words = new ArrayList<>(List.of("rule", "add"));
    words.addAll(List.of(selector));
    return ip(words.toArray(String[]::new));
  }

  private static List<String> ip(String... words) {
    var command = new ArrayList<>(List.of("ip", "-4"));
    command.addAll(List.of(words));
    return List.copyOf(command);
  }
}
