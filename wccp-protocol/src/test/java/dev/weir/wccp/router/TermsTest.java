package dev.weir.wccp.router;

import static dev.weir.wccp.router.Bench.answer;
import static dev.weir.wccp.router.Bench.ignored;
import static dev.weir.wccp.router.Bench.sent;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.wccp.message.Capability;
import dev.weir.wccp.message.Component.Form;
import dev.weir.wccp.negotiation.Distribution;
import dev.weir.wccp.negotiation.Profile;
import dev.weir.wccp.negotiation.Timers;
import dev.weir.wccp.negotiation.Transport;
import dev.weir.wccp.router.RouterEffect.IgnoredReason;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// §4.4 step 8, §3.10: what router and caches agree on.
final class TermsTest {
  private static final int GRE = Capability.GRE;
  private static final int L2 = Capability.L2;
  private static final int HASH = Capability.HASH;
  private static final int MASK = Capability.MASK;
  private static final Capability ONE_SECOND =
      Capability.TransmitInterval.of(Duration.ofSeconds(1));

  private final Bench router = SettingsOf.web().fast().bench();

  @ParameterizedTest
  @CsvSource({"3,1,1", "0,1,1", "4,1,1", "1,3,1", "1,0,1", "1,1,3", "1,1,0"})
  @DisplayName(
      "§4.4 step 8: a choice has exactly one offered bit of each kind; else: the offer again")
  void oneBit(int forwarding, int assignment, int packetReturn) {
    var cache = router.cache("192.0.2.11").choosing(forwarding, assignment, packetReturn);
    router.says(cache);

    var effects = router.says(cache);

    assertThat(ignored(effects)).containsExactly(IgnoredReason.CAPABILITIES);
    assertThat(answer(effects).capabilities().orElseThrow().elements())
        .contains(new Capability.Forwarding(3), new Capability.AssignmentMethod(3));
    assertThat(router.usable()).isEmpty();
  }

  @Test
  @DisplayName("§3.10 without a choice GRE, hash, GRE and 10 s are chosen")
  void defaults() {
    router.joined("192.0.2.11");

    assertThat(router.state().agreement()).contains(dev.weir.wccp.negotiation.Agreement.DEFAULT);
  }

  @Test
  @DisplayName("§4.4 step 8: L2 only with a cache that is directly connected")
  void layerTwo() {
    var near = InetAddress.ofLiteral("192.0.2.11");
    var far = InetAddress.ofLiteral("192.0.2.12");
    var bench = SettingsOf.web().membership(Set.of(near, far), Set.of(near)).bench();
    var remote = bench.cache("192.0.2.12").choosing(L2, HASH, L2);
    bench.says(remote);

    assertThat(ignored(bench.says(remote))).containsExactly(IgnoredReason.CAPABILITIES);
    bench.join(bench.cache("192.0.2.11").choosing(L2, HASH, L2));
    assertThat(bench.state().agreement().orElseThrow().forwarding()).isEqualTo(Transport.L2);
  }

  @Test
  @DisplayName("§4.1 the first cache settles the methods; who chooses otherwise stays out")
  void settled() {
    router.join(router.cache("192.0.2.11").byMask());
    var other = router.cache("192.0.2.12");
    router.says(other);

    var effects = router.says(other);

    assertThat(ignored(effects)).containsExactly(IgnoredReason.CAPABILITIES);
    assertThat(answer(effects).capabilities().orElseThrow().elements())
        .contains(new Capability.AssignmentMethod(MASK));
    assertThat(router.usable()).hasSize(1);
  }

  @Test
  @DisplayName("§3.10 how packets return is each cache's own choice, and shown to it as that")
  void ownReturn() {
    router.join(router.cache("192.0.2.11").choosing(GRE, HASH, GRE));
    var two = router.cache("192.0.2.12").choosing(GRE, HASH, L2);

    assertThat(answer(router.says(two)).capabilities().orElseThrow().elements())
        .contains(new Capability.Forwarding(GRE), new Capability.PacketReturn(GRE | L2));
    assertThat(answer(router.says(two)).capabilities().orElseThrow().elements())
        .contains(new Capability.PacketReturn(L2));
    assertThat(router.known(two).agreement().orElseThrow().packetReturn()).isEqualTo(Transport.L2);
  }

  @Test
  @DisplayName("§11-3 negotiated timers hold from the HERE_I_AM whose choice is accepted")
  void timers() {
    var cache = router.cache("192.0.2.11").choosing(GRE, HASH, GRE, ONE_SECOND);
    router.says(cache);
    assertThat(router.state().timers()).isEqualTo(Timers.DEFAULT);
    assertThat(router.after(10)).as("10 s before").isEmpty();

    router.says(cache);
    assertThat(router.state().timers().transmit()).isEqualTo(Duration.ofSeconds(1));

    assertThat(router.after(Duration.ofMillis(2_499))).isEmpty();
    assertThat(sent(router.after(Duration.ofMillis(1)))).hasSize(1);
    router.after(Duration.ofMillis(500));
    assertThat(router.usable()).isEmpty();
  }

  @Test
  @DisplayName("§4.4 with the last cache all is forgotten: method, timers, key")
  void forgotten() {
    var cache = router.cache("192.0.2.11").byMask();
    router.join(cache);
    router.assigns(cache, 1, Bench.values(cache), Form.MASK);

    router.leaves(cache);

    assertThat(router.state().agreement()).isEmpty();
    assertThat(router.state().key()).isEmpty();
    assertThat(router.state().routers()).isEmpty();
    assertThat(router.state().assignment().slotCount()).isEqualTo(256);
    assertThat(router.nextDeadline()).as("nothing is due").isEqualTo(java.time.Instant.MAX);
    router.joined("192.0.2.12");
    assertThat(router.state().agreement().orElseThrow().distribution())
        .isEqualTo(Distribution.HASH);
  }

  @Test
  @DisplayName("§4.4 a cache that is alone may choose anew; a table of the other kind is flushed")
  void anew() {
    var cache = router.joined("192.0.2.11");
    router.assigns(cache, 1, Bench.buckets(cache), Form.PLAIN);
    cache.byMask();

    assertThat(router.says(cache)).anyMatch(RouterEffect.Flushed.class::isInstance);

    assertThat(router.state().agreement().orElseThrow().distribution())
        .isEqualTo(Distribution.MASK);
  }

  @Test
  @DisplayName("§7.4 ASA: a cache that reports two routers is ignored")
  void oneRouter() {
    var asa = SettingsOf.web().profile(Profile.ASA).bench();
    var cache = asa.joined("192.0.2.11");
    cache.otherRouters = List.of(InetAddress.ofLiteral("192.0.2.2"));

    assertThat(asa.says(cache))
        .containsExactly(new RouterEffect.Ignored(IgnoredReason.TOO_MANY_ROUTERS, cache.address));
    assertThat(router.join(router.cache("192.0.2.12")).lastSeen).isPresent();
  }

  @ParameterizedTest
  @CsvSource({"IOS,1,3,1", "CATALYST_3750,2,2,2", "ASA,1,1,1", "FORTIOS,3,3,3"})
  @DisplayName("§7.4 equipment offers what it can")
  void profiles(Profile profile, int forwarding, int assignment, int packetReturn) {
    var bench = SettingsOf.web().profile(profile).bench();

    assertThat(answer(bench.says(bench.cache("192.0.2.11"))).capabilities().orElseThrow())
        .extracting(it -> it.elements())
        .isEqualTo(
            List.of(
                new Capability.Forwarding(forwarding),
                new Capability.AssignmentMethod(assignment),
                new Capability.PacketReturn(packetReturn)));
  }
}
