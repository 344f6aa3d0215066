package dev.weir.node.ownership.spread;

import static dev.weir.node.ownership.Given.START;
import static dev.weir.node.ownership.Given.node;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.cache.rule.CacheKey;
import dev.weir.node.ownership.Epoch;
import dev.weir.node.ownership.Given;
import dev.weir.node.ownership.HandOver;
import dev.weir.node.ownership.NameHash;
import dev.weir.node.ownership.home.HomeMessage.Busy;
import dev.weir.node.ownership.home.HomeMessage.Load;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class SpreadTest {
  private static final long HOST = 7;
  private final SpreadRule rule = new SpreadRule();
  private final SpreadHosts hosts = new SpreadHosts();

  @Test
  @DisplayName("a host with more than 1.5/N of a minute's requests is spread, one with as much not")
  void threshold() {
    assertThat(rule.look(Map.of(HOST, 0.375), Set.of(), 4, START)).isEmpty();
    assertThat(rule.look(Map.of(HOST, 0.376), Set.of(), 4, START)).containsExactly(HOST);
    assertThat(new SpreadRule().look(Map.of(HOST, 1.0), Set.of(), 1, START))
        .as("a node that is alone")
        .isEmpty();
  }

  @Test
  @DisplayName("it goes home when it has been calm for five minutes, and not between the two marks")
  void hysteresis() {
    Set<Long> spread = rule.look(Map.of(HOST, 0.8), Set.of(), 4, START);
    for (int minute = 1; minute < 20; minute++) {
      spread = rule.look(Map.of(HOST, 0.19), spread, 4, at(minute));
      assertThat(spread).containsExactly(HOST);
    }
    for (int minute = 20; minute < 24; minute++) {
      spread = rule.look(Map.of(HOST, 0.18), spread, 4, at(minute));
      assertThat(spread).as("minute %d", minute).containsExactly(HOST);
    }
    assertThat(rule.look(Map.of(), spread, 4, at(24))).isEmpty();
  }

  @Test
  @DisplayName("another directory goes on with what is spread")
  void inherits() {
    assertThat(new SpreadRule().look(Map.of(HOST, 0.2), Set.of(HOST), 4, START))
        .containsExactly(HOST);
  }

  @Test
  @DisplayName("shares are of a whole minute, of all nodes, and of enough requests")
  void shares() {
    var load = new ClusterLoad();
    for (int i = 0; i < 6; i++) {
      Instant now = START.plusSeconds(10L * i);
      load.add(node(1), new Load(300, List.of(new Busy(HOST, 240)), List.of()), now);
      load.add(node(2), new Load(300, List.of(new Busy(HOST, 60)), List.of()), now);
      assertThat(load.shares(3_000, now).keySet()).hasSize(i < 5 ? 0 : 1);
    }
    Instant now = START.plusSeconds(50);
    assertThat(load.shares(3_000, now)).containsEntry(HOST, 0.5);
    assertThat(load.shares(3_601, now)).isEmpty();
    assertThat(load.shares(1, now.plusSeconds(60))).isEmpty();
  }

  @Test
  @DisplayName("the busiest hosts are found among very many, in a bounded space")
  void busiest() {
    var busy = new BusyHosts();
    var random = new Random(3);
    for (int i = 0; i < 100_000; i++) {
      busy.count(i % 5 == 0 ? HOST : random.nextLong(), 1);
    }
    assertThat(busy.requests()).isEqualTo(100_000);
    assertThat(busy.busiest().getFirst().host()).isEqualTo(HOST);
    assertThat(busy.busiest().getFirst().requests()).isBetween(18_000L, 20_000L);
    assertThat(busy.busiest()).hasSizeLessThanOrEqualTo(BusyHosts.COUNT_MAX);
    busy.clear();
    assertThat(busy.busiest()).isEmpty();
  }

  @Test
  @DisplayName("a host that went home is remembered for as long as it is handed over")
  void lately() {
    assertThat(hosts.become(Set.of(HOST), START)).isTrue();
    assertThat(hosts.become(Set.of(HOST), at(1))).isFalse();
    assertThat(hosts.find(HOST)).contains(new SpreadHosts.Spreading(true, START));
    assertThat(hosts.become(Set.of(), at(2))).isTrue();
    assertThat(hosts.find(HOST)).contains(new SpreadHosts.Spreading(false, at(2)));
    hosts.become(Set.of(), at(2).plus(HandOver.WINDOW));
    assertThat(hosts.find(HOST)).isEmpty();
  }

  @Test
  @DisplayName("with 80 % of the load on one host the busiest of four nodes carries <= 1.4 x mean")
  void balance() {
    Epoch epoch = Given.epoch(1, node(1), node(2), node(3), node(4));
    double before = busiest(epoch, false);
    double after = busiest(epoch, true);
    System.out.printf("the busiest of four nodes: %.2f x mean, spread %.2f%n", before, after);
    assertThat(before).isGreaterThan(3);
    assertThat(after).isLessThanOrEqualTo(1.4);
  }

  /// URLs of one host are asked for as 1/rank^0.8, and other hosts alike.
  private static double busiest(Epoch epoch, boolean spread) {
    var random = new Random(9);
    var carried = new HashMap<Object, Integer>();
    int requests = 400_000;
    for (int i = 0; i < requests; i++) {
      boolean hot = i % 5 != 0;
      String authority = hot ? "hot.test" : "host" + random.nextInt(2_000) + ".test";
      int rank = (int) Math.pow(random.nextDouble() * Math.pow(10_000, 0.2), 5);
      var key = new CacheKey("http", authority, "/" + rank);
      long hash = hot && spread ? NameHash.ofUrl(key) : NameHash.ofHost(authority);
      carried.merge(epoch.owner(NameHash.bucket(hash)), 1, Integer::sum);
    }
    int most = carried.values().stream().mapToInt(it -> it).max().orElseThrow();
    return most * 4.0 / requests;
  }

  private static Instant at(int minute) {
    return START.plus(Duration.ofMinutes(minute));
  }
}
