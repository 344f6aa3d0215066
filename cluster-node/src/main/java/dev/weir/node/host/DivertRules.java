package dev.weir.node.host;

import dev.weir.node.config.intercept.InterceptConfig.Divert;
import java.util.List;

/// The text of our nft table that divides the packets of the TUN, and those that came plain: new
/// connections to the listener, known ones to their sockets, the rest marked as strays.
///
/// With [Divert#TPROXY] the kernel's sockets say which connections are known, and nothing is
/// tracked. With [Divert#REDIRECT] conntrack says it, having changed the destination of each new
/// connection to the listener's; the listener asks it for the true one.
public final class DivertRules {
  /// The set that has the diverted ports for as long as the process says that it lives: a changed
  /// destination where nobody listens would be answered with RST.
  private static final String ALIVE = "alive";

  private static final int ALIVE_SECONDS = 6;

  private static final String CONNECTION = "ip saddr . tcp sport . ip daddr . tcp dport";

  private DivertRules() {}

  /// The whole table, in place of an earlier one.
  static String text(HostPlan plan, HostBefore before) {
    boolean plain = !plan.plain().ways().isEmpty();
    return """
    table ip %1$s
    delete table ip %1$s
    table ip %1$s {
    %2$s%3$s}
    """
        .formatted(
            HostRules.DIVERT_TABLE,
            plain
                ? "  comment \""
                    + before.comment(plan.plain().devices())
                    + "\"\n"
                    + PlainRules.text(plan, before)
                : "",
            switch (plan.listener().divert()) {
              case TPROXY -> tproxy(plan);
              case REDIRECT -> redirect(plan);
            });
  }

  /// Says that the process lives and listens: to be said anew before [#ALIVE_SECONDS] are over.
  /// Where the kernel itself sees whether anybody listens, nothing.
  public static List<HostCommand> alive(HostPlan plan) {
    if (plan.listener().divert() == Divert.TPROXY) {
      return List.of();
    }
    var elements =
        plan.ports().stream().map(port -> port + " timeout " + ALIVE_SECONDS + "s").toList();
    String set = "ip " + HostRules.DIVERT_TABLE + " " + ALIVE;
    return List.of(
        HostCommand.nft(
            "flush set %s\nadd element %s %s\n".formatted(set, set, HostRules.set(elements))));
  }

  /// Under a flood of SYNs the kernel answers with cookies, and there is no socket until the client
  /// has sent its cookie back. So whoever has begun a connection here in the last 4 s is led to the
  /// listener; to anybody else the listener would send RST. `gre.limits` keeps the set from
  /// filling: it has room for 32,768 new connections a second.
  ///
  /// `notrack` of what we send goes by the sockets: the listener's send with a listed source port,
  /// those that origins see as clients' to a listed port; nobody else has transparent ones. A probe
  /// asks for the node's own address, so its packets need no mark.
  private static String tproxy(HostPlan plan) {
    return """
      set begun {
        type ipv4_addr . inet_service . ipv4_addr . inet_service; flags dynamic, timeout;
        timeout 4s; size 131072;
      }
      chain untracked {
        type filter hook prerouting priority raw; policy accept;
        iifname "%1$s" notrack
      }
      chain untracked_replies {
        type filter hook output priority raw; policy accept;
        tcp sport %2$s socket transparent 1 counter notrack
    %8$s    tcp dport %2$s socket transparent 1 notrack
      }
      chain divert {
        type filter hook prerouting priority mangle; policy accept;
        iifname "%1$s" goto known
    %3$s%4$s  }
      chain known {
        tcp dport %2$s tcp flags & (syn | ack) == syn update @begun { %7$s }
        tcp dport %2$s tcp flags & (syn | ack) == syn counter tproxy to %5$s accept
        socket transparent 1 accept
        tcp dport %2$s %7$s @begun tproxy to %5$s accept
        meta mark set %6$s
      }
    """
        .formatted(
            plan.tun(),
            HostRules.set(plan.ports()),
            marked(plan, "goto known"),
            probed(plan, "tproxy to " + plan.listener() + " accept"),
            plan.listener(),
            HostRules.STRAY_MARK,
            CONNECTION,
            segments(plan));
  }

  /// What a listener of ours tells by itself.
  private static String segments(HostPlan plan) {
    var most = plan.listener().segmentOctetsMax();
    return most.isEmpty()
        ? ""
        : "    tcp sport %s tcp flags syn socket transparent 1 tcp option maxseg size set %d\n"
            .formatted(HostRules.set(plan.ports()), most.getAsInt());
  }

  private static String redirect(HostPlan plan) {
    return tracked(plan) + translated(plan);
  }

  /// A packet that begins no connection and belongs to none that was changed is a stray; and so is
  /// the beginning of one that nobody would take.
  private static String tracked(HostPlan plan) {
    String untaken =
        "tcp flags & (syn | ack) == syn tcp dport != @%s meta mark set %s accept"
            .formatted(ALIVE, HostRules.STRAY_MARK);
    return """
      set %1$s {
        type inet_service; flags timeout;
      }
      chain divert {
        type filter hook prerouting priority mangle; policy accept;
        iifname "%2$s" goto known
    %3$s%4$s  }
      chain known {
        tcp dport %5$s tcp flags & (syn | ack) == syn counter accept
        ct status dnat accept
        meta mark set %6$s
      }
    """
        .formatted(
            ALIVE,
            plan.tun(),
            marked(plan, untaken),
            marked(plan, "goto known"),
            HostRules.set(plan.ports()),
            HostRules.STRAY_MARK);
  }

  /// The listener's address is the TUN's, so nobody else may send there.
  private static String translated(HostPlan plan) {
    String ports = HostRules.set(plan.ports());
    String to = "dnat to " + plan.listener();
    return """
      chain shield {
        type filter hook prerouting priority raw; policy accept;
        iifname != { "%1$s", "lo" } ip daddr %2$s drop
      }
      chain replies {
        type filter hook output priority raw; policy accept;
        ip saddr %2$s tcp sport %3$d counter
      }
      chain translate {
        type nat hook prerouting priority dstnat; policy accept;
        iifname "%1$s" tcp dport %4$s %5$s
    %6$s%7$s  }
    """
        .formatted(
            plan.tun(),
            plan.listener().address().getHostAddress(),
            plan.listener().port(),
            ports,
            to,
            marked(plan, "tcp dport " + ports + " " + to),
            probed(plan, to));
  }

  /// A rule for what came plain and is diverted.
  private static String marked(HostPlan plan, String then) {
    return plan.plain().ways().isEmpty()
        ? ""
        : "    iifname %s meta mark %s %s\n"
            .formatted(PlainRules.devices(plan.plain().devices()), PlainRules.MARK, then);
  }

  /// A rule for who may ask the node's own address.
  private static String probed(HostPlan plan, String then) {
    return plan.plain().probes().isEmpty()
        ? ""
        : "    ip saddr %s ip daddr %s tcp dport %s %s\n"
            .formatted(
                HostRules.set(plan.plain().probes()),
                plan.plain().own().getHostAddress(),
                HostRules.set(plan.ports()),
                then);
  }
}
