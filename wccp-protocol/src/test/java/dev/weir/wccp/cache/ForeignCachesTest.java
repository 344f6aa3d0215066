package dev.weir.wccp.cache;

import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.wccp.assignment.BucketSet;
import dev.weir.wccp.assignment.HashAssignment;
import dev.weir.wccp.cache.CacheEffect.Foreign;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Routers list a cache that is no member of our cluster (§4.3, ADR-0015).
final class ForeignCachesTest {
  private static final BucketSet ALL = BucketSet.of(IntStream.range(0, 256));

  private final ScriptedRouter router = new ScriptedRouter("192.0.2.1");
  private final ScriptedRouter other = new ScriptedRouter("192.0.2.2");

  @Test
  @DisplayName("§4.3 a cache that is no member is told once, and told again when it is gone")
  void told() {
    var bench = ours(router);
    router.lists(Bench.HIGHER, Bench.LOWER);
    bench.run(ofSeconds(60));
    assertThat(bench.told(Foreign.class))
        .containsExactly(new Foreign(List.of(Bench.LOWER, Bench.HIGHER)));
    assertThat(bench.group.snapshot().foreign()).containsExactly(Bench.LOWER, Bench.HIGHER);

    router.drops(Bench.HIGHER);
    router.drops(Bench.LOWER);
    bench.fresh().run(ofSeconds(20));

    assertThat(bench.told(Foreign.class)).containsExactly(new Foreign(List.of()));
  }

  @Test
  @DisplayName("§4.3 the order in which routers list them is no news")
  void anyOrder() {
    router.lists(Bench.HIGHER, Bench.LOWER);
    other.lists(Bench.LOWER, Bench.HIGHER);
    var bench = ours(router, other);
    bench.run(ofSeconds(30));
    router.silent = true;
    bench.run(ofSeconds(60));

    assertThat(bench.told(Foreign.class)).hasSize(1);
  }

  @Test
  @DisplayName("§4.3 before we know our members, and for members themselves, nobody is foreign")
  void membersAreNot() {
    router.lists(Bench.HIGHER);
    var unknown = Bench.with(router).settled();
    assertThat(unknown.told(Foreign.class)).isEmpty();

    other.lists(Bench.HIGHER);
    var bench = Bench.with(other).join();
    bench.on(members(Bench.US, Bench.HIGHER));
    assertThat(bench.run(ofSeconds(40)).told(Foreign.class)).isEmpty();
  }

  @Test
  @DisplayName("§4.3 a lower foreign cache is designated; while its key is shown we send nothing")
  void obeyed() {
    router.lists(Bench.LOWER);
    router.shows(Bench.LOWER, 1, shares(Bench.LOWER));
    var bench = ours(router);
    for (int i = 0; i < 60; i++) {
      router.change++;
      bench.run(ofSeconds(60));
    }

    assertThat(bench.designated()).contains(Bench.LOWER);
    assertThat(bench.assigns()).isEmpty();
    assertThat(bench.group.snapshot().assignment().share(Bench.LOWER)).isEqualTo(ALL);
  }

  @Test
  @DisplayName("§4.3 a higher foreign cache gets its share of our table, like any other")
  void higher() {
    router.lists(Bench.HIGHER);
    ours(router).run(ofSeconds(40));

    assertThat(router.table.share(Bench.HIGHER).size()).isEqualTo(128);
  }

  @Test
  @DisplayName(
      "§4.3 a lower foreign cache that assigns nothing for 5 T: the lowest member stands in")
  void standsIn() {
    router.lists(Bench.LOWER);
    var bench = ours(router);
    bench.run(ofSeconds(50));
    assertThat(bench.designated()).contains(Bench.LOWER);
    assertThat(bench.assigns()).isEmpty();

    bench.run(ofSeconds(30));

    assertThat(bench.designated()).contains(Bench.US);
    assertThat(router.key.orElseThrow().designated()).isEqualTo(Bench.US);
    assertThat(router.table.share(Bench.LOWER).size()).isEqualTo(128);
  }

  @Test
  @DisplayName("§4.3 only the lowest member stands in, not every one of them")
  void lowestMemberOnly() {
    router.lists(Bench.LOWER, Bench.cache(10));
    var bench = Bench.with(router).join();
    bench.on(members(Bench.US, Bench.cache(10)));
    bench.run(ofMinutes(5));

    assertThat(bench.designated()).contains(Bench.cache(10));
    assertThat(bench.assigns()).isEmpty();
  }

  @Test
  @DisplayName("§4.3 who stands in yields as soon as a key of the foreign cache shows")
  void yields() {
    router.lists(Bench.LOWER);
    var bench = ours(router);
    bench.run(ofSeconds(80)).fresh();

    router.shows(Bench.LOWER, 44, shares(Bench.LOWER));
    bench.run(ofMinutes(5));

    assertThat(bench.designated()).contains(Bench.LOWER);
    assertThat(bench.assigns()).isEmpty();
  }

  @Test
  @DisplayName("§4.3 no duel: with a foreign cache that assigns on and off, few tables in an hour")
  void noDuel() {
    router.lists(Bench.LOWER);
    var bench = ours(router);
    for (int minute = 0; minute < 60; minute++) {
      if (minute % 5 == 4) {
        router.shows(Bench.LOWER, minute, shares(Bench.LOWER));
      } else if (minute % 5 == 0) {
        router.key = Optional.empty();
        router.change++;
      }
      bench.run(Duration.ofMinutes(1));
    }

    assertThat(bench.assigns()).hasSizeBetween(1, 12);
    assertThat(bench.assigns()).extracting(it -> it.assignment().key()).doesNotHaveDuplicates();
  }

  @Test
  @DisplayName("§4.3 no duel: a foreign cache that answers each table of ours is left alone")
  void obstinate() {
    router.lists(Bench.LOWER);
    var bench = ours(router);
    for (int second = 0; second < 3_600; second++) {
      if (router.key.filter(it -> it.designated().equals(Bench.US)).isPresent()) {
        router.shows(Bench.LOWER, second, shares(Bench.LOWER));
      }
      bench.run(ofSeconds(1));
    }

    assertThat(bench.assigns()).hasSize(1);
  }

  private static HashAssignment shares(InetAddress only) {
    return HashAssignment.ofShares(Map.of(only, ALL));
  }

  private static Bench ours(ScriptedRouter... routers) {
    var bench = Bench.with(routers).join();
    bench.on(members(Bench.US));
    return bench;
  }

  private static CacheEvent members(InetAddress... caches) {
    return new CacheEvent.Members(Set.of(caches));
  }
}
