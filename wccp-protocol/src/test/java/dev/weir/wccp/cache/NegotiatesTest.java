package dev.weir.wccp.cache;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.wccp.message.Capability;
import dev.weir.wccp.message.Component;
import dev.weir.wccp.negotiation.CacheChoice;
import dev.weir.wccp.negotiation.Distribution;
import dev.weir.wccp.negotiation.Transport;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class NegotiatesTest {
  private static final List<Transport> GRE_L2 = List.of(Transport.GRE, Transport.L2);
  private static final List<Transport> L2_GRE = List.of(Transport.L2, Transport.GRE);
  private static final List<Distribution> HASH_MASK = List.of(Distribution.HASH, Distribution.MASK);
  private static final List<Distribution> MASK_HASH = List.of(Distribution.MASK, Distribution.HASH);
  private static final int BOTH = 3;
  private static final int SECOND = 2;

  private final ScriptedRouter router = new ScriptedRouter("192.0.2.1");
  private final ScriptedRouter other = new ScriptedRouter("192.0.2.2");

  @Test
  @DisplayName("§3.10 of what a router offers we take what we prefer")
  void preference() {
    router.offers(BOTH, BOTH);

    assertThat(choice(GRE_L2, HASH_MASK)).isEqualTo(ScriptedRouter.offering(1, 1).elements());
    assertThat(choice(L2_GRE, HASH_MASK)).isEqualTo(ScriptedRouter.offering(2, 1).elements());
    assertThat(choice(GRE_L2, MASK_HASH)).isEqualTo(ScriptedRouter.offering(1, 2).elements());
  }

  @Test
  @DisplayName("§3.10 a router that offers L2 and mask only is taken as it is, if we can both")
  void onlySecond() {
    router.offers(SECOND, SECOND);

    assertThat(choice(GRE_L2, HASH_MASK)).isEqualTo(ScriptedRouter.offering(2, 2).elements());
  }

  @Test
  @DisplayName("§3.10 a router that offers nothing at all is taken to offer GRE and hash")
  void silentOnCapabilities() {
    router.offer = Optional.empty();

    assertThat(choice(L2_GRE, MASK_HASH)).isEqualTo(ScriptedRouter.offering(1, 1).elements());
  }

  @Test
  @DisplayName("§4.2 with nothing in common the router is rejected, and asked again after 60 s")
  void rejected() {
    router.offers(SECOND, 1);
    var bench = Bench.with(router).join().run(ofSeconds(1));

    assertThat(bench.told(CacheEffect.Rejected.class))
        .containsExactly(new CacheEffect.Rejected(router.address, CacheChoice.Kind.FORWARDING));
    assertThat(bench.state(0)).isEqualTo("rejected");
    bench.fresh().run(ofSeconds(59));
    assertThat(bench.sent).isEmpty();

    router.offers(1, 1);
    bench.run(ofSeconds(12));

    assertThat(bench.sent.getFirst().at()).isEqualTo(ofMillis(60_001));
    assertThat(bench.state(0)).isEqualTo("usable");
  }

  @Test
  @DisplayName("§4.2 each kind that has nothing in common is told by its name")
  void kinds() {
    router.offers(1, SECOND);
    var bench = Bench.with(router).join().run(ofSeconds(1));
    assertThat(bench.told(CacheEffect.Rejected.class).getFirst().kind())
        .isEqualTo(CacheChoice.Kind.ASSIGNMENT);

    router.offer =
        Optional.of(new Component.Capabilities(List.of(new Capability.PacketReturn(SECOND))));
    bench = Bench.with(router).join().run(ofSeconds(1));
    assertThat(bench.told(CacheEffect.Rejected.class).getFirst().kind())
        .isEqualTo(CacheChoice.Kind.RETURN);
  }

  @Test
  @DisplayName("§4.2 one router rejected leaves the other alone")
  void otherGoesOn() {
    router.offers(SECOND, SECOND);
    var bench = Bench.with(router, other).join().run(ofSeconds(40));

    assertThat(bench.state(0)).isNotEqualTo("usable").isNotEqualTo("assigned");
    assertThat(bench.state(1)).isEqualTo("assigned");
    assertThat(bench.told(CacheEffect.InForce.class)).isNotEmpty();
    assertThat(bench.assigns().getFirst().assignment().routers())
        .extracting(it -> it.router())
        .containsExactly(other.id);
  }

  @Test
  @DisplayName("§4.2 the first live router decides how the group assigns; who cannot is rejected")
  void oneDistribution() {
    router.offers(1, BOTH);
    other.offers(1, SECOND);
    var bench = bench(GRE_L2, HASH_MASK).join().run(ofSeconds(1));

    assertThat(bench.told(CacheEffect.Rejected.class))
        .containsExactly(new CacheEffect.Rejected(other.address, CacheChoice.Kind.ASSIGNMENT));
    assertThat(bench.state(0)).isEqualTo("usable");

    router.silent = true;
    bench.run(ofSeconds(90));

    assertThat(bench.state(1)).isEqualTo("assigned");
    assertThat(bench.lastHello().capabilities().orElseThrow().elements())
        .contains(new Capability.AssignmentMethod(SECOND));
  }

  @Test
  @DisplayName("§4.2 a router whose members assign by mask narrows its offer: we follow if we may")
  void followsMembers() {
    router.offers(1, BOTH);
    other.silent = true;
    var bench = bench(GRE_L2, HASH_MASK).join().run(ofMillis(1));

    router.offers(1, SECOND);
    bench.run(ofSeconds(20));

    assertThat(bench.state(0)).isEqualTo("usable");
    assertThat(bench.lastHello().capabilities().orElseThrow().elements())
        .contains(new Capability.AssignmentMethod(SECOND));
  }

  private List<Capability> choice(List<Transport> transports, List<Distribution> distributions) {
    return new Bench(Bench.preferring(Bench.settings(router), transports, distributions), router)
        .join()
        .run(ofSeconds(1))
        .lastHello()
        .capabilities()
        .orElseThrow()
        .elements();
  }

  private Bench bench(List<Transport> transports, List<Distribution> distributions) {
    return new Bench(
        Bench.preferring(Bench.settings(router, other), transports, distributions), router, other);
  }
}
