package dev.weir.router.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.router.acl.AccessEntry;
import dev.weir.router.acl.AddressTest;
import dev.weir.router.acl.PortTest;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RuleTextTest {
  private static final AddressTest ANY = AddressTest.ANY;

  @Test
  @DisplayName("a rule names protocol, hosts and ports")
  void whole() {
    assertThat(new RuleText("deny udp 192.0.2.1 range 1 2 198.51.100.0/24 neq 53").entry())
        .contains(
            new AccessEntry(
                false,
                17,
                AddressTest.host(0xc0000201),
                new AddressTest(0xc6336400, 0xff),
                PortTest.range(1, 2),
                PortTest.notEqual(53)));
    assertThat(new RuleText(" permit  ip any 0.0.0.0/0 ").entry())
        .contains(
            new AccessEntry(true, AccessEntry.ANY_PROTOCOL, ANY, ANY, PortTest.ANY, PortTest.ANY));
    assertThat(new RuleText("permit 89 any any").entry())
        .contains(new AccessEntry(true, 89, ANY, ANY, PortTest.ANY, PortTest.ANY));
    assertThat(new RuleText("permit tcp any lt 10 any gt 20").entry())
        .contains(new AccessEntry(true, 6, ANY, ANY, PortTest.below(10), PortTest.above(20)));
  }

  @ParameterizedTest
  @CsvSource({
    "'', permit or deny",
    "allow tcp any any, allow",
    "permit, protocol",
    "permit tcp, address",
    "permit tcp any, address",
    "permit 256 any any, 256",
    "permit ip any any eq 80, ports",
    "permit tcp any any eq, port",
    "permit tcp any any eq 65536, 65536",
    "permit tcp any any range 5 4, empty",
    "permit tcp any any eq 80 81, 81",
    "permit tcp 10.0.0.0/33 any, 33",
    "permit tcp 10.0.0.300 any, 10.0.0.300",
    "permit tcp example any, example"
  })
  @DisplayName("a rule that makes no sense is refused with the word that makes none")
  void refused(String text, String word) {
    var rule = new RuleText(text);

    assertThat(rule.entry()).isEmpty();
    assertThat(rule.reason()).contains(word);
  }
}
