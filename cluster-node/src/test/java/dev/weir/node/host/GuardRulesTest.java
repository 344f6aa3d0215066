package dev.weir.node.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.node.config.GreConfig.Receive;
import java.net.Inet4Address;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// D1, D3: whose GRE reaches a raw socket, and that no GRE is answered by ICMP.
final class GuardRulesTest {
  @ParameterizedTest
  @EnumSource(names = {"PCAP", "RING"})
  @DisplayName("an engine in front of the firewall has GRE dropped behind it")
  void dropsBehindTheTap(Receive receive) {
    assertThat(text(receive))
        .contains("priority raw", "iifname \"n0\" meta l4proto 47 counter drop")
        .doesNotContain("@routers", "icmp");
  }

  @Test
  @DisplayName("a raw socket gets GRE of known routers, and ICMP protocol unreachable stays here")
  void letsRoutersIn() {
    assertThat(text(Receive.RAW))
        .contains("iifname \"n0\" meta l4proto 47 ip saddr != @routers counter drop")
        .contains("icmp type destination-unreachable icmp code 2 @th,136,8 47 counter drop")
        .doesNotContain("priority raw");
  }

  @Test
  @DisplayName("the routers are replaced in one step, also by none")
  void replacesRouters() {
    var routers = List.of(Inet4Address.ofLiteral("192.0.2.2"), Inet4Address.ofLiteral("192.0.2.1"));
    assertThat(GuardRules.know(routers).toString())
        .contains("flush set ip weir_guard routers\nadd element ip weir_guard routers")
        .contains("{ 192.0.2.1, 192.0.2.2 }");
    assertThat(GuardRules.know(List.of()).toString())
        .contains("flush set")
        .doesNotContain("add element");
  }

  private static String text(Receive receive) {
    return GuardRules.install(new HostPlan.Gre("n0", receive)).toString();
  }
}
