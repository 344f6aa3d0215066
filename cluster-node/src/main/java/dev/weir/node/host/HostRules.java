package dev.weir.node.host;

import java.net.Inet4Address;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The exact commands that set and remove what a node needs on its host, in their order.
///
/// ```
/// GRE ─▶ capture ─▶ process ─▶ tun ─▶ prerouting ─┬─ SYN to a listed port ─▶ tproxy, listener
///  └──▶ weir_guard drops it             ▲         ├─ socket transparent ───▶ local (table 90)
/// plain ─▶ judged, mark 0x58 ───────────┘         └─ the rest, mark 0x57 ──▶ strayTun (table 91)
/// ```
///
/// What plain packets go through first is in [PlainRules].
///
/// Two tables of nft: `weir` diverts, see [DivertRules]; `weir_guard` keeps the kernel from
/// answering GRE, see [GuardRules]. Both outlive a killed process.
public final class HostRules {
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
  public static final Inet4Address TUN_ADDRESS = Inet4Address.ofLiteral("192.0.2.1");

  /// The kernel's GRE device, where one receives.
  public static final String KERNEL_GRE = "weir-gre";

  /// Its address, for the same reason.
  private static final String KERNEL_GRE_ADDRESS = "192.0.2.2/32";

  /// The preference of the rule that lets strays of the kernel's GRE device go nowhere else: a
  /// router that has them back without GRE would divert them again.
  private static final int NOWHERE_PREFERENCE = 81;

  /// From whom the self-test's connections seem to come; its packets go to the stray TUN.
  public static final Inet4Address SELF_TEST_CLIENT = Inet4Address.ofLiteral("192.0.2.254");

  /// To whom the self-test's connections seem to go.
  public static final Inet4Address SELF_TEST_ORIGIN = Inet4Address.ofLiteral("192.0.2.253");

  /// Both: nobody else may speak as they.
  public static final List<Inet4Address> SELF_TEST = List.of(SELF_TEST_CLIENT, SELF_TEST_ORIGIN);

  private static final String NO_RULE = "No such file or directory";

  /// What nft says of a table that is not there; `destroy` is not yet known to nft 1.0.6.
  private static final String NO_TABLE = "No such file or directory";

  /// What sysctl says on a host whose kernel has no IPv6, where there is nothing to disable.
  private static final String NO_IPV6 = "No such file or directory";

  /// What sysctl says of a device that has gone.
  private static final String NO_DEVICE = "No such file or directory";

  private HostRules() {}

  /// Sets everything, after what an earlier run left under the same names was removed.
  ///
  /// Both TUN devices must exist. A stray TUN that nobody reads takes nothing: then plain packets
  /// go on by the host's own routes. `forwarding` of the TUN alone lets its packets go on into the
  /// stray TUN; the host does not become a router by it. Each table is replaced in one transaction,
  /// never absent in between. `before` is what the plan's devices, and those an earlier run had
  /// changed, were set to.
  public static List<HostCommand> install(HostPlan plan, HostBefore before) {
    var commands = new ArrayList<HostCommand>();
    commands.add(GuardRules.install(plan.gre()));
    commands.addAll(removeRouting());
    if (plan.plain().kernelGre()) {
      commands.addAll(kernelGre(plan.plain().own()));
    }
    commands.addAll(restore(before, device -> !plan.plain().devices().contains(device)));
    for (String tun : List.of(plan.tun(), plan.strayTun())) {
      commands.add(HostCommand.run("sysctl -q -w " + sysctl(tun, "rp_filter") + "=2"));
      commands.add(
          HostCommand.unlessMissing(
              "sysctl -q -w net.ipv6.conf." + key(tun) + ".disable_ipv6=1", NO_IPV6));
      commands.add(HostCommand.run("ip link set dev " + tun + " up"));
    }
    commands.add(HostCommand.run("sysctl -q -w " + sysctl(plan.tun(), "forwarding") + "=1"));
    commands.add(
        HostCommand.run(
            "sysctl -q -w " + sysctl(plan.strayTun(), "ignore_routes_with_linkdown") + "=1"));
    commands.add(
        HostCommand.run(
            "ip address replace " + TUN_ADDRESS.getHostAddress() + "/32 dev " + plan.tun()));
    String client = SELF_TEST_CLIENT.getHostAddress();
    commands.add(HostCommand.run("ip route replace " + client + "/32 dev " + plan.strayTun()));
    commands.add(HostCommand.nft(DivertRules.text(plan, before)));
    commands.addAll(change(plan.plain(), before));
    if (!plan.plain().routed()) {
      commands.add(
          HostCommand.run(
              "ip route replace default dev " + plan.strayTun() + " table " + STRAY_TABLE));
    }
    commands.add(HostCommand.run("ip route replace local default dev lo table " + LOCAL_TABLE));
    commands.add(rule(STRAY_PREFERENCE, plan.tun() + " fwmark " + STRAY_MARK, STRAY_TABLE));
    commands.add(rule(LOCAL_PREFERENCE, plan.tun(), LOCAL_TABLE));
    for (String device : plan.plain().devices()) {
      commands.add(rule(STRAY_PREFERENCE, device + " fwmark " + STRAY_MARK, STRAY_TABLE));
      commands.add(rule(LOCAL_PREFERENCE, device + " fwmark " + PlainRules.MARK, LOCAL_TABLE));
    }
    return List.copyOf(commands);
  }

  /// Removes everything, also what is only half there, and sets what was changed as it was before.
  /// The guard goes last.
  public static List<HostCommand> remove(HostBefore before) {
    var commands = new ArrayList<>(removeRouting());
    commands.addAll(restore(before, _ -> true));
    commands.add(HostCommand.unlessMissing("nft delete table ip " + DIVERT_TABLE, NO_TABLE));
    commands.add(HostCommand.unlessMissing("nft delete table ip " + GuardRules.TABLE, NO_TABLE));
    return List.copyOf(commands);
  }

  /// Makes both TUN devices before a node runs. Fails while one does: it has them in use.
  public static List<HostCommand> makeDevices(HostPlan plan) {
    var commands = new ArrayList<>(removeDevices(plan));
    for (String tun : List.of(plan.tun(), plan.strayTun())) {
      commands.add(HostCommand.run("ip tuntap add dev " + tun + " mode tun"));
    }
    return List.copyOf(commands);
  }

  /// Removes both TUN devices, if they are there. Fails while a node runs.
  public static List<HostCommand> removeDevices(HostPlan plan) {
    return Stream.of(plan.tun(), plan.strayTun())
        .map(tun -> HostCommand.run("ip tuntap del dev " + tun + " mode tun"))
        .toList();
  }

  /// What tells all that is set.
  static List<HostCommand> inspection(HostPlan plan) {
    var commands = new ArrayList<HostCommand>();
    for (String table : List.of(GuardRules.TABLE, DIVERT_TABLE)) {
      commands.add(HostCommand.unlessMissing("nft list table ip " + table, NO_TABLE));
    }
    commands.add(HostCommand.run("ip rule list lookup " + STRAY_TABLE));
    commands.add(HostCommand.run("ip rule list lookup " + LOCAL_TABLE));
    for (int table : List.of(STRAY_TABLE, LOCAL_TABLE)) {
      commands.add(HostCommand.unlessMissing("ip route show table " + table, "does not exist"));
    }
    for (String device : plan.plain().devices()) {
      commands.add(HostCommand.run("sysctl " + sysctl(device, "forwarding")));
      commands.add(HostCommand.run("sysctl " + sysctl(device, "rp_filter")));
    }
    return List.copyOf(commands);
  }

  /// By preference and table, not by device: so a run under another device name is cleared away
  /// too.
  private static List<HostCommand> removeRouting() {
    return List.of(
        HostCommand.removeAll(
            "ip rule del pref " + STRAY_PREFERENCE + " lookup " + STRAY_TABLE, NO_RULE),
        HostCommand.removeAll("ip rule del pref " + NOWHERE_PREFERENCE + " blackhole", NO_RULE),
        HostCommand.removeAll(
            "ip rule del pref " + LOCAL_PREFERENCE + " lookup " + LOCAL_TABLE, NO_RULE),
        HostCommand.unlessMissing("ip route flush table " + STRAY_TABLE, "does not exist"),
        HostCommand.unlessMissing("ip route flush table " + LOCAL_TABLE, "does not exist"),
        HostCommand.unlessMissing("ip link del dev " + KERNEL_GRE, "Cannot find device"));
  }

  /// A device without a far end takes the GRE of all of them, and strips the redirect header itself
  /// (§6.2); [GuardRules] let it have the routers' alone.
  private static List<HostCommand> kernelGre(Inet4Address own) {
    return List.of(
        HostCommand.run(
            "ip link add name " + KERNEL_GRE + " type gre local " + own.getHostAddress()),
        HostCommand.run("sysctl -q -w " + sysctl(KERNEL_GRE, "rp_filter") + "=2"),
        HostCommand.run("sysctl -q -w " + sysctl(KERNEL_GRE, "forwarding") + "=1"),
        HostCommand.unlessMissing(
            "sysctl -q -w net.ipv6.conf." + key(KERNEL_GRE) + ".disable_ipv6=1", NO_IPV6),
        HostCommand.run("ip address replace " + KERNEL_GRE_ADDRESS + " dev " + KERNEL_GRE),
        HostCommand.run("ip link set dev " + KERNEL_GRE + " up"),
        HostCommand.run(
            "ip rule add pref %d iif %s fwmark %s blackhole"
                .formatted(NOWHERE_PREFERENCE, KERNEL_GRE, STRAY_MARK)));
  }

  /// Forwarding for the way of strays; loose instead of strict reverse-path filtering, because
  /// clients need not be reached by the device on which their packets are brought.
  private static List<HostCommand> change(PlainPlan plain, HostBefore before) {
    var commands = new ArrayList<HostCommand>();
    for (String device : plain.devices()) {
      if (!before.of(device).routes()) {
        commands.add(set(device, "forwarding", 1, ""));
      }
      if (before.of(device).strict()) {
        commands.add(set(device, "rp_filter", 2, ""));
      }
    }
    return commands;
  }

  private static List<HostCommand> restore(HostBefore before, Predicate<String> which) {
    var commands = new ArrayList<HostCommand>();
    before
        .devices()
        .forEach((device, was) -> {
          if (which.test(device) && !was.routes()) {
            commands.add(set(device, "forwarding", 0, NO_DEVICE));
          }
          if (which.test(device) && was.strict()) {
            commands.add(set(device, "rp_filter", was.rpFilter(), NO_DEVICE));
          }
        });
    return commands;
  }

  private static HostCommand set(String device, String name, int value, String absent) {
    return HostCommand.unlessMissing("sysctl -q -w " + sysctl(device, name) + "=" + value, absent);
  }

  private static HostCommand rule(int preference, String incoming, int table) {
    return HostCommand.run(
        "ip rule add pref %d iif %s lookup %d".formatted(preference, incoming, table));
  }

  /// The name of a setting of a device.
  static String sysctl(String device, String name) {
    return "net.ipv4.conf." + key(device) + "." + name;
  }

  /// A dot in a device name is written as a slash in the names of sysctl.
  private static String key(String device) {
    return device.replace('.', '/');
  }

  /// An anonymous set of nft.
  static String set(List<?> elements) {
    return elements.stream().map(String::valueOf).collect(Collectors.joining(", ", "{ ", " }"));
  }
}
