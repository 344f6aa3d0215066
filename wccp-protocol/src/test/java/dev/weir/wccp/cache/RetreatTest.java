package dev.weir.wccp.cache;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.wccp.assignment.BucketSet;
import dev.weir.wccp.message.CacheIdentity;
import java.net.InetAddress;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// A cache that cannot serve gives its share up, and takes it back later.
final class RetreatTest {
  private final ScriptedRouter router = new ScriptedRouter("192.0.2.1");

  @Test
  @DisplayName("§4.3 our weight 0 is told at once, and the table without us follows at its answer")
  void ours() {
    router.lists(Bench.HIGHER);
    var bench = Bench.with(router).settled();
    bench.run(ofSeconds(3));

    bench.fresh().on(new CacheEvent.Weigh(0));
    bench.run(ofMillis(10));

    assertThat(bench.lastHello().cache().weight()).isZero();
    assertThat(bench.assigns()).hasSize(1);
    assertThat(router.table.share(Bench.US).isEmpty()).isTrue();
    assertThat(router.table.share(Bench.HIGHER).size()).isEqualTo(256);

    bench.fresh().on(new CacheEvent.Weigh(0));
    assertThat(bench.hellos()).as("nothing new").isEmpty();
  }

  @Test
  @DisplayName("§4.3 another's weight 0 is obeyed at the next answer; any other weight has to wait")
  void others() {
    router.lists(Bench.HIGHER);
    var bench = Bench.with(router).settled();

    router.lists(weighing(50));
    bench.fresh().run(ofSeconds(11));
    assertThat(bench.assigns()).as("within 15 s").isEmpty();
    bench.run(ofSeconds(20));
    assertThat(bench.assigns()).hasSize(1);

    router.lists(weighing(0));
    bench.fresh().run(ofSeconds(11));
    assertThat(bench.assigns()).hasSize(1);
    assertThat(router.table.share(Bench.HIGHER).isEmpty()).isTrue();
  }

  @Test
  @DisplayName("§5.4 when every weight is 0 nobody can take a share, and nothing is hurried")
  void nobodyElse() {
    var bench = Bench.with(router).settled();

    bench.fresh().on(new CacheEvent.Weigh(0));
    bench.run(ofSeconds(11));

    assertThat(bench.assigns()).isEmpty();
    assertThat(router.table.share(Bench.US).size()).isEqualTo(256);
  }

  @Test
  @DisplayName("§4.2 who has left and joins again begins anew, and gets its buckets")
  void comesBack() {
    var bench = Bench.with(router).settled();
    bench.on(new CacheEvent.Leave());
    bench.run(ofSeconds(30));
    assertThat(bench.told(CacheEffect.Left.class)).hasSize(1);
    assertThat(bench.state(0)).as("what the router said last is no longer heard").isEqualTo("left");

    bench.fresh().join();
    assertThat(bench.lastHello().view().routers()).as("no receive id of before").isEmpty();
    bench.run(ofSeconds(40));

    assertThat(bench.state(0)).isEqualTo("assigned");
    assertThat(router.table.share(Bench.US).size()).isEqualTo(256);
  }

  private static CacheIdentity weighing(int weight) {
    InetAddress it = Bench.HIGHER;
    return CacheIdentity.hash(it, true, BucketSet.EMPTY, weight, 0);
  }
}
