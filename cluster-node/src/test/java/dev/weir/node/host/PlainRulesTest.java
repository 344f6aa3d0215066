package dev.weir.node.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.gre.BucketSet;
import dev.weir.gre.Verdict;
import dev.weir.gre.bypass.BypassTable;
import dev.weir.node.config.ConfigText;
import dev.weir.node.host.HostBefore.Setting;
import dev.weir.node.host.PlainRules.GivenBack;
import java.net.Inet4Address;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("packets that come without GRE")
final class PlainRulesTest {
  private static final HostPlan PLAN = plan("wccp: {routers: [192.0.2.1], forwarding: [l2]}");
  private static final HostBefore HOST = new HostBefore(Map.of("n0", new Setting(0, 0, 1)));
  private static final HostBefore ROUTER = new HostBefore(Map.of("n0", new Setting(1, 0, 0)));

  private static final String JUDGED =
      """
        set us { type ipv4_addr; elements = { 192.0.2.11, 192.0.2.1, 192.0.2.254, 192.0.2.253 }; }
        set routers { type ether_addr; }
        set spared_clients { type ipv4_addr; flags interval; auto-merge; }
        set spared_origins { type ipv4_addr; flags interval; auto-merge; }
        set spared_ports { type inet_service; }
        set spared_places { type ipv4_addr . inet_service; }
        set spared_pairs { type ipv4_addr . ipv4_addr . inet_service; }
        set client_nets { type ipv4_addr; flags dynamic, timeout; timeout 2s; size 65536; }
        set frame_senders { type ether_addr; flags dynamic, timeout; timeout 2s; size 256; }
        set bare_devices { type ifname; flags dynamic, timeout; timeout 2s; size 256; }
        chain plain {
          type filter hook prerouting priority raw; policy accept;
          iifname "n0" tcp dport { 80 } ether saddr @routers goto diverted
          iifname { "n0" } tcp dport { 80 } fib daddr type unicast ip daddr != @us\
       counter name plain_router_not_in_view
        }
        chain diverted {
          fib daddr type local counter name plain_inner_dst_local accept
          ip daddr @us counter name plain_inner_dst_local accept
          ip saddr @us counter name plain_inner_src_forbidden accept
          ip hdrlength != 5 counter name plain_inner_options meta mark set 0x57 notrack accept
          tcp flags & (fin | syn | rst | ack) == 0x0 counter name plain_inner_tcp_flags drop
          tcp flags & (fin | syn) == (fin | syn) counter name plain_inner_tcp_flags drop
          tcp flags & (syn | rst) == (syn | rst) counter name plain_inner_tcp_flags drop
          ip daddr { 0.0.0.0/8, 127.0.0.0/8, 169.254.0.0/16, 224.0.0.0/3 }\
       counter name plain_inner_dst_forbidden drop
          ip saddr { 0.0.0.0/8, 127.0.0.0/8, 224.0.0.0/3 } counter name plain_inner_src_forbidden drop
          tcp flags & (syn | ack) == syn ip saddr @spared_clients goto spared
          tcp flags & (syn | ack) == syn ip daddr @spared_origins goto spared
          tcp flags & (syn | ack) == syn tcp dport @spared_ports goto spared
          tcp flags & (syn | ack) == syn ip daddr . tcp dport @spared_places goto spared
          tcp flags & (syn | ack) == syn ip saddr . ip daddr . tcp dport @spared_pairs goto spared
          tcp flags & (syn | ack) == syn jump relieved
          tcp flags & (syn | ack) == syn jump limited
          limit rate over 2000000/second burst 2000000 packets counter name plain_rate_packets drop
          counter name plain_deliver meta mark set 0x58 notrack
        }
        chain spared {
          counter name plain_bypassed meta mark set 0x57 notrack accept
        }
        chain relieved {
        }
        chain limited {
          update @client_nets { ip saddr & 255.255.255.0 limit rate over 2000/second burst 2000 packets }\
       counter name plain_rate_client_net meta mark set 0x57 notrack accept
          update @frame_senders { ether saddr limit rate over 20000/second burst 20000 packets }\
       counter name plain_rate_router meta mark set 0x57 notrack accept
          meta iiftype != ether update @bare_devices { iifname limit rate over 20000/second burst 20000 packets }\
       counter name plain_rate_router meta mark set 0x57 notrack accept
        }
      """;

  @Test
  @DisplayName("§6.4 with L2 forwarding the frames of routers are judged, counted and marked")
  void judged() {
    assertThat(text(HostRules.install(PLAN, HOST)))
        .contains("  comment \"before n0:0:0:1\"\n")
        .contains(JUDGED)
        .contains("    iifname { \"n0\" } meta mark 0x58 goto known\n");
  }

  @Test
  @DisplayName("what is taken in of plain packets is what gre.limits says")
  void limited() {
    var plan =
        HostPlan.of(
            ConfigText.accepted(
                """
                node: {name: cache-1, address: 192.0.2.11}
                wccp: {routers: [192.0.2.1], forwarding: [l2]}
                gre: {interface: n0, limits: {syn-per-client-net: 7, syn-per-router: 8, packets: 9}}
                dns: {servers: [192.0.2.53]}
                """));

    assertThat(text(HostRules.install(plan, HOST)))
        .contains("ip saddr & 255.255.255.0 limit rate over 7/second burst 7 packets }")
        .contains("ether saddr limit rate over 8/second burst 8 packets }")
        .contains("iifname limit rate over 8/second burst 8 packets }")
        .contains("    limit rate over 9/second burst 9 packets counter name plain_rate_packets");
  }

  @Test
  @DisplayName("without L2 and without a list, no plain packet is taken and no device touched")
  void nobody() {
    var plan = plan("wccp: {routers: [192.0.2.1]}");

    assertThat(plan.plain().ways()).isEmpty();
    assertThat(text(HostRules.install(plan, HostBefore.NOTHING)))
        .doesNotContain("plain", "0x58", "conf.n0");
  }

  @Test
  @DisplayName("listed prefixes are taken on their devices, one device once")
  void listed() {
    var plan =
        plan(
            "wccp: {routers: [192.0.2.1], forwarding: [l2, gre]}\n"
                + "proxy: {intercept: {plain: [{interface: n0, from: [198.51.100.0/24]},"
                + " {interface: n1, from: [10.0.0.0/8, 203.0.113.0/24]}]}}");

    assertThat(plan.plain().devices()).containsExactly("n0", "n1");
    assertThat(text(HostRules.install(plan, HostBefore.NOTHING)))
        .contains(
            "  set clients_1 { type ipv4_addr; flags interval; auto-merge;"
                + " elements = { 10.0.0.0/8, 203.0.113.0/24 }; }\n")
        .contains(
            """
                iifname "n0" tcp dport { 80 } ether saddr @routers goto diverted
                iifname "n0" tcp dport { 80 } ip saddr @clients_0 goto diverted
                iifname "n1" tcp dport { 80 } ip saddr @clients_1 goto diverted
            """)
        .contains("ip rule add pref 90 iif n1 fwmark 0x58 lookup 90");
  }

  @Test
  @DisplayName("a host becomes no router: it forwards strays alone, and is set back at the end")
  void noRouter() {
    String installed = text(HostRules.install(PLAN, HOST));

    assertThat(installed)
        .contains(
            "    iifname { \"n0\" } meta mark 0x0"
                + " fib daddr type != { local, broadcast, multicast } drop\n")
        .containsSubsequence(
            "chain no_router",
            "sysctl -q -w net.ipv4.conf.n0.forwarding=1\n",
            "sysctl -q -w net.ipv4.conf.n0.rp_filter=2\n");
    assertThat(HOST.changes(PLAN))
        .containsExactly("net.ipv4.conf.n0.forwarding 0 -> 1", "net.ipv4.conf.n0.rp_filter 0 -> 2");
    assertThat(text(HostRules.remove(HOST)))
        .containsSubsequence(
            "sysctl -q -w net.ipv4.conf.n0.forwarding=0\n",
            "sysctl -q -w net.ipv4.conf.n0.rp_filter=0\n",
            "nft delete table ip weir\n");
  }

  @Test
  @DisplayName("a host that is a router stays one, and nothing of it is changed")
  void router() {
    assertThat(text(HostRules.install(PLAN, ROUTER))).doesNotContain("no_router", "conf.n0");
    assertThat(ROUTER.changes(PLAN)).isEmpty();
    assertThat(text(HostRules.remove(ROUTER))).doesNotContain("sysctl");
  }

  @Test
  @DisplayName("what was before is read from the table of a run that was killed, and nothing else")
  void recorded() {
    assertThat(HostBefore.recordedIn("table ip weir {\n\tcomment \"before n0:0:0:1 b.1:1:2:0\"\n"))
        .isEqualTo(new HostBefore(Map.of("n0", new Setting(0, 0, 1), "b.1", new Setting(1, 2, 0))));
    assertThat(HostBefore.recordedIn("table ip weir {\n\tcomment \"before n0:7:0:1 x\"\n"))
        .isEqualTo(HostBefore.NOTHING);
    assertThat(HostBefore.recordedIn("")).isEqualTo(HostBefore.NOTHING);
  }

  @Test
  @DisplayName("a device that a new configuration leaves is set back first")
  void otherDevice() {
    var before = new HostBefore(Map.of("old0", new Setting(0, 0, 0), "n0", new Setting(0, 0, 0)));

    assertThat(text(HostRules.install(PLAN, before)))
        .contains("sysctl -q -w net.ipv4.conf.old0.forwarding=0\n")
        .contains("  comment \"before n0:0:0:0\"\n");
  }

  @Test
  @DisplayName("probes of the own address reach the listener, from their prefixes alone")
  void probes() {
    var plan = plan("wccp: {routers: [192.0.2.1]}\nproxy: {intercept: {probes: [192.0.2.64/26]}}");

    assertThat(text(HostRules.install(plan, HostBefore.NOTHING)))
        .contains(
            "    ip saddr { 192.0.2.64/26 } ip daddr 192.0.2.11 tcp dport { 80 }"
                + " tproxy to 127.0.0.1:3129 accept\n");
  }

  @Test
  @DisplayName("whom the rules know is exchanged in one transaction")
  void know() {
    var spared =
        new BypassTable.Builder()
            .client(0x0A010000, 16)
            .origin(0xCB007150, 32)
            .port(8080)
            .place(0xCB007151, 80)
            .pair(0x0A010203, 0xCB007152, 80)
            .build();

    assertThat(
            PlainRules.know(
                    Set.of("02:00:00:00:00:01"),
                    Set.of(Inet4Address.ofLiteral("192.0.2.11")),
                    new GivenBack(spared, BucketSet.of(7, 255)))
                .input())
        .isEqualTo(
            """
            flush set ip weir routers
            add element ip weir routers { 02:00:00:00:00:01 }
            flush set ip weir us
            add element ip weir us { 192.0.2.11 }
            flush set ip weir spared_clients
            add element ip weir spared_clients { 10.1.0.0/16 }
            flush set ip weir spared_origins
            add element ip weir spared_origins { 203.0.113.80/32 }
            flush set ip weir spared_ports
            add element ip weir spared_ports { 8080 }
            flush set ip weir spared_places
            add element ip weir spared_places { 203.0.113.81 . 80 }
            flush set ip weir spared_pairs
            add element ip weir spared_pairs { 10.1.2.3 . 203.0.113.82 . 80 }
            flush chain ip weir relieved
            add rule ip weir relieved @nh,152,8 { 7, 255 } counter name plain_overload\
             meta mark set 0x57 notrack accept
            """);
    assertThat(PlainRules.know(Set.of(), Set.of(), GivenBack.NOTHING).input())
        .endsWith("flush chain ip weir relieved\n");
  }

  @Test
  @DisplayName("without a router to give packets back to, strays take the host's own routes")
  void routed() {
    var plan = plan("proxy: {intercept: {plain: [{interface: n0, from: [198.51.100.0/24]}]}}");

    assertThat(text(HostRules.install(plan, HOST)))
        .contains("ip rule add pref 80 iif n0 fwmark 0x57 lookup 91")
        .doesNotContain("table 91\nip route replace local", "default dev wccp1");
    assertThat(text(HostRules.install(PLAN, HOST)))
        .contains("ip route replace default dev wccp1 table 91");
  }

  @Test
  @DisplayName("counters are read by name; what is not ours is passed over")
  void counters() {
    assertThat(
            PlainRules.read(
                """
                {"nftables": [{"metainfo": {"version": "1.0.6"}},
                 {"counter": {"family": "ip", "name": "plain_deliver", "packets": 7, "bytes": 1}},
                 {"counter": {"family": "ip", "name": "else", "packets": 9, "bytes": 1}}]}
                """))
        .isEqualTo(Map.of(Verdict.DELIVER, 7L));
  }

  private static HostPlan plan(String sections) {
    return HostPlan.of(
        ConfigText.accepted(
            "node: {name: cache-1, address: 192.0.2.11}\n"
                + sections
                + "\ngre: {interface: n0}\ndns: {servers: [192.0.2.53]}\n"));
  }

  private static String text(List<HostCommand> commands) {
    return commands.stream().map(HostCommand::toString).collect(Collectors.joining("\n")) + "\n";
  }
}
