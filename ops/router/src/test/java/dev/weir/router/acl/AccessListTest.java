package dev.weir.router.acl;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AccessListTest {
  private static final int TCP = 6;
  private static final int UDP = 17;
  private static final int CACHE = 0xC000020B; // 192.0.2.11
  private static final int CLIENT = 0xC6336407; // 198.51.100.7
  private static final int STRANGER = 0xCB007109; // 203.0.113.9

  private static final AccessList REDIRECT =
      new AccessList(
          "WCCP-REDIRECT",
          List.of(
              new AccessEntry(
                  false,
                  AccessEntry.ANY_PROTOCOL,
                  AddressTest.host(CACHE),
                  AddressTest.ANY,
                  PortTest.ANY,
                  PortTest.ANY),
              new AccessEntry(
                  false,
                  TCP,
                  AddressTest.ANY,
                  AddressTest.ANY,
                  PortTest.ANY,
                  PortTest.range(8000, 8099)),
              new AccessEntry(
                  true,
                  TCP,
                  new AddressTest(0xC6336400, 0xFF),
                  AddressTest.ANY,
                  PortTest.above(1023),
                  PortTest.equal(80))));

  @ParameterizedTest
  @CsvSource({
    "6, C6336407, 40000, 80, true, the clients' web traffic",
    "6, C63364FF, 40000, 80, true, the last address under the wildcard",
    "6, C6336507, 40000, 80, false, the network beside it",
    "6, C000020B, 40000, 80, false, a cache is denied first",
    "6, C6336407, 40000, 443, false, another port",
    "6, C6336407, 1023, 80, false, a low source port",
    "6, C6336407, 40000, 8080, false, a port denied by range",
    "17, C6336407, 40000, 80, false, another protocol",
    "6, C6336407, -1, -1, true, a later fragment of the clients: the deny by port passes it on",
    "6, CB007109, -1, -1, false, a later fragment of a stranger",
    "6, C000020B, -1, -1, false, a later fragment of a cache",
  })
  @DisplayName("the first entry that matches decides, and what none matches is denied")
  void decides(
      int protocol, String source, int sourcePort, int port, boolean permitted, String why) {
    int address = Integer.parseUnsignedInt(source, 16);
    assertThat(REDIRECT.permits(protocol, address, STRANGER, sourcePort, port))
        .as(why)
        .isEqualTo(permitted);
  }

  @Test
  @DisplayName("a list without entries denies everything")
  void empty() {
    assertThat(new AccessList("10", List.of()).permits(TCP, CLIENT, STRANGER, 1, 80)).isFalse();
  }

  @Test
  @DisplayName("a list of hosts judges by source, and denies the hosts it does not name")
  void hosts() {
    var caches = new AccessList("10", List.of(AccessEntry.ofSource(true, AddressTest.host(CACHE))));
    assertThat(caches.permitsHost(CACHE)).isTrue();
    assertThat(caches.permits(UDP, CACHE, STRANGER, 2048, 2048)).isTrue();
    assertThat(caches.permitsHost(CLIENT)).isFalse();
    assertThat(caches.permits(UDP, CLIENT, STRANGER, 2048, 2048)).isFalse();
  }

  @Test
  @DisplayName("eq, neq, lt, gt and range at their borders")
  void ports() {
    assertThat(taken(PortTest.equal(80))).containsExactly(80);
    assertThat(taken(PortTest.notEqual(80))).hasSize(65535).doesNotContain(80);
    assertThat(taken(PortTest.below(2))).containsExactly(0, 1);
    assertThat(taken(PortTest.below(0))).isEmpty();
    assertThat(taken(PortTest.above(65533))).containsExactly(65534, 65535);
    assertThat(taken(PortTest.above(65535))).isEmpty();
    assertThat(taken(PortTest.range(20, 21))).containsExactly(20, 21);
    assertThat(taken(PortTest.ANY)).hasSize(65536);
  }

  private static List<Integer> taken(PortTest test) {
    return java.util.stream.IntStream.rangeClosed(0, 65535).filter(test::matches).boxed().toList();
  }
}
