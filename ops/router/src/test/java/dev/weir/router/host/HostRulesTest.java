package dev.weir.router.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class HostRulesTest {

  @Test
  @DisplayName("the TUN is up and routed before the first packet is diverted into it")
  void order() {
    assertThat(lines(new HostRules(List.of("rc"), List.of("rn")).install()))
        .containsExactly(
            "ip -4 address replace 192.0.2.2/32 dev wtun0",
            "ip -4 link set dev wtun0 mtu 1500 up",
            "ip -4 route replace default dev wtun0 table 100 protocol 210",
            "ip -4 rule add pref 99 iif rn lookup main protocol 210",
            "ip -4 rule add pref 100 iif rc ipproto tcp dport 80 lookup 100 protocol 210");
  }

  @Test
  @DisplayName("every rule carries the number by which it is withdrawn")
  void owned() {
    assertThat(lines(new HostRules(List.of("a", "b"), List.of("c", "d")).install()))
        .filteredOn(line -> line.contains(" rule "))
        .hasSize(4)
        .allMatch(line -> line.endsWith(" protocol 210"));
    assertThat(String.join(" ", HostRules.withdraw())).isEqualTo("ip -4 rule flush protocol 210");
  }

  private static List<String> lines(List<List<String>> commands) {
    return commands.stream().map(words -> String.join(" ", words)).toList();
  }
}
