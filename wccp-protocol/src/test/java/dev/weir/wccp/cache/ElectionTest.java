package dev.weir.wccp.cache;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.wccp.assignment.AddressOrder;
import java.net.InetAddress;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class ElectionTest {
  private final ScriptedRouter router = new ScriptedRouter("192.0.2.1");
  private final ScriptedRouter other = new ScriptedRouter("192.0.2.2");

  @Test
  @DisplayName("§4.3 addresses are compared as unsigned numbers, IPv4 before IPv6")
  void order() {
    var sorted =
        Stream.of(
                "2001:db8::1",
                "192.0.2.11",
                "10.0.0.200",
                "127.255.255.255",
                "9.0.0.200",
                "10.0.0.2",
                "128.0.0.1",
                "2001:db8::ff",
                "255.0.0.1")
            .map(InetAddress::ofLiteral)
            .sorted(AddressOrder.UNSIGNED)
            .map(InetAddress::getHostAddress);

    assertThat(sorted)
        .containsExactly(
            "9.0.0.200",
            "10.0.0.2",
            "10.0.0.200",
            "127.255.255.255",
            "128.0.0.1",
            "192.0.2.11",
            "255.0.0.1",
            "2001:db8:0:0:0:0:0:1",
            "2001:db8:0:0:0:0:0:ff");
  }

  @Test
  @DisplayName("§4.3 9.0.0.200 is designated, not 10.0.0.2; and 10.0.0.2, not 192.0.2.11")
  void lowest() {
    var ten = InetAddress.ofLiteral("10.0.0.2");
    var nine = InetAddress.ofLiteral("9.0.0.200");
    router.lists(ten);
    var bench = Bench.with(router).settled();
    assertThat(bench.designated()).as("192 is negative as a signed octet").contains(ten);

    router.lists(nine);
    assertThat(bench.run(ofSeconds(20)).designated()).contains(nine);
  }

  @Test
  @DisplayName("§4.3 only who is listed by every router counts")
  void intersection() {
    router.lists(Bench.LOWER);
    var bench = Bench.with(router, other).settled();
    assertThat(bench.designated()).contains(Bench.US);
    assertThat(router.table.caches()).containsExactly(Bench.US);

    other.lists(Bench.LOWER);
    assertThat(bench.run(ofSeconds(20)).designated()).contains(Bench.LOWER);
  }

  @Test
  @DisplayName("§4.3 two routers that list nobody in common: nobody is designated, no table")
  void disjoint() {
    router.lists(Bench.LOWER).welcomes = false;
    other.lists(Bench.HIGHER).welcomes = false;
    var bench = Bench.with(router, other).join().run(ofSeconds(100));

    assertThat(bench.group.snapshot().routers()).hasSize(2).allMatch(it -> it.id().isPresent());
    assertThat(bench.designated()).isEmpty();
    assertThat(bench.assigns()).isEmpty();
  }

  @Test
  @DisplayName("§4.3 who is not listed itself knows who is designated, and does not assign")
  void notListed() {
    router.lists(Bench.HIGHER).welcomes = false;
    var bench = Bench.with(router).join().run(ofSeconds(100));

    assertThat(bench.designated()).contains(Bench.HIGHER);
    assertThat(bench.assigns()).isEmpty();
  }

  @Test
  @DisplayName(
      "§4.3 nobody is designated before a router is heard, and when all have fallen silent")
  void nobody() {
    var bench = Bench.with(router).join();
    assertThat(bench.designated()).isEmpty();
    assertThat(bench.run(ofSeconds(1)).designated()).contains(Bench.US);

    router.silent = true;
    bench.run(ofSeconds(60));

    assertThat(bench.designated()).isEmpty();
    assertThat(bench.told(CacheEffect.Designated.class))
        .extracting(it -> it.cache().map(InetAddress::getHostAddress).orElse("nobody"))
        .containsExactly("192.0.2.11", "nobody");
    assertThat(bench.group.snapshot().key()).isEmpty();
  }
}
