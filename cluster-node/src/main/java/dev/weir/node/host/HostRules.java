package dev.weir.node.host;

import java.net.Inet4Address;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// The exact commands that set and remove what a node needs on its host, in their order.
///
/// ```
/// GRE ─▶ capture ─▶ process ─▶ tun ─▶ prerouting ─┬─ SYN to a listed port ─▶ tproxy, listener
///  └──▶ weir_guard drops it                       ├─ socket transparent ───▶ local (table 90)
///                                                 └─ the rest, mark 0x57 ──▶ strayTun (table 91)
/// ```
///
/// Two tables of nft: `weir` diverts, `weir_guard` drops GRE after capture has seen it, so that the
/// kernel answers no packet with an ICMP protocol unreachable. Both outlive a killed process.
public final class HostRules {
  /// The nft table that drops GRE behind the capture.
  public static final String GUARD_TABLE = "weir_guard";

  /// The nft table that divides the packets of the TUN.
  public static final String DIVERT_TABLE = "weir";

  /// The preference of the rule for packets of unknown flows; it comes before [#LOCAL_PREFERENCE].
  public static final int STRAY_PREFERENCE = 80;

  /// The preference of the rule that delivers everything else from the TUN here.
  public static final int LOCAL_PREFERENCE = 90;

  /// The routing table that leads into the stray TUN.
  public static final int STRAY_TABLE = 91;

  /// The routing table that takes every destination as local.
  public static final int LOCAL_TABLE = 90;

  /// The mark of packets whose flow the kernel does not know.
  public static final String STRAY_MARK = "0x57";

  /// The TUN's address (RFC 5737 TEST-NET-1): loose rp_filter drops packets of a device without
  /// one.
  public static final String TUN_ADDRESS = "192.0.2.1/32";

  /// From whom the self-test's connections seem to come; its packets go to the stray TUN.
  public static final Inet4Address SELF_TEST_CLIENT = Inet4Address.ofLiteral("192.0.2.254");

  /// To whom the self-test's connections seem to go.
  public static final Inet4Address SELF_TEST_ORIGIN = Inet4Address.ofLiteral("192.0.2.253");

  private static final String NO_RULE = "No such file or directory";

  /// What nft says of a table that is not there; `destroy` is not yet known to nft 1.0.6.
  private static final String NO_TABLE = "No such file or directory";

  /// What sysctl says on a host whose kernel has no IPv6, where there is nothing to disable.
  private static final String NO_IPV6 = "No such file or directory";

  private HostRules() {}

  /// Sets everything, after what an earlier run left under the same names was removed.
  ///
  /// Both TUN devices must exist. `forwarding` of the TUN alone lets its packets go on into the
  /// stray TUN; the host does not become a router by it. The guard is replaced in one transaction,
  /// never absent in between.
  public static List<HostCommand> install(HostPlan plan) {
    var commands = new ArrayList<HostCommand>();
    commands.add(HostCommand.nft(guard(plan)));
    commands.addAll(removeRouting());
    for (String tun : List.of(plan.tun(), plan.strayTun())) {
      commands.add(HostCommand.run("sysctl -q -w net.ipv4.conf." + key(tun) + ".rp_filter=2"));
      commands.add(
          HostCommand.unlessMissing(
              "sysctl -q -w net.ipv6.conf." + key(tun) + ".disable_ipv6=1", NO_IPV6));
      commands.add(HostCommand.run("ip link set dev " + tun + " up"));
    }
    commands.add(
        HostCommand.run("sysctl -q -w net.ipv4.conf." + key(plan.tun()) + ".forwarding=1"));
    commands.add(HostCommand.run("ip address replace " + TUN_ADDRESS + " dev " + plan.tun()));
    commands.add(
        HostCommand.run(
            "ip route replace "
                + SELF_TEST_CLIENT.getHostAddress()
                + "/32 dev "
                + plan.strayTun()));
    commands.add(HostCommand.nft(divert(plan)));
    commands.add(
        HostCommand.run(
            "ip route replace default dev " + plan.strayTun() + " table " + STRAY_TABLE));
    commands.add(HostCommand.run("ip route replace local default dev lo table " + LOCAL_TABLE));
    commands.add(HostCommand.run("ip rule add " + strayRule(plan)));
    commands.add(HostCommand.run("ip rule add " + localRule(plan)));
    return List.copyOf(commands);
  }

  /// Removes everything, also what is only half there. The guard goes last.
  public static List<HostCommand> remove() {
    var commands = new ArrayList<>(removeRouting());
    commands.add(HostCommand.unlessMissing("nft delete table ip " + GUARD_TABLE, NO_TABLE));
    return List.copyOf(commands);
  }

  /// By preference and table, not by device: so a run under another device name is cleared away
  /// too.
  private static List<HostCommand> removeRouting() {
    return List.of(
        HostCommand.removeAll(
            "ip rule del pref " + STRAY_PREFERENCE + " lookup " + STRAY_TABLE, NO_RULE),
        HostCommand.removeAll(
            "ip rule del pref " + LOCAL_PREFERENCE + " lookup " + LOCAL_TABLE, NO_RULE),
        HostCommand.unlessMissing("ip route flush table " + STRAY_TABLE, "does not exist"),
        HostCommand.unlessMissing("ip route flush table " + LOCAL_TABLE, "does not exist"),
        HostCommand.unlessMissing("nft delete table ip " + DIVERT_TABLE, NO_TABLE));
  }

  private static String strayRule(HostPlan plan) {
    return "pref %d iif %s fwmark %s lookup %d"
        .formatted(STRAY_PREFERENCE, plan.tun(), STRAY_MARK, STRAY_TABLE);
  }

  private static String localRule(HostPlan plan) {
    return "pref %d iif %s lookup %d".formatted(LOCAL_PREFERENCE, plan.tun(), LOCAL_TABLE);
  }

  /// A dot in a device name is written as a slash in the names of sysctl.
  private static String key(String device) {
    return device.replace('.', '/');
  }

  private static String guard(HostPlan plan) {
    return """
    table ip %1$s
    delete table ip %1$s
    table ip %1$s {
      chain prerouting {
        type filter hook prerouting priority raw; policy accept;
        iifname "%2$s" meta l4proto gre counter drop
      }
    }
    """
        .formatted(GUARD_TABLE, plan.device());
  }

  /// `notrack` of the replies goes by the listener's sockets: they are the only ones that are
  /// transparent and send with a listed source port.
  private static String divert(HostPlan plan) {
    String ports =
        plan.ports().stream().map(String::valueOf).collect(Collectors.joining(", ", "{ ", " }"));
    return """
    table ip %1$s
    delete table ip %1$s
    table ip %1$s {
      chain untracked {
        type filter hook prerouting priority raw; policy accept;
        iifname "%2$s" notrack
      }
      chain untracked_replies {
        type filter hook output priority raw; policy accept;
        tcp sport %3$s socket transparent 1 notrack
      }
      chain divert {
        type filter hook prerouting priority mangle; policy accept;
        iifname != "%2$s" accept
        tcp dport %3$s tcp flags & (syn | ack) == syn tproxy to 127.0.0.1:%4$d accept
        socket transparent 1 accept
        meta mark set %5$s
      }
    }
    """
        .formatted(DIVERT_TABLE, plan.tun(), ports, plan.listenerPort(), STRAY_MARK);
  }
}
