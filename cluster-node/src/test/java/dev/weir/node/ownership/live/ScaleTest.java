package dev.weir.node.ownership.live;

import static dev.weir.node.ownership.Given.START;
import static dev.weir.node.ownership.Given.echo;
import static dev.weir.node.ownership.Given.node;
import static dev.weir.node.ownership.Given.nodes;
import static dev.weir.node.ownership.Given.table;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import dev.weir.cache.rule.CacheKey;
import dev.weir.node.config.OwnershipConfig.By;
import dev.weir.node.ownership.Epoch;
import dev.weir.node.ownership.Given;
import dev.weir.node.ownership.Owner;
import dev.weir.node.ownership.Succession;
import dev.weir.node.ownership.home.HomeCodec;
import dev.weir.node.ownership.home.HomeMessage;
import dev.weir.node.telemetry.Telemetry;
import dev.weir.wccp.assignment.BucketSet;
import dev.weir.wccp.assignment.HashAssignment;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What ownership costs in a large cluster: homes, questions, relays, moves and memory, counted.
///
/// `-Dsim.nodes=32 -Dsim.hosts=1000000` is the large one. Each host has four addresses, each behind
/// a router of its own, of which there are as many as nodes.
final class ScaleTest {
  private static final OwnershipMeters METERS = new OwnershipMeters(new Telemetry());

  private final Map<Inet4Address, Ownership> cluster = new TreeMap<>(Given::compare);
  private final Map<Inet4Address, Succession> successions = new TreeMap<>(Given::compare);
  private HashAssignment assignment = HashAssignment.NONE;
  private Epoch epoch = Given.epoch(1, node(1));
  private long questions;
  private long recalls;
  private long recalled;
  private Owner told = Owner.NOBODY;

  @Test
  @DisplayName("every host has one owner through any router; a join moves its share, and no homes")
  void scale() {
    int nodeCount = Integer.getInteger("sim.nodes", 8);
    int hostCount = Integer.getInteger("sim.hosts", 40_000);
    nodes(nodeCount).forEach(it -> start(it, nodeCount));
    enter(1, nodeCount - 1);
    long births = recalls;
    long began = System.nanoTime();
    long relays = ask(hostCount);
    long firstNs = (System.nanoTime() - began) / (4L * hostCount);
    long asked = questions;
    assertThat(asked).isLessThanOrEqualTo(4L * hostCount);
    began = System.nanoTime();
    assertThat(ask(hostCount)).as("relays of known hosts").isEqualTo(relays);
    long knownNs = (System.nanoTime() - began) / (4L * hostCount);
    assertThat(questions).as("nobody is asked about a known host").isEqualTo(asked);

    byte[] homes = homes(hostCount);
    enter(2, nodeCount);
    ask(hostCount);
    byte[] after = homes(hostCount);
    assertThat(after).as("homes after the join").isEqualTo(homes);
    long moved =
        IntStream.range(0, hostCount)
            .filter(host -> epoch.moved(Byte.toUnsignedInt(after[host])))
            .count();
    assertThat((double) moved / hostCount).isCloseTo(1.0 / nodeCount, offset(0.03));
    long most =
        cluster.values().stream()
            .mapToLong(it -> it.known().octets() / Math.max(1, it.known().count()))
            .max()
            .orElseThrow();
    assertThat(most).isLessThanOrEqualTo(100);
    report(
        nodeCount, hostCount, relays, 4L * hostCount, asked, moved, births, most, firstNs, knownNs);
  }

  private void report(Object... figures) {
    System.out.printf(
        "%d nodes, %d hosts: %d relays of %d requests, %d questions, %d moved by a join; %d recalls"
            + " at the start; at most %d octets for a host; %d ns a request at first, %d ns"
            + " known%n",
        figures);
    System.out.printf("%d recalls in all, of %d records%n", recalls, recalled);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 8, 32})
  @DisplayName("a request costs one question at the most, and none once its host is known; one hop")
  void perRequest(int nodeCount) {
    nodes(nodeCount).forEach(it -> start(it, nodeCount));
    enter(1, nodeCount);
    Inet4Address ingress = node(nodeCount);
    long asked = questions;
    for (int host = 0; host < 1_000; host++) {
      for (int again = 0; again < 3; again++) {
        at(ingress).ask(key(host), destination(host), true, it -> told = it);
        assertThat(questions - asked).isLessThanOrEqualTo(again == 0 ? 1 : 0);
        asked = questions;
      }
      if (told instanceof Owner.Peer(Inet4Address owner)) {
        at(owner).relayed().ask(key(host), destination(host), true, it -> told = it);
        asked = questions;
      }
      assertThat(told).isInstanceOf(Owner.Here.class);
    }
  }

  private Ownership at(Inet4Address address) {
    return Objects.requireNonNull(cluster.get(address));
  }

  private void start(Inet4Address address, int nodeCount) {
    successions.put(address, new Succession(address, nodes(nodeCount)));
    cluster.put(
        address,
        new Ownership(
            new Ownership.Self(address, nodes(nodeCount), By.DESTINATION),
            this::question,
            METERS,
            () -> START,
            Runnable::run));
  }

  private void enter(long number, int owners) {
    assignment = Given.shared(assignment, nodes(owners).toArray(Inet4Address[]::new));
    var published = table(number, node(1), assignment);
    successions.forEach((address, succession) -> {
      epoch = succession.look(echo(published), START).orElseThrow();
      at(address).enter(epoch, true);
    });
  }

  /// Asks for each host through each of its addresses; how many requests take a hop.
  private long ask(int hostCount) {
    long relays = 0;
    for (int host = 0; host < hostCount; host++) {
      CacheKey key = key(host);
      Inet4Address owner = null;
      for (int way = 0; way < 4; way++) {
        InetAddress destination = address(host, way);
        Inet4Address ingress = epoch.owner(epoch.slot(destination));
        at(ingress).ask(key, new InetSocketAddress(destination, 80), true, it -> told = it);
        Inet4Address found =
            switch (told) {
              case Owner.Here _ -> ingress;
              case Owner.Peer(Inet4Address peer) -> peer;
              case Owner.Remembered _, Owner.Nobody _ ->
                  throw new AssertionError("nobody's: " + key);
            };
        relays += found.equals(ingress) ? 0 : 1;
        if (owner != null && !owner.equals(found)) {
          throw new AssertionError(key + " is at " + owner + " and at " + found);
        }
        owner = found;
      }
    }
    return relays;
  }

  private byte[] homes(int hostCount) {
    byte[] homes = new byte[hostCount];
    for (int host = 0; host < hostCount; host++) {
      InetAddress destination = address(host, 0);
      Inet4Address ingress = epoch.owner(epoch.slot(destination));
      homes[host] = (byte) at(ingress).whereabouts(key(host)).orElseThrow().home();
    }
    return homes;
  }

  private static InetSocketAddress destination(int host) {
    return new InetSocketAddress(address(host, 0), 80);
  }

  private void question(Inet4Address to, byte[] question, Consumer<Optional<byte[]>> answered) {
    switch (HomeCodec.decode(question).orElseThrow()) {
      case HomeMessage.WhereIs asked -> {
        questions++;
        at(to).answer(asked, answer -> answered.accept(Optional.of(HomeCodec.encode(answer))));
      }
      case HomeMessage.Recall(BucketSet buckets) -> {
        recalls++;
        var records = at(to).known().recall(buckets);
        recalled += records.records().count();
        answered.accept(Optional.of(HomeCodec.encode(records)));
      }
      default -> throw new IllegalStateException("not asked here");
    }
  }

  private static CacheKey key(int host) {
    return new CacheKey("http", "host" + host + ".test", "/");
  }

  /// Scattered over 10/8.
  private static InetAddress address(int host, int way) {
    int scattered = (host * 4 + way) * 0x9e3779b1;
    byte[] octets = {
      10, (byte) (scattered >>> 24), (byte) (scattered >>> 16), (byte) (scattered >>> 8)
    };
    try {
      return InetAddress.getByAddress(octets);
    } catch (java.net.UnknownHostException e) {
      throw new IllegalStateException(e);
    }
  }
}
