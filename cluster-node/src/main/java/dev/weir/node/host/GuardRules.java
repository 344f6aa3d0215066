package dev.weir.node.host;

import java.net.Inet4Address;
import java.util.Collection;
import java.util.stream.Collectors;

/// The rules that guard the way of GRE into the node: no packet of it is answered with an ICMP
/// protocol unreachable, whether the node runs, starts or was killed.
///
/// An engine that sees packets before the firewall leaves them to it afterwards, and they are
/// dropped. A raw socket and the kernel's device stand behind the firewall: there only GRE of the
/// routers that the node names passes, and the ICMP is held back on its way out.
public final class GuardRules {
  /// The nft table.
  public static final String TABLE = "weir_guard";

  private GuardRules() {}

  /// Sets the table in place of an earlier one, in one transaction.
  static HostCommand install(HostPlan.Gre gre) {
    return HostCommand.nft(
        """
        table ip %1$s
        delete table ip %1$s
        table ip %1$s {
        %2$s}
        """
            .formatted(
                TABLE, (gre.receive().behindFirewall() ? BEHIND : AFTER).formatted(gre.device())));
  }

  /// From now on who stands behind the firewall gets the GRE of these routers, and no other.
  public static HostCommand know(Collection<Inet4Address> routers) {
    String elements =
        routers.stream()
            .map(Inet4Address::getHostAddress)
            .sorted()
            .collect(Collectors.joining(", "));
    return HostCommand.nft(
        "flush set ip %1$s routers\n".formatted(TABLE)
            + (routers.isEmpty()
                ? ""
                : "add element ip %1$s routers { %2$s }\n".formatted(TABLE, elements)));
  }

  private static final String AFTER =
      """
        chain prerouting {
          type filter hook prerouting priority raw; policy accept;
          iifname "%s" meta l4proto 47 counter drop
        }
      """;

  /// `@th` reads the packet that the ICMP message quotes, behind its own eight octets.
  private static final String BEHIND =
      """
        set routers {
          type ipv4_addr
        }
        chain input {
          type filter hook input priority filter; policy accept;
          iifname "%s" meta l4proto 47 ip saddr != @routers counter drop
        }
        chain output {
          type filter hook output priority filter; policy accept;
          icmp type destination-unreachable icmp code 2 @th,136,8 47 counter drop
        }
      """;
}
