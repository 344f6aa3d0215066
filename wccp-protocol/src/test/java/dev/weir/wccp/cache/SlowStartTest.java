package dev.weir.wccp.cache;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.wccp.assignment.Assignment;
import dev.weir.wccp.cache.CacheEffect.Unconfirmed;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// A cache that comes is given its share by and by.
final class SlowStartTest {
  private static final InetAddress THIRD = Bench.cache(13);

  private final ScriptedRouter router = new ScriptedRouter("192.0.2.1");

  @Test
  @DisplayName("§5.4 a quarter of its share in each T, nothing else moves, and then it is over")
  void quarters() {
    var bench = slow();
    var tables = new ArrayList<Assignment>(List.of(router.table));
    router.lists(Bench.HIGHER);
    for (int second = 0; second < 90; second++) {
      bench.run(ofSeconds(1));
      if (!router.table.equals(tables.getLast())) {
        tables.add(router.table);
      }
    }

    assertThat(tables.stream().map(it -> it.share(Bench.HIGHER).size()))
        .containsExactly(0, 32, 64, 96, 128);
    for (int i = 1; i < tables.size(); i++) {
      var before = tables.get(i - 1);
      var after = tables.get(i);
      for (int slot = 0; slot < 256; slot++) {
        assertThat(after.owner(slot)).isIn(before.owner(slot), java.util.Optional.of(Bench.HIGHER));
      }
    }
    assertThat(bench.assigns()).hasSize(4);
    assertThat(bench.told(Unconfirmed.class)).isEmpty();
  }

  @Test
  @DisplayName("§5.4 without it the whole share at once")
  void without() {
    var bench = Bench.with(router).settled();
    router.lists(Bench.HIGHER);
    bench.run(ofSeconds(60));
    assertThat(bench.assigns()).hasSize(1);
    assertThat(router.table.share(Bench.HIGHER).size()).isEqualTo(128);
  }

  @Test
  @DisplayName("§5.4 what nobody owns, or a dead cache did, is given away whole")
  void unowned() {
    router.lists(Bench.HIGHER, THIRD);
    var bench = slow();
    assertThat(bench.assigns()).isEmpty();
    assertThat(router.table.share(THIRD).size()).as("the first table").isEqualTo(85);

    bench.on(new CacheEvent.Dead(Set.of(THIRD)));
    bench.run(ofSeconds(1));
    assertThat(bench.assigns()).hasSize(1);
    assertThat(router.table.share(THIRD).isEmpty()).isTrue();
    assertThat(router.table.assignedCount()).isEqualTo(256);
  }

  @Test
  @DisplayName("§5.4 who gives up its weight is rid of its whole share at once")
  void retreat() {
    router.lists(Bench.HIGHER);
    var bench = slow();
    bench.on(new CacheEvent.Weigh(0));
    bench.run(ofSeconds(1));
    assertThat(router.table.share(Bench.US).isEmpty()).isTrue();
  }

  @Test
  @DisplayName("§5.4 who leaves on the way and returns gets the share it once had, in the end")
  void remembers() {
    router.lists(Bench.HIGHER, THIRD);
    var bench = slow();
    var before = router.table.owners();
    router.drops(Bench.HIGHER);
    bench.run(ofSeconds(40));
    assertThat(router.table.share(THIRD).size()).isEqualTo(128);
    router.lists(Bench.HIGHER, THIRD);
    bench.run(ofSeconds(90));
    assertThat(router.table.owners()).isEqualTo(before);
  }

  private Bench slow() {
    var it = Bench.settings(router);
    return new Bench(
            new CacheSettings(
                it.service(),
                it.self(),
                it.weight(),
                it.routers(),
                it.preferences(),
                it.mask(),
                it.minorMost(),
                it.numbering(),
                true),
            router)
        .settled();
  }
}
