package dev.weir.node.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RebindGuardTest {
  private static final InetAddress OWN = InetAddress.ofLiteral("203.0.113.99");
  private final RebindGuard guard =
      new RebindGuard(true, List.of(".corp.example.com"), OWN::equals);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "127.255.255.254",
        "0.0.0.0",
        "0.1.2.3",
        "10.0.0.1",
        "172.16.0.1",
        "172.31.255.255",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "100.127.255.255",
        "198.18.0.1",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "203.0.113.99",
        "::",
        "::1",
        "fe80::1",
        "fc00::1",
        "fdff::1",
        "ff02::1",
        "::ffff:10.0.0.1",
        "::127.0.0.1",
        "64:ff9b::7f00:1",
        "2002:0a00:0001::1",
        "fec0::1",
      })
  @DisplayName("SEC-C5 a name that leads to private or own addresses leads nowhere")
  void kept(String address) {
    assertThat(guard.guard("evil.test", found(address))).isInstanceOf(Lookup.Rebound.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "203.0.113.10", "172.15.255.255", "172.32.0.1", "100.63.255.255", "100.128.0.1",
        "169.253.1.1", "198.17.255.255", "198.20.0.1", "223.255.255.255", "2001:db8::1",
        "64:ff9b::cb00:710a", "2002:cb00:710a::1",
      })
  @DisplayName("SEC-C5 one that leads elsewhere is let pass")
  void passed(String address) {
    assertThat(guard.guard("www.test", found(address))).isEqualTo(found(address));
  }

  @Test
  @DisplayName("of several addresses the private ones are left out")
  void mixed() {
    assertThat(guard.guard("www.test", found("10.0.0.1", "203.0.113.10", "::1")))
        .isEqualTo(found("203.0.113.10"));
  }

  @Test
  @DisplayName("hosts of dns.private may be anywhere, and with the guard off all may")
  void inside() {
    assertThat(guard.guard("wiki.corp.example.com", found("10.0.0.1")))
        .isEqualTo(found("10.0.0.1"));
    assertThat(guard.guard("wiki.corp.example.com.evil.test", found("10.0.0.1")))
        .isInstanceOf(Lookup.Rebound.class);
    assertThat(RebindGuard.OFF.guard("evil.test", found("127.0.0.1")))
        .isEqualTo(found("127.0.0.1"));
    assertThat(guard.guard("www.test", new Lookup.Absent("nxdomain")))
        .isEqualTo(new Lookup.Absent("nxdomain"));
  }

  private static Lookup found(String... addresses) {
    return new Lookup.Found(Arrays.stream(addresses).map(InetAddress::ofLiteral).toList());
  }
}
