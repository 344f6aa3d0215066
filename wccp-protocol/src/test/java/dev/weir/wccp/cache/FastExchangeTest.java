package dev.weir.wccp.cache;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.wccp.assignment.AssignmentKey;
import dev.weir.wccp.assignment.BucketSet;
import dev.weir.wccp.cache.CacheEffect.InForce;
import dev.weir.wccp.cache.CacheEffect.Unconfirmed;
import dev.weir.wccp.message.Message;
import java.net.InetAddress;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// A member is known to be dead while routers still list it: its share is given away at once
/// (§4.3).
final class FastExchangeTest {
  private static final InetAddress THIRD = Bench.cache(13);

  private final ScriptedRouter router = new ScriptedRouter("192.0.2.1");
  private final ScriptedRouter other = new ScriptedRouter("192.0.2.2");

  @Test
  @DisplayName("§4.3 we who hear that we are dead are not, and stay designated")
  void notOurselves() {
    router.lists(Bench.HIGHER);
    var bench = Bench.with(router).settled();

    bench.on(dead(Bench.US));
    bench.run(ofSeconds(60));

    assertThat(bench.group.snapshot().designated()).contains(Bench.US);
    assertThat(router.table.share(Bench.US).size()).isEqualTo(128);
  }

  @Test
  @DisplayName("§4.3 HERE_I_AM, its answer, the table, HERE_I_AM, key: in force within 10 ms")
  void atOnce() {
    router.lists(Bench.HIGHER);
    other.lists(Bench.HIGHER);
    var bench = Bench.with(router, other).settled();
    var dead = router.table.share(Bench.HIGHER);
    var mine = router.table.share(Bench.US);
    assertThat(dead.size()).isEqualTo(128);
    var begun = bench.time();

    bench.on(dead(Bench.HIGHER));
    bench.run(ofMillis(10));

    assertThat(bench.sent.stream().map(it -> it.message().wireName()))
        .containsExactly(
            "HERE_I_AM",
            "HERE_I_AM",
            "REDIRECT_ASSIGN",
            "REDIRECT_ASSIGN",
            "HERE_I_AM",
            "HERE_I_AM");
    var table = bench.assigns().getFirst().assignment().assignment();
    assertThat(table.caches()).containsExactly(Bench.US, Bench.HIGHER);
    assertThat(table.share(Bench.HIGHER)).isEqualTo(BucketSet.EMPTY);
    assertThat(table.share(Bench.US).size()).isEqualTo(256);
    assertThat(mine.stream().allMatch(table.share(Bench.US)::contains)).isTrue();
    assertThat(bench.told(InForce.class)).hasSize(1);
    assertThat(bench.told(InForce.class).getFirst().key()).contains(key(1_001));
    assertThat(bench.sent.getLast().at().minus(begun)).isLessThan(ofSeconds(2));
  }

  @Test
  @DisplayName("§4.3 then all is as usual: one HERE_I_AM in T, no second table, no alarm")
  void calmAfterwards() {
    router.lists(Bench.HIGHER);
    var bench = Bench.with(router).settled();
    bench.on(dead(Bench.HIGHER));
    bench.run(ofMillis(10)).fresh().run(ofSeconds(60));

    assertThat(bench.hellos()).hasSize(6);
    assertThat(bench.assigns()).isEmpty();
    assertThat(bench.told(Unconfirmed.class)).isEmpty();
  }

  @Test
  @DisplayName("§4.3 when the designated cache has died, the next one acts, and it alone")
  void designatedDies() {
    router.lists(Bench.LOWER, Bench.HIGHER);
    var bench = Bench.with(router).join().run(ofSeconds(40));
    assertThat(bench.assigns()).isEmpty();

    bench.on(dead(Bench.LOWER));
    bench.run(ofMillis(10));

    assertThat(bench.designated()).contains(Bench.US);
    assertThat(bench.assigns()).hasSize(1);
    assertThat(router.key).contains(key(1_000));
    assertThat(router.table.share(Bench.LOWER)).isEqualTo(BucketSet.EMPTY);
  }

  @Test
  @DisplayName("§4.3 a death that is another's duty, of no listed cache, or told again: no message")
  void noDuty() {
    router.lists(Bench.LOWER, Bench.HIGHER);
    var idle = Bench.with(router).settled();
    idle.on(dead(Bench.HIGHER));
    assertThat(idle.run(ofSeconds(1)).sent).as("not designated").isEmpty();

    other.lists(Bench.HIGHER);
    var bench = Bench.with(other).settled();
    bench.on(dead(THIRD));
    assertThat(bench.run(ofSeconds(1)).sent).as("not in the view").isEmpty();
    bench.on(dead(Bench.HIGHER, THIRD));
    bench.run(ofSeconds(1)).fresh();
    bench.on(dead(Bench.HIGHER, THIRD));
    assertThat(bench.run(ofSeconds(1)).sent).as("repeated").isEmpty();
  }

  @Test
  @DisplayName("§4.3 told again before the answer has come it is as urgent as before")
  void toldTwice() {
    router.lists(Bench.HIGHER);
    var bench = Bench.with(router).settled();
    bench.on(dead(Bench.HIGHER));
    bench.on(dead(Bench.HIGHER));
    bench.run(ofMillis(10));

    assertThat(bench.hellos()).hasSize(2);
    assertThat(bench.told(InForce.class)).hasSize(1);
  }

  @Test
  @DisplayName("§4.3 not echoed: it is repeated after T, and the operator is told there and then")
  void notEchoed() {
    router.lists(Bench.HIGHER);
    var bench = Bench.with(router).settled();
    router.installs = false;
    bench.on(dead(Bench.HIGHER));
    bench.run(ofSeconds(9));
    assertThat(bench.assigns()).hasSize(1);
    assertThat(bench.told(Unconfirmed.class)).isEmpty();

    bench.run(ofSeconds(3));

    assertThat(bench.assigns()).hasSize(2);
    assertThat(bench.assigns().getLast().assignment().key()).isEqualTo(key(1_001));
    assertThat(bench.told(Unconfirmed.class)).containsExactly(new Unconfirmed(key(1_001)));
  }

  @Test
  @DisplayName("§5.4 who is dead no more gets its buckets back, in the ordinary way")
  void returns() {
    router.lists(Bench.HIGHER, THIRD);
    var bench = Bench.with(router).settled();
    var before = router.table.owners();
    bench.on(dead(THIRD));
    bench.run(ofSeconds(1)).fresh();
    assertThat(router.table.owners()).isNotEqualTo(before);

    bench.on(new CacheEvent.Dead(Set.of()));
    bench.run(ofSeconds(14));
    assertThat(bench.assigns()).isEmpty();
    bench.run(ofSeconds(12));

    assertThat(bench.assigns()).hasSize(1);
    assertThat(router.table.owners()).isEqualTo(before);
  }

  @Test
  @DisplayName("§4.3 two that die one after the other both lose their share within 20 ms")
  void twoDie() {
    router.lists(Bench.HIGHER, THIRD);
    var bench = Bench.with(router).settled();
    bench.on(dead(THIRD));
    bench.run(ofMillis(1));
    bench.on(dead(THIRD, Bench.HIGHER));
    bench.run(ofMillis(20));

    assertThat(router.table.share(Bench.US).size()).isEqualTo(256);
    assertThat(router.table.caches()).containsExactly(Bench.US, Bench.HIGHER, THIRD);
    assertThat(bench.told(InForce.class).getLast().key()).isEqualTo(router.key);
  }

  @Test
  @DisplayName(
      "§4.3 a further death of no listed cache makes no later table urgent: it waits 1.5 T")
  void laterTableWaits() {
    router.lists(Bench.HIGHER);
    var bench = Bench.with(router).settled();
    bench.on(dead(Bench.HIGHER));
    bench.run(ofMillis(10)).fresh();
    bench.on(dead(Bench.HIGHER, THIRD));
    assertThat(bench.run(ofSeconds(1)).sent).isEmpty();

    router.lists(Bench.cache(14));
    bench.run(ofSeconds(20));
    assertThat(bench.assigns()).isEmpty();
    bench.run(ofSeconds(20));

    assertThat(bench.assigns()).hasSize(1);
  }

  @Test
  @DisplayName("§4.3 one router that does not answer costs T/2, not the table")
  void oneRouterSilent() {
    router.lists(Bench.HIGHER);
    other.lists(Bench.HIGHER);
    var bench = Bench.with(router, other).settled();
    other.silent = true;
    bench.on(dead(Bench.HIGHER));
    bench.run(ofMillis(4_900));
    assertThat(bench.assigns()).isEmpty();

    bench.run(ofMillis(200));

    assertThat(router.table.share(Bench.US).size()).isEqualTo(256);
  }

  @Test
  @DisplayName(
      "§4.1 what the live routers show is in force; a dead one is not waited for beyond 3 T")
  void deadRouter() {
    router.lists(Bench.HIGHER);
    other.lists(Bench.HIGHER);
    var bench = Bench.with(router, other).settled();
    var before = bench.group.snapshot().key();
    assertThat(before).isPresent();
    other.silent = true;
    bench.on(dead(Bench.HIGHER));
    bench.run(ofSeconds(19));
    assertThat(bench.group.snapshot().key()).as("it may yet answer").isEqualTo(before);

    bench.run(ofSeconds(16));

    assertThat(bench.group.snapshot().key()).isPresent().isNotEqualTo(before);
    assertThat(bench.group.snapshot().assignment().share(Bench.US).size()).isEqualTo(256);
  }

  @Test
  @DisplayName("§5.3 by mask the dead cache has no value left, and so is not named")
  void byMask() {
    router.offers(1, 2).lists(Bench.HIGHER);
    var bench = new Bench(Bench.masked(Bench.settings(router)), router).settled();
    bench.on(dead(Bench.HIGHER));
    bench.run(ofMillis(10));

    assertThat(router.table.caches()).isEqualTo(List.of(Bench.US));
    assertThat(router.table.slotCount()).isEqualTo(64);
  }

  @Test
  @DisplayName("§4.3 by multicast the table goes out at once with the receive ids last shown")
  void byMulticast() {
    router.lists(Bench.HIGHER);
    var bench = new Bench(Bench.multicast(), router).join();
    for (int i = 0; i < 5; i++) {
      bench.announce(router);
      bench.run(ofSeconds(9));
    }
    bench.announce(router);
    bench.fresh().on(dead(Bench.HIGHER));

    assertThat(bench.messages(Message.RedirectAssign.class)).hasSize(1);
    assertThat(router.table.share(Bench.US).size()).isEqualTo(256);
  }

  private static CacheEvent dead(InetAddress... caches) {
    return new CacheEvent.Dead(Set.of(caches));
  }

  private static AssignmentKey key(int number) {
    return new AssignmentKey(Bench.US, number);
  }
}
