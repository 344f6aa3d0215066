package dev.weir.router.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.router.config.RedirectPoint;
import dev.weir.router.config.RedirectPoint.Direction;
import dev.weir.router.config.TrafficRules;
import dev.weir.router.packet.ServiceMatch;
import dev.weir.wccp.message.ServiceGroup;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class HostRulesTest {
  private static final ServiceGroup WEB = ServiceGroup.WEB_CACHE;
  private static final ServiceGroup SERVICE_90 = new ServiceGroup(ServiceGroup.Type.DYNAMIC, 90);
  private static final HostRules RULES =
      new HostRules(
          List.of(
              new RedirectPoint(Direction.IN, List.of("rc", "rd"), Set.of(WEB), Optional.empty()),
              new RedirectPoint(
                  Direction.OUT, List.of("ro"), Set.of(WEB, SERVICE_90), Optional.empty())),
          List.of("rn"),
          TrafficRules.NONE);

  @Test
  @DisplayName("each TUN is up and routed before the first packet can have its mark")
  void order() {
    assertThat(RULES.install().stream().map(words -> String.join(" ", words)))
        .containsExactly(
            "ip -4 address replace 192.0.2.2/32 dev wtun0",
            "ip -4 link set dev wtun0 mtu 1500 up",
            "ip -4 route replace default dev wtun0 table 100 protocol 210",
            "ip -4 rule add pref 100 fwmark 0x57520000 lookup 100 protocol 210",
            "ip -4 address replace 192.0.2.2/32 dev wtun1",
            "ip -4 link set dev wtun1 mtu 1500 up",
            "ip -4 route replace default dev wtun1 table 101 protocol 210",
            "ip -4 rule add pref 100 fwmark 0x57520001 lookup 101 protocol 210");
    assertThat(HostRules.withdraw().stream().map(words -> String.join(" ", words)))
        .containsExactly(
            "ip -4 rule flush protocol 210", "ip -4 route flush table all protocol 210");
  }

  @Test
  @DisplayName("§7.3 excluded interfaces come first, then in, then out, each by its services")
  void marks() {
    var match = new ServiceMatch(17, true, List.of(53, 853));

    assertThat(marks(RULES, Map.of(WEB, ServiceMatch.WEB_CACHE, SERVICE_90, match)))
        .isEqualTo(
            """
            add chain ip weir_router divert { type filter hook prerouting priority mangle; policy accept; }
            flush chain ip weir_router divert
            table ip weir_router {
              chain divert {
                iifname { "rn" } return
                iifname { "wtun1" } return
                iifname { "rc", "rd" } meta l4proto 6 th dport { 80 } meta mark set 0x57520000 return
                fib daddr . mark oifname { "ro" } meta l4proto 6 th dport { 80 } meta mark set 0x57520001 return
                fib daddr . mark oifname { "ro" } meta l4proto 17 th sport { 53, 853 } meta mark set 0x57520001 return
              }
            }
            """);
  }

  @Test
  @DisplayName("§3.2 a service not described yet diverts nothing; one of every protocol all")
  void matches() {
    var one =
        new HostRules(
            List.of(
                new RedirectPoint(
                    Direction.IN, List.of("rc"), Set.of(SERVICE_90), Optional.empty())),
            List.of(),
            TrafficRules.NONE);

    assertThat(marks(one, Map.of())).doesNotContain("mark set", "iifname");
    assertThat(marks(one, Map.of(SERVICE_90, ServiceMatch.EVERYTHING)))
        .contains("    iifname { \"rc\" } meta mark set 0x57520000 return\n");
    assertThat(
            marks(
                one,
                Map.of(
                    SERVICE_90, new ServiceMatch(ServiceMatch.ANY_PROTOCOL, false, List.of(443)))))
        .contains("iifname { \"rc\" } meta l4proto { 6, 17 } th dport { 443 } meta mark set");
  }

  private static String marks(HostRules rules, Map<ServiceGroup, ServiceMatch> services) {
    return new MarkScript(rules).of(services);
  }
}
