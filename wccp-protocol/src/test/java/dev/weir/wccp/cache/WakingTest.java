package dev.weir.wccp.cache;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.wccp.assignment.AssignmentKey;
import dev.weir.wccp.cache.CacheEffect.IgnoredReason;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// A process that slept wakes: it must not act on what it knew before.
final class WakingTest {
  private final ScriptedRouter router = new ScriptedRouter("192.0.2.1");
  private final ScriptedRouter other = new ScriptedRouter("192.0.2.2");

  @Test
  @DisplayName("§4.3 a table that became due in its sleep goes out after the routers have spoken")
  void asksFirst() {
    var bench = Bench.with(router).settled();
    router.lists(Bench.HIGHER);
    bench.run(ofSeconds(11)).fresh(); // it knows, and waits 1.5 T
    bench.sleep(ofSeconds(20));

    bench.on(new CacheEvent.Woke());
    assertThat(bench.assigns()).isEmpty();
    bench.run(ofMillis(99));
    assertThat(bench.sent).isEmpty();
    bench.run(ofMillis(10));

    assertThat(bench.sent.getFirst().message().wireName()).isEqualTo("HERE_I_AM");
    assertThat(bench.assigns()).hasSize(1);
  }

  @Test
  @DisplayName("§4.3 if another has taken over meanwhile, it sends none")
  void takenOver() {
    var bench = Bench.with(router).settled();
    router.lists(Bench.HIGHER);
    bench.run(ofSeconds(11)).fresh();
    router.lists(Bench.LOWER, Bench.HIGHER);
    router.key = Optional.of(new AssignmentKey(Bench.LOWER, 7));
    bench.sleep(ofSeconds(20));

    bench.on(new CacheEvent.Woke());
    bench.run(ofSeconds(60));

    assertThat(bench.assigns()).isEmpty();
    assertThat(bench.designated()).contains(Bench.LOWER);
  }

  @Test
  @DisplayName("§4.2 an answer that has waited in its socket is none")
  void oldAnswers() {
    var bench = Bench.with(router).settled();
    router.silent = true;
    bench.run(ofSeconds(10)).fresh();
    bench.sleep(ofSeconds(9));
    bench.on(new CacheEvent.Woke());
    bench.receive(router.iSeeYou(router.address, Bench.US), router.address);

    assertThat(bench.told(CacheEffect.Ignored.class))
        .containsExactly(new CacheEffect.Ignored(IgnoredReason.UNSOLICITED, router.address));
  }

  @Test
  @DisplayName("§4.3 a router that does not speak again is waited for until it is given up")
  void silentRouter() {
    router.lists(Bench.HIGHER);
    other.lists(Bench.HIGHER);
    var bench = Bench.with(router, other).settled();
    other.silent = true;
    bench.on(new CacheEvent.Woke());
    bench.on(new CacheEvent.Dead(java.util.Set.of(Bench.HIGHER)));
    bench.run(ofSeconds(15));
    assertThat(bench.assigns()).isEmpty();

    bench.run(ofSeconds(25));

    assertThat(router.table.share(Bench.US).size()).isEqualTo(256);
  }
}
