package dev.weir.node.ownership.live;

import static dev.weir.node.ownership.Given.START;
import static dev.weir.node.ownership.Given.echo;
import static dev.weir.node.ownership.Given.node;
import static dev.weir.node.ownership.Given.nodes;
import static dev.weir.node.ownership.Given.table;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.cache.rule.CacheKey;
import dev.weir.node.config.OwnershipConfig.By;
import dev.weir.node.ownership.Epoch;
import dev.weir.node.ownership.Given;
import dev.weir.node.ownership.Owner;
import dev.weir.node.ownership.Succession;
import dev.weir.node.ownership.home.HomeCodec;
import dev.weir.node.ownership.home.HomeMessage;
import dev.weir.node.ownership.spread.ClusterLoad;
import dev.weir.node.telemetry.Telemetry;
import dev.weir.wccp.assignment.HashAssignment;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Four nodes that count what their clients ask for, tell each other, and spread a host together.
final class SpreadClusterTest {
  private static final int NODES = 4;
  private static final int REQUESTS = 2_000;
  private static final int INTERVALS_A_MINUTE = 6;
  private static final OwnershipMeters METERS = new OwnershipMeters(new Telemetry());

  private final Random random = new Random(11);
  private final Map<Inet4Address, Ownership> cluster = new TreeMap<>(Given::compare);
  private final Map<Inet4Address, SpreadWatch> watches = new TreeMap<>(Given::compare);
  private Instant now = START;
  private Owner told = Owner.NOBODY;
  private Epoch epoch = Given.epoch(1, node(1));

  @Test
  @DisplayName("80 % on one host: the busiest of four carries <= 1.4 x mean once it is spread")
  void balances() {
    start();
    for (int i = 1; i < INTERVALS_A_MINUTE; i++) {
      assertThat(busiest(0.8)).as("of its home, in interval %d", i).isGreaterThan(3);
    }
    assertThat(spread()).as("the minute is not over").isZero();
    busiest(0.8);
    busiest(0.8);
    assertThat(spread()).isEqualTo(NODES);

    for (int i = 0; i < INTERVALS_A_MINUTE; i++) {
      assertThat(busiest(0.8)).isLessThanOrEqualTo(1.4);
    }
    for (int i = 0; i < 200; i++) {
      var key = new CacheKey("http", "hot.test", "/" + i);
      assertThat(nodes(NODES))
          .extracting(ingress -> owner(ingress, key))
          .containsOnly(owner(node(1), key));
    }
  }

  @Test
  @DisplayName("when it has been calm for five minutes every node has it at home again")
  void goesHome() {
    start();
    for (int i = 0; i <= INTERVALS_A_MINUTE; i++) {
      busiest(0.8);
    }
    assertThat(spread()).isEqualTo(NODES);
    for (int i = 0; i < 5 * INTERVALS_A_MINUTE; i++) {
      busiest(0.1);
    }
    assertThat(spread())
        .as("five minutes since it was busy, not since its share fell")
        .isEqualTo(NODES);
    for (int i = 0; i <= INTERVALS_A_MINUTE; i++) {
      busiest(0.1);
    }
    assertThat(spread()).isZero();
    assertThat(nodes(NODES))
        .extracting(ingress -> owner(ingress, new CacheKey("http", "hot.test", "/1")))
        .containsOnly(owner(node(2), new CacheKey("http", "hot.test", "/2")));
  }

  private void start() {
    var assignment = Given.shared(HashAssignment.NONE, nodes(NODES).toArray(Inet4Address[]::new));
    for (Inet4Address address : nodes(NODES)) {
      var self = new Ownership.Self(address, nodes(NODES), By.DESTINATION);
      var ownership = new Ownership(self, this::question, METERS, () -> now, Runnable::run);
      cluster.put(address, ownership);
      watches.put(address, new SpreadWatch(address, ownership.spread()));
    }
    cluster.forEach((address, ownership) -> {
      var succession = new Succession(address, nodes(NODES));
      epoch = succession.look(echo(table(1, node(1), assignment)), now).orElseThrow();
      ownership.enter(epoch, true);
    });
  }

  /// Ten seconds of requests, of which a share is for one host. How much the busiest node carried,
  /// of the mean.
  private double busiest(double share) {
    var carried = new HashMap<Inet4Address, Integer>();
    for (int i = 0; i < REQUESTS; i++) {
      boolean hot = random.nextDouble() < share;
      int rank = (int) Math.pow(random.nextDouble() * Math.pow(10_000, 0.2), 5);
      String host = hot ? "hot.test" : "host" + random.nextInt(500) + ".test";
      Inet4Address ingress = node(1 + random.nextInt(NODES));
      carried.merge(owner(ingress, new CacheKey("http", host, "/" + rank)), 1, Integer::sum);
    }
    now = now.plus(ClusterLoad.INTERVAL);
    tell();
    int most = carried.values().stream().mapToInt(it -> it).max().orElseThrow();
    return most * (double) NODES / REQUESTS;
  }

  private void tell() {
    cluster.forEach((by, ownership) -> {
      var load = ownership.takeLoad(watch(by).decide(epoch, now));
      var octets = HomeCodec.encode(load);
      for (SpreadWatch watch : watches.values()) {
        watch.note(epoch, by, (HomeMessage.Load) HomeCodec.decode(octets).orElseThrow(), now);
      }
    });
  }

  private Inet4Address owner(Inet4Address ingress, CacheKey key) {
    int hash = key.authority().hashCode();
    InetAddress address =
        InetAddress.ofLiteral("203.0." + (hash & 0x7f) + "." + (hash >> 8 & 0x7f));
    Objects.requireNonNull(cluster.get(ingress))
        .ask(key, new InetSocketAddress(address, 80), true, it -> told = it);
    return switch (told) {
      case Owner.Here _ -> ingress;
      case Owner.Peer(Inet4Address peer) -> peer;
      case Owner.Remembered _, Owner.Nobody _ -> throw new AssertionError("nobody's: " + key);
    };
  }

  private SpreadWatch watch(Inet4Address by) {
    return Objects.requireNonNull(watches.get(by));
  }

  /// On how many nodes a host is spread.
  private long spread() {
    return cluster.values().stream().filter(it -> it.hostsSpread() == 1).count();
  }

  private void question(Inet4Address to, byte[] question, Consumer<Optional<byte[]>> answered) {
    Ownership asked = Objects.requireNonNull(cluster.get(to));
    switch (HomeCodec.decode(question).orElseThrow()) {
      case HomeMessage.WhereIs it ->
          asked.answer(it, answer -> answered.accept(Optional.of(HomeCodec.encode(answer))));
      case HomeMessage.Recall(var buckets) ->
          answered.accept(Optional.of(HomeCodec.encode(asked.known().recall(buckets))));
      default -> throw new IllegalStateException("not asked here");
    }
  }
}
