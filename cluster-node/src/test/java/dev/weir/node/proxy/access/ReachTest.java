package dev.weir.node.proxy.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.node.proxy.access.list.PrefixSet;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Where nobody is led (reliability R6).
class ReachTest {
  private static final InetAddress OWN = InetAddress.ofLiteral("192.0.2.11");
  private static final InetAddress OTHER = InetAddress.ofLiteral("192.0.2.12");

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource({
    "127.0.0.1, LOOPBACK",
    "127.0.0.2, LOOPBACK",
    "127.255.255.254, LOOPBACK",
    "::1, LOOPBACK",
    "::ffff:127.0.0.1, LOOPBACK",
    "::ffff:7f00:1, LOOPBACK",
    "::127.0.0.1, LOOPBACK",
    "::ffff:0:127.0.0.1, LOOPBACK",
    "64:ff9b::127.0.0.1, LOOPBACK",
    "64:ff9b::7f00:1, LOOPBACK",
    "64:ff9b:1::7f00:1, LOOPBACK",
    "2002:7f00:1::, LOOPBACK",
    "2002:7f00:0001:1234::1, LOOPBACK",
    "0.0.0.0, UNSPECIFIED",
    "0.0.0.1, UNSPECIFIED",
    "0.255.255.255, UNSPECIFIED",
    "::, UNSPECIFIED",
    "::ffff:0.0.0.0, UNSPECIFIED",
    "64:ff9b::, UNSPECIFIED",
    "2002::1, UNSPECIFIED",
    "169.254.0.1, LINK_LOCAL",
    "169.254.255.255, LINK_LOCAL",
    "169.254.169.253, LINK_LOCAL",
    "::ffff:169.254.1.1, LINK_LOCAL",
    "fe80::1, LINK_LOCAL",
    "febf::1, LINK_LOCAL",
    "64:ff9b::169.254.1.1, LINK_LOCAL",
    "169.254.169.254, METADATA",
    "::ffff:169.254.169.254, METADATA",
    "::ffff:a9fe:a9fe, METADATA",
    "::169.254.169.254, METADATA",
    "64:ff9b::a9fe:a9fe, METADATA",
    "2002:a9fe:a9fe::, METADATA",
    "fd00:ec2::254, METADATA",
    "fd20:ce::254, METADATA",
    "100.100.100.200, METADATA",
    "192.0.0.192, METADATA",
    "224.0.0.1, MULTICAST",
    "239.255.255.250, MULTICAST",
    "::ffff:224.0.0.1, MULTICAST",
    "ff02::1, MULTICAST",
    "ff05::2, MULTICAST",
    "240.0.0.1, RESERVED",
    "255.255.255.255, RESERVED",
    "::ffff:255.255.255.255, RESERVED",
    "192.0.2.11, OWN",
    "::ffff:192.0.2.11, OWN",
    "::192.0.2.11, OWN",
    "64:ff9b::192.0.2.11, OWN",
    "2002:c000:20b::, OWN",
  })
  @DisplayName("SEC-R6 nobody is led to an address of this host, its network or nobody")
  void refused(String address, Reach.Refused why) {
    assertThat(reach("10.0.0.0/8").refusal(at(address, 80))).contains(why);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "192.0.2.12",
        "198.51.100.1",
        "10.0.0.1",
        "192.168.0.1",
        "172.16.0.1",
        "1.0.0.1",
        "223.255.255.255",
        "169.253.255.255",
        "169.255.0.0",
        "126.255.255.255",
        "128.0.0.1",
        "100.100.100.201",
        "2001:db8::1",
        "64:ff9b::198.51.100.1",
        "2002:c633:6401::",
        "fd00::1"
      })
  @DisplayName("SEC-R6 everywhere else clients are led")
  void permitted(String address) {
    assertThat(reach("203.0.113.0/24").test(at(address, 80))).isTrue();
  }

  @Test
  @DisplayName("SEC-R6 an exception opens an address, and no port of a node")
  void exceptions() {
    Reach reach = reach("127.0.0.0/8", "192.0.2.0/24", "0.0.0.0/8");

    assertThat(reach.test(at("127.0.0.1", 8000))).isTrue();
    assertThat(reach.test(at("::ffff:127.0.0.1", 8000))).isTrue();
    assertThat(reach.test(at("192.0.2.11", 8000))).isTrue();
    for (String address :
        new String[] {"127.0.0.1", "192.0.2.11", "192.0.2.12", "0.0.0.0", "::ffff:127.0.0.1"}) {
      assertThat(reach.refusal(at(address, 8088))).as(address).contains(Reach.Refused.CLOSED_PORT);
    }
    assertThat(reach.test(at("198.51.100.1", 8088))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2130706433",
        "0x7f000001",
        "0x7f.1",
        "0177.0.0.1",
        "127.1",
        "127.0.1",
        "0x7f.0x0.0x0.0x1",
        "017700000001",
        "127.0.0.1.",
        "a.0x",
        "example.1",
        "256.256.256.256"
      })
  @DisplayName("SEC-R6 a host that ends in a number is nobody's name")
  void numbers(String host) {
    assertThat(Reach.isNumber(host)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"www.example.com", "a1", "example.0xg", "0x7f.example", "x", "1.a", ""})
  @DisplayName("SEC-R6 any other host may be one")
  void names(String host) {
    assertThat(Reach.isNumber(host)).isFalse();
  }

  private static Reach reach(String... exceptions) {
    var prefixes = new PrefixSet.Builder();
    for (String each : exceptions) {
      assertThat(prefixes.add(each)).isTrue();
    }
    return new Reach(OWN::equals, Set.of(OTHER), Set.of(8088, 5702), prefixes.build());
  }

  private static InetSocketAddress at(String address, int port) {
    return new InetSocketAddress(InetAddress.ofLiteral(address), port);
  }
}
