package dev.weir.node.ownership.live;

import static dev.weir.node.ownership.Given.node;
import static dev.weir.node.ownership.Given.nodes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.cache.rule.CacheKey;
import dev.weir.node.config.OwnershipConfig.By;
import dev.weir.node.ownership.Epoch;
import dev.weir.node.ownership.Given;
import dev.weir.node.ownership.NameHash;
import dev.weir.node.ownership.Owner;
import dev.weir.node.ownership.OwnerLookup;
import dev.weir.node.ownership.Succession;
import dev.weir.node.ownership.home.HomeCodec;
import dev.weir.node.ownership.home.HomeMessage;
import dev.weir.node.telemetry.Telemetry;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("a host whose directory has changed, and does not answer yet")
final class SilentDirectoryTest {
  private static final InetSocketAddress DESTINATION =
      new InetSocketAddress(InetAddress.ofLiteral("203.0.113.80"), 80);

  /// Its directory is node 2 and then node 3.
  private static final CacheKey KEY =
      IntStream.range(0, 10_000)
          .mapToObj(i -> new CacheKey("http", "host" + i + ".test", "/"))
          .filter(key -> NameHash.bucket(NameHash.ofHost(key.authority())) % 2 == 1)
          .findFirst()
          .orElseThrow();

  private final Succession succession = new Succession(node(1), nodes(3));
  private Optional<HomeMessage> answer = Optional.empty();
  private final Ownership ownership =
      new Ownership(
          new Ownership.Self(node(1), nodes(3), By.DESTINATION),
          (node, question, told) -> told.accept(answer.map(HomeCodec::encode)),
          new OwnershipMeters(new Telemetry()),
          () -> Given.START,
          Runnable::run);

  @Test
  @DisplayName("is served here if it was at home here: from what is stored, and no more than that")
  void here() {
    knownAt(4);

    assertThat(whose(ownership))
        .isInstanceOfSatisfying(
            Owner.Remembered.class, it -> assertThat(it.here().earlier()).isEmpty());
    assertThat(whose(ownership.relayed())).isInstanceOf(Owner.Remembered.class);
  }

  @Test
  @DisplayName("is asked for where it was at home; it is for that node to know better")
  void there() {
    knownAt(5);

    assertThat(whose(ownership)).isEqualTo(new Owner.Peer(node(3)));
    assertThat(whose(ownership.relayed())).as("one hop at the most").isEqualTo(Owner.NOBODY);
  }

  @Test
  @DisplayName("is nobody's if it was never known; and what the directory says counts once it does")
  void unknown() {
    enter(7, 1, 2);
    enter(8, 1, 3);
    assertThat(whose(ownership)).isEqualTo(Owner.NOBODY);

    answer = Optional.of(new HomeMessage.Home(4));
    assertThat(whose(ownership)).isInstanceOf(Owner.Here.class);
  }

  @Test
  @DisplayName(
      "is given to its new owner if it was at home here: who asks knows from the directory")
  void given() {
    enter(7, 1, 2);
    answer = Optional.of(new HomeMessage.Home(4));
    whose(ownership);
    answer = Optional.empty();
    enter(8, 2, 3);

    assertThat(ownership.gives(KEY)).containsExactly(7L);
  }

  private void knownAt(int home) {
    enter(7, 1, 2);
    answer = Optional.of(new HomeMessage.Home(home));
    whose(ownership);
    answer = Optional.empty();
    enter(8, 1, 3);
  }

  private void enter(long number, int even, int odd) {
    Epoch epoch =
        succession
            .look(Given.echo(Given.round(number, node(even), node(odd))), Given.START)
            .orElseThrow();
    ownership.enter(epoch, true);
    ownership.expire();
  }

  private static Owner whose(OwnerLookup lookup) {
    List<Owner> told = new ArrayList<>();
    lookup.ask(KEY, DESTINATION, true, told::add);
    assertThat(told).hasSize(1);
    return told.getFirst();
  }
}
