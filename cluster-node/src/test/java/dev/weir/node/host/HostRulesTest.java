package dev.weir.node.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.node.config.GreConfig.Receive;
import dev.weir.node.config.intercept.InterceptConfig.Divert;
import java.net.Inet4Address;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class HostRulesTest {
  private static final Inet4Address OWN = Inet4Address.ofLiteral("192.0.2.11");
  private static final HostPlan PLAN =
      new HostPlan(
          new HostPlan.Gre("n0", Receive.PCAP),
          "wccp0",
          "wccp1",
          List.of(80, 8080),
          HostPlan.Listener.own(Divert.TPROXY),
          PlainPlan.none(OWN));

  private static final String INSTALLED =
      """
      nft -f - <<'END'
      table ip weir_guard
      delete table ip weir_guard
      table ip weir_guard {
        chain prerouting {
          type filter hook prerouting priority raw; policy accept;
          iifname "n0" meta l4proto 47 counter drop
        }
      }
      END
      ip rule del pref 80 lookup 91
      ip rule del pref 81 blackhole
      ip rule del pref 90 lookup 90
      ip route flush table 91
      ip route flush table 90
      ip link del dev weir-gre
      sysctl -q -w net.ipv4.conf.wccp0.rp_filter=2
      sysctl -q -w net.ipv6.conf.wccp0.disable_ipv6=1
      ip link set dev wccp0 up
      sysctl -q -w net.ipv4.conf.wccp1.rp_filter=2
      sysctl -q -w net.ipv6.conf.wccp1.disable_ipv6=1
      ip link set dev wccp1 up
      sysctl -q -w net.ipv4.conf.wccp0.forwarding=1
      sysctl -q -w net.ipv4.conf.wccp1.ignore_routes_with_linkdown=1
      ip address replace 192.0.2.1/32 dev wccp0
      ip route replace 192.0.2.254/32 dev wccp1
      nft -f - <<'END'
      table ip weir
      delete table ip weir
      table ip weir {
        set begun {
          type ipv4_addr . inet_service . ipv4_addr . inet_service; flags dynamic, timeout;
          timeout 4s; size 131072;
        }
        chain untracked {
          type filter hook prerouting priority raw; policy accept;
          iifname "wccp0" notrack
        }
        chain untracked_replies {
          type filter hook output priority raw; policy accept;
          tcp sport { 80, 8080 } socket transparent 1 counter notrack
          tcp dport { 80, 8080 } socket transparent 1 notrack
        }
        chain divert {
          type filter hook prerouting priority mangle; policy accept;
          iifname "wccp0" goto known
        }
        chain known {
          tcp dport { 80, 8080 } tcp flags & (syn | ack) == syn\
       update @begun { ip saddr . tcp sport . ip daddr . tcp dport }
          tcp dport { 80, 8080 } tcp flags & (syn | ack) == syn counter tproxy to 127.0.0.1:3129 accept
          socket transparent 1 accept
          tcp dport { 80, 8080 } ip saddr . tcp sport . ip daddr . tcp dport @begun\
       tproxy to 127.0.0.1:3129 accept
          meta mark set 0x57
        }
      }
      END
      ip route replace default dev wccp1 table 91
      ip route replace local default dev lo table 90
      ip rule add pref 80 iif wccp0 fwmark 0x57 lookup 91
      ip rule add pref 90 iif wccp0 lookup 90
      """;

  private static final String TRANSLATED =
      """
      table ip weir
      delete table ip weir
      table ip weir {
        set alive {
          type inet_service; flags timeout;
        }
        chain divert {
          type filter hook prerouting priority mangle; policy accept;
          iifname "wccp0" goto known
        }
        chain known {
          tcp dport { 80 } tcp flags & (syn | ack) == syn counter accept
          ct status dnat accept
          meta mark set 0x57
        }
        chain shield {
          type filter hook prerouting priority raw; policy accept;
          iifname != { "wccp0", "lo" } ip daddr 192.0.2.1 drop
        }
        chain replies {
          type filter hook output priority raw; policy accept;
          ip saddr 192.0.2.1 tcp sport 3129 counter
        }
        chain translate {
          type nat hook prerouting priority dstnat; policy accept;
          iifname "wccp0" tcp dport { 80 } dnat to 192.0.2.1:3129
        }
      }
      """;

  @Test
  @DisplayName("installing sets the guard first, clears leftovers, and adds the ip rules last")
  void install() {
    assertThat(listing(HostRules.install(PLAN, HostBefore.NOTHING))).isEqualTo(INSTALLED);
  }

  @Test
  @DisplayName("removing undoes the ip rules first and the guard last")
  void remove() {
    assertThat(listing(HostRules.remove(HostBefore.NOTHING)))
        .isEqualTo(
            """
            ip rule del pref 80 lookup 91
            ip rule del pref 81 blackhole
            ip rule del pref 90 lookup 90
            ip route flush table 91
            ip route flush table 90
            ip link del dev weir-gre
            nft delete table ip weir
            nft delete table ip weir_guard
            """);
  }

  @Test
  @DisplayName(
      "without TPROXY conntrack knows the connections, and nobody else reaches the listener")
  void redirect() {
    var plan =
        new HostPlan(
            PLAN.gre(),
            "wccp0",
            "wccp1",
            List.of(80),
            HostPlan.Listener.own(Divert.REDIRECT),
            PLAN.plain());

    assertThat(DivertRules.text(plan, HostBefore.NOTHING)).isEqualTo(TRANSLATED);
    assertThat(DivertRules.alive(plan)).hasSize(1);
    assertThat(DivertRules.alive(PLAN)).isEmpty();
  }

  @Test
  @DisplayName("a name or port that has no place in a command is refused")
  void hostileNames() {
    for (String name : List.of("", "n0 reboot", "n0;", "n0\"", "-n", "a234567890123456", "a/b")) {
      assertThatThrownBy(() ->
              new HostPlan(
                  new HostPlan.Gre(name, Receive.PCAP),
                  "wccp0",
                  "wccp1",
                  List.of(80),
                  HostPlan.Listener.own(Divert.TPROXY),
                  PLAN.plain()))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() ->
            new HostPlan(
                new HostPlan.Gre("n0", Receive.PCAP),
                "wccp0",
                "wccp1",
                List.of(),
                HostPlan.Listener.own(Divert.TPROXY),
                PLAN.plain()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() ->
            new HostPlan(
                new HostPlan.Gre("n0", Receive.PCAP),
                "wccp0",
                "wccp1",
                List.of(65536),
                HostPlan.Listener.own(Divert.TPROXY),
                PLAN.plain()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  @DisplayName("a failing command is told with what it said, a missing program with its package")
  void failures() {
    assertThatThrownBy(
            () -> new HostCommands().run(List.of(HostCommand.run("ip link set dev none0 up"))))
        .isInstanceOf(HostRulesFailed.class)
        .hasMessage(
            "ip link set dev none0 up failed: Cannot find device \"none0\";"
                + " the device must be there first: a TUN is while a node runs,"
                + " `ip -brief link` lists others");
    assertThatThrownBy(
            () -> new HostCommands("/nonexistent/ip").run(List.of(HostCommand.nft("table ip a"))))
        .hasMessage(
            "nft -f - (table ip a) failed: not found; install it: apt-get install nftables");
  }

  private static String listing(List<HostCommand> commands) {
    return commands.stream().map(HostCommand::toString).collect(Collectors.joining("\n")) + "\n";
  }

  @Test
  @DisplayName("a listener that is not ours gets the SYNs, and the rules tell clients its segments")
  void foreignListener() {
    var theirs = new HostPlan.Listener(Divert.TPROXY, 8129, OptionalInt.of(1380));
    var plan = new HostPlan(PLAN.gre(), "wccp0", "wccp1", PLAN.ports(), theirs, PLAN.plain());

    assertThat(HostRules.install(plan, HostBefore.NOTHING).toString())
        .contains("== syn counter tproxy to 127.0.0.1:8129 accept")
        .contains(
            "    tcp sport { 80, 8080 } tcp flags syn socket transparent 1"
                + " tcp option maxseg size set 1380\n    tcp dport");
    assertThat(HostRules.install(PLAN, HostBefore.NOTHING).toString()).doesNotContain("maxseg");
  }
}
