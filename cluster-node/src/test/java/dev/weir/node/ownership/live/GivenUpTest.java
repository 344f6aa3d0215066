package dev.weir.node.ownership.live;

import static dev.weir.node.ownership.Given.node;
import static dev.weir.node.ownership.Given.nodes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.cache.rule.CacheKey;
import dev.weir.node.grid.PublishedTable;
import dev.weir.node.ownership.Epoch;
import dev.weir.node.ownership.Given;
import dev.weir.node.ownership.NameHash;
import dev.weir.node.ownership.Owner;
import dev.weir.node.ownership.home.HomeCodec;
import dev.weir.node.ownership.home.HomeMessage;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// One world of the simulation, told step by step: chance makes it in one of many thousands. Node 3
/// alone knows a host when it is done without, and the host's directory is born anew then.
final class GivenUpTest {
  /// Its directory is node 1 by each of the tables.
  private static final CacheKey KEY =
      IntStream.range(0, 10_000)
          .mapToObj(i -> new CacheKey("http", "host" + i + ".test", "/"))
          .filter(key -> NameHash.bucket(NameHash.ofHost(key.authority())) % 6 == 0)
          .findFirst()
          .orElseThrow();

  private final Map<Inet4Address, Member> up = new TreeMap<>(Given::compare);

  @Test
  @DisplayName(
      "ADR-0032 who was done without asks again where a host is at home: one node keeps it")
  void asksAgain() {
    assertThat(keepers(Rules.REAL)).containsExactly(node(2));
  }

  @Test
  @DisplayName("the defect that it believes what it was told before is found: two keep it")
  void believesOn() {
    Rules believing =
        new Rules() {
          @Override
          public boolean believesWhenGivenUp() {
            return true;
          }
        };
    assertThat(keepers(believing)).containsExactly(node(2), node(3));
  }

  private List<Inet4Address> keepers(Rules rules) {
    PublishedTable all = Given.round(7, node(1), node(2), node(3));
    nodes(3).forEach(it -> up.put(it, bear(it, rules)));
    see(all);
    assertThat(whose(node(3), leadingTo(node(3), all))).isInstanceOf(Owner.Here.class);

    up.put(node(1), bear(node(1), rules));
    see(Given.round(8, node(1), node(2)));
    assertThat(whose(node(2), leadingTo(node(2), all))).isNotEqualTo(Owner.NOBODY);

    see(Given.round(9, node(1), node(2), node(3)));
    var keepers = new ArrayList<Inet4Address>();
    up.keySet()
        .forEach(it -> {
          if (whose(it, leadingTo(it, all)) instanceof Owner.Here) {
            keepers.add(it);
          }
        });
    return keepers;
  }

  private Member bear(Inet4Address address, Rules rules) {
    return new Member(address, nodes(3), this::ask, rules, () -> Given.START);
  }

  private void see(PublishedTable table) {
    up.values().forEach(it -> it.attend());
    up.values().forEach(it -> it.look(Given.echo(table), true, up.keySet()));
  }

  private Owner whose(Inet4Address ingress, InetSocketAddress destination) {
    return Objects.requireNonNull(up.get(ingress)).owner(KEY, destination, false);
  }

  /// An address whose packets come to a node.
  private static InetSocketAddress leadingTo(Inet4Address node, PublishedTable table) {
    Epoch epoch = Given.epoch(table.keyNumber(), node(1), node(2), node(3));
    return IntStream.range(1, 255)
        .mapToObj(i -> Inet4Address.ofLiteral("198.51.100." + i))
        .filter(it -> epoch.owner(epoch.slot(it)).equals(node))
        .map(it -> new InetSocketAddress(it, 80))
        .findFirst()
        .orElseThrow();
  }

  private void ask(Inet4Address to, byte[] question, Consumer<Optional<byte[]>> told) {
    Member there = Objects.requireNonNull(up.get(to));
    switch (HomeCodec.decode(question).orElseThrow()) {
      case HomeMessage.WhereIs asked ->
          there.ownership.answer(asked, it -> told.accept(Optional.of(HomeCodec.encode(it))));
      case HomeMessage.Recall(var buckets) ->
          told.accept(Optional.of(HomeCodec.encode(there.ownership.known().recall(buckets))));
      default -> throw new IllegalStateException("not asked here");
    }
  }
}
