package dev.weir.wccp.cache;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.weir.wccp.assignment.MaskAssignment;
import dev.weir.wccp.assignment.MaskSet;
import dev.weir.wccp.message.Message;
import java.net.InetAddress;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// A group of 2001:db8::, whose addresses travel in a table (§3.0.4); the bench turns every message
/// into octets and back.
final class Ipv6GroupTest {
  private static final InetAddress US = InetAddress.ofLiteral("2001:db8::11");
  private static final InetAddress LOWER = InetAddress.ofLiteral("2001:db8::5");
  private static final InetAddress HIGHER = InetAddress.ofLiteral("2001:db8:0:8000::1");

  private final ScriptedRouter router = new ScriptedRouter("2001:db8::1").speaks(1);

  @Test
  @DisplayName("§3.0.4 every message with IPv6 is of 2.01, from the first on")
  void newVersion() {
    router.silent = true;
    var bench = byHash().join().run(ofSeconds(25));
    router.silent = false;
    bench.run(ofSeconds(60));

    assertThat(bench.hellos()).hasSizeGreaterThan(5).allMatch(it -> it.minor() == 1);
    assertThat(bench.assigns()).isNotEmpty().allMatch(it -> it.minor() == 1);
    assertThatIllegalArgumentException().isThrownBy(() -> Bench.as(Bench.settings(router), US, 0));
  }

  @Test
  @DisplayName("§4.2 by hash: usable, designated, assigned, queried, left")
  void lifeByHash() {
    router.lists(HIGHER);
    var bench = byHash().join().run(ofSeconds(45));

    assertThat(bench.designated()).contains(US);
    assertThat(bench.state(0)).isEqualTo("assigned");
    assertThat(router.table.share(US).size()).isEqualTo(128);
    assertThat(bench.group.snapshot().assignment().share(HIGHER).size()).isEqualTo(128);

    bench.fresh().receive(router.query(US), router.address);
    assertThat(bench.run(ofSeconds(2)).hellos()).hasSize(3);

    bench.on(new CacheEvent.Dead(Set.of(HIGHER)));
    bench.run(ofMillis(10));
    assertThat(router.table.share(US).size()).isEqualTo(256);

    bench.on(new CacheEvent.Leave());
    assertThat(bench.run(ofMillis(10)).told(CacheEffect.Left.class)).hasSize(1);
  }

  @Test
  @DisplayName("§4.2 by mask: the map of 64 values is in force, in the compact list")
  void lifeByMask() {
    router.offers(1, 2).lists(HIGHER);
    var settings = Bench.masked(Bench.as(Bench.settings(router), US, 1));
    var bench = new Bench(settings, router).join().run(ofSeconds(45));

    assertThat(bench.state(0)).isEqualTo("assigned");
    var table = (MaskAssignment) bench.group.snapshot().assignment();
    assertThat(table.slotCount()).isEqualTo(64);
    assertThat(table.share(US).size()).isEqualTo(32);
    assertThat(table.sets().getFirst().mask()).isEqualTo(MaskSet.Mask.DEFAULT);
    assertThat(bench.messages(Message.RedirectAssign.class)).isNotEmpty();
  }

  @Test
  @DisplayName("§4.3 the lowest of 16 octets is designated, 2001:db8::5 before 2001:db8:0:8000::1")
  void election() {
    router.lists(LOWER, HIGHER);
    var bench = byHash().join().run(ofSeconds(45));

    assertThat(bench.designated()).contains(LOWER);
    assertThat(bench.assigns()).isEmpty();
  }

  private Bench byHash() {
    return new Bench(Bench.as(Bench.settings(router), US, 1), router);
  }
}
