package dev.weir.router.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.router.acl.AccessEntry;
import dev.weir.router.acl.AccessList;
import dev.weir.router.acl.AddressTest;
import dev.weir.router.acl.PortTest;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class ListRulesTest {
  private static final AddressTest NET = new AddressTest(0x0a010000, 0xff);

  @Test
  @DisplayName("the first entry that matches decides, and what none matches is denied")
  void order() {
    assertThat(
            rules(
                AccessEntry.ofSource(false, AddressTest.host(0x0a010002)),
                AccessEntry.ofSource(true, NET)))
        .containsExactly(
            "ip saddr & 255.255.255.255 == 10.1.0.2 drop",
            "ip saddr & 255.255.255.0 == 10.1.0.0 return",
            "drop");
    assertThat(rules()).containsExactly("drop");
  }

  @Test
  @DisplayName("a wildcard may hide any bits, and `ip any any` looks at nothing")
  void wildcards() {
    assertThat(
            rules(
                new AccessEntry(
                    false,
                    47,
                    new AddressTest(0x0a000005, 0x00ff00),
                    NET,
                    PortTest.ANY,
                    PortTest.ANY),
                AccessEntry.ofSource(true, AddressTest.ANY)))
        .containsExactly(
            "ip protocol 47 ip saddr & 255.255.0.255 == 10.0.0.5"
                + " ip daddr & 255.255.255.0 == 10.1.0.0 drop",
            "return",
            "drop");
  }

  @Test
  @DisplayName("a test of ports lets a later fragment through where it permits, and denies none")
  void fragments() {
    assertThat(rules(tcp(true, PortTest.equal(80)), tcp(false, PortTest.range(90, 99))))
        .containsExactly(
            "ip protocol 6 ip frag-off & 0x1fff != 0 return",
            "ip protocol 6 th dport 80 return",
            "ip protocol 6 th dport 90-99 drop",
            "drop");
  }

  @Test
  @DisplayName("neq, lt and gt are the ports around; lt 0 is no port at all")
  void otherPorts() {
    assertThat(
            rules(
                tcp(false, PortTest.notEqual(80)),
                tcp(false, PortTest.below(1024)),
                tcp(false, PortTest.above(1023)),
                tcp(false, PortTest.below(0)),
                tcp(true, PortTest.above(65_535))))
        .containsExactly(
            "ip protocol 6 th dport != 80 drop",
            "ip protocol 6 th dport != 1024-65535 drop",
            "ip protocol 6 th dport != 0-1023 drop",
            "ip protocol 6 ip frag-off & 0x1fff != 0 return",
            "drop");
  }

  private static AccessEntry tcp(boolean permit, PortTest port) {
    return new AccessEntry(permit, 6, AddressTest.ANY, AddressTest.ANY, PortTest.ANY, port);
  }

  private static List<String> rules(AccessEntry... entries) {
    return ListRules.of(new AccessList("list", List.of(entries)), "return", "drop");
  }
}
