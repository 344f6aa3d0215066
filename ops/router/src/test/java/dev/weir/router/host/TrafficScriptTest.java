package dev.weir.router.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.router.acl.AccessEntry;
import dev.weir.router.acl.AccessList;
import dev.weir.router.acl.AddressTest;
import dev.weir.router.acl.RouteMap;
import dev.weir.router.config.RedirectPoint;
import dev.weir.router.config.RedirectPoint.Direction;
import dev.weir.router.config.TrafficRules;
import dev.weir.router.packet.ServiceMatch;
import dev.weir.wccp.message.ServiceGroup;
import java.net.Inet4Address;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class TrafficScriptTest {
  private static final AccessList HOST =
      new AccessList("HOST", List.of(AccessEntry.ofSource(true, AddressTest.host(0x0a010002))));
  private static final RouteMap MAP =
      new RouteMap(
          "MAP",
          List.of(
              new RouteMap.Clause(false, List.of(HOST), List.of()),
              new RouteMap.Clause(true, List.of(), hops("10.2.0.2", "10.2.0.3"))));
  private static final TrafficRules TRAFFIC =
      new TrafficRules(
          List.of(
              new TrafficRules.Filter("rc", Direction.IN, HOST),
              new TrafficRules.Filter("ro", Direction.OUT, HOST)),
          List.of(new TrafficRules.Policy(MAP, List.of("rc"))),
          true);
  private static final HostRules RULES =
      new HostRules(
          List.of(
              point(Direction.IN, "rc", Optional.of(MAP)),
              point(Direction.OUT, "ro", Optional.of(MAP)),
              point(Direction.OUT, "ro", Optional.empty())),
          List.of(),
          TRAFFIC);

  private static final String TABLE =
      """
      add table ip weir_router
      delete table ip weir_router
      table ip weir_router {
        counter access_0 { }
        chain access_0 {
          ip saddr & 255.255.255.255 == 10.1.0.2 return
          counter name access_0 drop
        }
        counter access_1 { }
        chain access_1 {
          ip saddr & 255.255.255.255 == 10.1.0.2 return
          counter name access_1 drop
        }
        counter policy_0 { }
        chain policy_0_0 {
          ip saddr & 255.255.255.255 == 10.1.0.2 accept
          return
        }
        chain policy_0 {
          jump policy_0_0
          meta mark set 0x57530000 accept
        }
        chain judge {
          fib daddr . mark oifname "ro" jump access_1
        }
        chain filter_in {
          type filter hook prerouting priority raw; policy accept;
          iifname "rc" jump access_0
        }
        chain route_maps {
          type filter hook prerouting priority mangle - 1; policy accept;
          iifname { "rc", "wtun0", "wtun1" } jump policy_0
        }
        chain filter_out {
          type filter hook forward priority filter; policy accept;
          oifname "ro" jump access_1
          meta mark { 0x57530000 } counter name policy_0
        }
      }
      """;

  @Test
  @DisplayName("§7.3 filtered in, marked by route-map, filtered out; each list counts for itself")
  void table() {
    assertThat(new TrafficScript(RULES).text()).isEqualTo(TABLE);
  }

  @Test
  @DisplayName("§7.3 with the outbound check a packet is judged before it is marked for a cache")
  void judged() {
    assertThat(new MarkScript(RULES).of(Map.of(ServiceGroup.WEB_CACHE, ServiceMatch.WEB_CACHE)))
        .contains(
            """
                iifname { "rc" } meta l4proto 6 th dport { 80 } jump judge
                iifname { "rc" } meta l4proto 6 th dport { 80 } meta mark set 0x57520000 return
                iifname { "rc", "wtun0" } fib daddr . mark oifname { "ro" } meta l4proto 6 th dport { 80 } jump judge
                iifname { "rc", "wtun0" } fib daddr . mark oifname { "ro" } meta l4proto 6 th dport { 80 } meta mark set 0x57520001 return
                fib daddr . mark oifname { "ro" } meta l4proto 6 th dport { 80 } jump judge
                fib daddr . mark oifname { "ro" } meta l4proto 6 th dport { 80 } meta mark set 0x57520002 return
            """);
    assertThat(unchecked().text()).doesNotContain("judge").contains("oifname \"ro\" jump access_1");
    assertThat(new MarkScript(unchecked().rules()).of(Map.of())).doesNotContain("judge");
  }

  @Test
  @DisplayName("each clause that permits has a mark and a table with its next hops, the best first")
  void routes() {
    assertThat(RULES.install().stream().map(words -> String.join(" ", words)))
        .endsWith(
            "ip -4 route replace default via 10.2.0.2 table 200 protocol 210 metric 1",
            "ip -4 route replace default via 10.2.0.3 table 200 protocol 210 metric 2",
            "ip -4 rule add pref 100 fwmark 0x57530000 lookup 200 protocol 210");
  }

  @Test
  @DisplayName("counters are read as nft lists them, and nonsense as none")
  void counters() {
    assertThat(
            TrafficCounts.read(
                """
                table ip weir_router {
                	counter access_0 {
                		packets 12 bytes 720
                	}

                	counter policy_0 {
                		packets 0 bytes 0
                	}
                }
                """))
        .isEqualTo(Map.of("access_0", 12L, "policy_0", 0L));
    assertThat(TrafficCounts.read("counter access_0 { packets many }")).isEmpty();
  }

  private static TrafficScript unchecked() {
    return new TrafficScript(
        new HostRules(
            RULES.points(),
            List.of(),
            new TrafficRules(TRAFFIC.filters(), TRAFFIC.policies(), false)));
  }

  private static RedirectPoint point(
      Direction direction, String device, Optional<RouteMap> policy) {
    return new RedirectPoint(direction, List.of(device), Set.of(ServiceGroup.WEB_CACHE), policy);
  }

  private static List<Inet4Address> hops(String... addresses) {
    return List.of(addresses).stream().map(Inet4Address::ofLiteral).toList();
  }
}
