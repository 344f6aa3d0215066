package dev.weir.node.ownership;

import static dev.weir.node.ownership.Given.START;
import static dev.weir.node.ownership.Given.node;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.cache.rule.CacheKey;
import java.net.Inet4Address;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class HandOverTest {
  private static final Inet4Address OLD = node(1);
  private static final Inet4Address NEW = node(2);
  private static final Inet4Address THIRD = node(3);
  private static final Holding MOVED =
      new Holding(NEW, List.of(new Holding.Former(OLD, 5, START)), 8, START);

  @Test
  @DisplayName("for 60 s the new owner asks the previous one, and no longer")
  void window() {
    assertThat(HandOver.owner(MOVED, NEW, START.plusSeconds(59)))
        .isEqualTo(new Owner.Here(8, List.of(OLD), List.of()));
    assertThat(HandOver.owner(MOVED, NEW, START.plusSeconds(60))).isEqualTo(Owner.Here.alone(8));
    assertThat(HandOver.owner(MOVED, OLD, START)).isEqualTo(new Owner.Peer(NEW));
  }

  @Test
  @DisplayName(
      "the previous owner gives what it stored under its last tenure, to the new one alone")
  void gives() {
    assertThat(HandOver.gives(MOVED, OLD, START.plusSeconds(59))).containsExactly(5L);
    assertThat(HandOver.gives(MOVED, OLD, START.plusSeconds(60))).isEmpty();
    assertThat(HandOver.gives(MOVED, NEW, START)).isEmpty();
    assertThat(HandOver.gives(MOVED, THIRD, START)).isEmpty();
  }

  @Test
  @DisplayName("from hand to hand: all of the last 60 s are asked, the last first, and may give")
  void chain() {
    Holding third = MOVED.passedTo(THIRD, 9, START.plusSeconds(10));
    assertThat(HandOver.owner(third, THIRD, START.plusSeconds(59)))
        .isEqualTo(new Owner.Here(9, List.of(NEW, OLD), List.of()));
    assertThat(HandOver.gives(third, OLD, START.plusSeconds(59))).containsExactly(5L);
    assertThat(HandOver.owner(third, THIRD, START.plusSeconds(60)))
        .isEqualTo(new Owner.Here(9, List.of(NEW), List.of()));
    assertThat(HandOver.gives(third, OLD, START.plusSeconds(60))).isEmpty();
    assertThat(HandOver.fate(third, OLD, START.plusSeconds(60))).isEqualTo(HandOver.Fate.DROP);
  }

  @Test
  @DisplayName("who gets a bucket back asks the others; its own of before counts, not forever")
  void returns() {
    Holding back = MOVED.passedTo(OLD, 9, START.plusSeconds(10));
    assertThat(HandOver.owner(back, OLD, START.plusSeconds(59)))
        .isEqualTo(new Owner.Here(9, List.of(NEW), List.of(5L)));
    assertThat(HandOver.owner(back, OLD, START.plusSeconds(60)))
        .isEqualTo(new Owner.Here(9, List.of(NEW), List.of()));
  }

  @Test
  @DisplayName("a bucket that goes round and round remembers two of those who had it")
  void bounded() {
    Holding holding = MOVED;
    for (int i = 0; i < 20; i++) {
      holding = holding.passedTo(i % 2 == 0 ? OLD : NEW, 9 + i, START.plusSeconds(1));
    }
    assertThat(holding.before()).hasSize(Holding.FORMERS_MAX);
    assertThat(HandOver.owner(holding, NEW, START.plusSeconds(2)))
        .isEqualTo(new Owner.Here(28, List.of(OLD), List.of(26L)));
  }

  @Test
  @DisplayName("what a node does not own is kept for the window, then dropped")
  void fate() {
    assertThat(HandOver.fate(MOVED, NEW, START.plusSeconds(99))).isEqualTo(HandOver.Fate.KEEP);
    assertThat(HandOver.fate(MOVED, OLD, START.plusSeconds(59)))
        .isEqualTo(HandOver.Fate.KEEP_FOR_NEW_OWNER);
    assertThat(HandOver.fate(MOVED, OLD, START.plusSeconds(60))).isEqualTo(HandOver.Fate.DROP);
    assertThat(HandOver.fate(MOVED, THIRD, START)).isEqualTo(HandOver.Fate.DROP);
  }

  @Test
  @DisplayName("a request of an older epoch is turned back, one of a newer waits, none passes")
  void fence() {
    assertThat(Fence.between(7, 7)).isEqualTo(Fence.PASS);
    assertThat(Fence.between(7, 8)).isEqualTo(Fence.SENDER_BEHIND);
    assertThat(Fence.between(8, 7)).isEqualTo(Fence.RECEIVER_BEHIND);
    assertThat(Fence.between(0xffff_ffffL, 7)).isEqualTo(Fence.RECEIVER_BEHIND);
    assertThat(Fence.between(Fence.NONE, 7)).isEqualTo(Fence.PASS);
    assertThat(Fence.between(7, Fence.NONE)).isEqualTo(Fence.PASS);
  }

  @Test
  @DisplayName("a buried key is not taken over, longer than a hand-over lasts; others are")
  void tombstones() {
    var tombstones = new Tombstones();
    tombstones.bury(key("/a"), START);
    assertThat(tombstones.holds(key("/a"), START.plus(HandOver.WINDOW))).isTrue();
    assertThat(tombstones.holds(key("/b"), START)).isFalse();
    assertThat(tombstones.holds(key("/a"), START.plus(Tombstones.KEPT))).isFalse();
    assertThat(tombstones.count()).isZero();
  }

  @Test
  @DisplayName("when too many keys are buried, all are, and the memory is free")
  void tooMany() {
    var tombstones = new Tombstones();
    for (int i = 0; i <= Tombstones.COUNT_MAX; i++) {
      tombstones.bury(key("/" + i), START);
    }
    assertThat(tombstones.count()).isZero();
    assertThat(tombstones.holds(key("/never"), START)).isTrue();
    assertThat(tombstones.holds(key("/never"), START.plus(Tombstones.KEPT))).isFalse();
  }

  private static CacheKey key(String target) {
    return new CacheKey("http", "example.test", target);
  }
}
