package dev.weir.node.ownership;

import static dev.weir.node.ownership.Given.START;
import static dev.weir.node.ownership.Given.echo;
import static dev.weir.node.ownership.Given.grid;
import static dev.weir.node.ownership.Given.node;
import static dev.weir.node.ownership.Given.round;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.node.grid.PublishedTable;
import dev.weir.wccp.assignment.AssignmentKey;
import dev.weir.wccp.assignment.HashAssignment;
import dev.weir.wccp.assignment.MaskAssignment;
import dev.weir.wccp.assignment.MaskSet;
import dev.weir.wccp.assignment.PacketFields;
import dev.weir.wccp.assignment.Placement;
import dev.weir.wccp.assignment.StickyAssignment;
import dev.weir.wccp.cache.CacheSnapshot;
import dev.weir.wccp.message.ReceiveId;
import dev.weir.wccp.message.ServiceGroup;
import dev.weir.wccp.negotiation.Agreement;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class SuccessionTest {
  private static final Inet4Address A = node(1);
  private static final Inet4Address B = node(2);
  private static final Inet4Address C = node(3);
  private final Succession succession = new Succession(A, Set.of(A, B, C));

  @Test
  @DisplayName("what all live routers echo is the epoch; a bucket that stays keeps its tenure")
  void tenure() {
    Epoch first = succession.look(echo(round(7, A, B)), START).orElseThrow();
    assertThat(first.holding(0)).isEqualTo(Holding.fresh(A, 7, START));

    var later = START.plusSeconds(5);
    Epoch second = succession.look(echo(round(8, A, C)), later).orElseThrow();
    assertThat(second.holding(0)).isEqualTo(first.holding(0));
    assertThat(second.holding(1))
        .isEqualTo(new Holding(C, List.of(new Holding.Former(B, 7, later)), 8, later));
    assertThat(second.moved(0)).isFalse();
    assertThat(second.moved(1)).isTrue();
  }

  @Test
  @DisplayName("after a number that was missed no tenure goes on, and nothing old is handed over")
  void missed() {
    succession.look(echo(round(7, A, B)), START);
    var later = START.plusSeconds(5);
    Epoch after = succession.look(echo(round(9, A, C)), later).orElseThrow();
    assertThat(after.holding(0)).isEqualTo(Holding.fresh(A, 9, later));
    assertThat(after.holding(1)).isEqualTo(Holding.fresh(C, 9, later));
    assertThat(succession.look(echo(round(20, B, C)), later).orElseThrow().holding(1))
        .as("another designated node begins at a number of its own")
        .isEqualTo(after.holding(1));
  }

  @Test
  @DisplayName("the same echo again is no new epoch, and routers that disagree make none")
  void sameEcho() {
    succession.look(echo(round(7, A, B)), START);
    assertThat(succession.look(echo(round(7, A, B)), START.plus(ofSeconds(1)))).isEmpty();
    var silent = new Succession.Sight(true, Optional.empty(), Optional.of(round(9, B)));
    assertThat(succession.look(silent, START.plus(ofSeconds(2)))).isEmpty();
    assertThat(succession.present().orElseThrow().number()).isEqualTo(7);
  }

  @Test
  @DisplayName("who hears a router believes its echo and not the grid")
  void routersFirst() {
    var both =
        new Succession.Sight(
            true,
            Optional.of(new Succession.Echo(round(7, A, B), HashAssignment.NONE)),
            Optional.of(round(9, B)));
    assertThat(succession.look(both, START).orElseThrow().source()).isEqualTo(Epoch.Source.ROUTERS);
    assertThat(succession.present().orElseThrow().number()).isEqualTo(7);
  }

  @Test
  @DisplayName("who hears none reads the grid, and goes back to no older table")
  void grid_() {
    assertThat(succession.look(grid(round(7, A, B)), START).orElseThrow().source())
        .isEqualTo(Epoch.Source.GRID);
    assertThat(succession.look(grid(round(6, B)), START)).isEmpty();
    assertThat(succession.look(grid(round(7, B)), START)).isEmpty();
    assertThat(succession.look(grid(round(8, B)), START)).isPresent();
  }

  @Test
  @DisplayName("a table that was read in the grid and is then echoed moves no bucket")
  void fromGridToRouters() {
    Epoch read = succession.look(grid(round(7, A, B)), START).orElseThrow();
    Epoch heard = succession.look(echo(round(7, A, B)), START.plusSeconds(9)).orElseThrow();
    assertThat(heard.holdings()).isEqualTo(read.holdings());
    assertThat(heard.source()).isEqualTo(Epoch.Source.ROUTERS);
  }

  @Test
  @DisplayName("a node that has left its routers, because it is drained, reads the grid")
  void drained() {
    assertThat(Succession.Sight.of(group("assigned"), Optional.empty(), A).heard()).isTrue();
    assertThat(Succession.Sight.of(group(CacheSnapshot.LEFT), Optional.empty(), A).heard())
        .isFalse();
  }

  private static CacheSnapshot group(String state) {
    var router =
        new CacheSnapshot.Router(
            node(1),
            Optional.of(node(1)),
            state,
            "2.00",
            ReceiveId.NONE,
            1,
            Optional.empty(),
            Agreement.DEFAULT,
            List.of());
    return new CacheSnapshot(
        ServiceGroup.WEB_CACHE.standardService(),
        Optional.empty(),
        List.of(router),
        Optional.empty(),
        HashAssignment.NONE,
        List.of());
  }

  @Test
  @DisplayName("a foreign cache owns nothing: its buckets have the same stand-ins everywhere")
  void foreign() {
    Inet4Address foreign = node(99);
    Epoch here = succession.look(echo(round(7, A, foreign, B, C)), START).orElseThrow();
    Epoch there =
        new Succession(B, Set.of(A, B, C))
            .look(echo(round(7, A, foreign, B, C)), START)
            .orElseThrow();
    assertThat(here.owners()).containsExactlyInAnyOrder(A, B, C);
    assertThat(here.holdings()).isEqualTo(there.holdings());
    for (Inet4Address owner : List.of(A, B, C)) {
      assertThat(here.holdings().stream().filter(it -> it.owner().equals(owner)).count())
          .isBetween(70L, 100L);
    }
  }

  @Test
  @DisplayName("ADR-0026 who has slept, or was cut off, may have missed what another has left out")
  void apart() {
    succession.look(echo(round(7, A, B)), START);
    succession.slept();
    Epoch woken = succession.look(echo(round(20, B, A, C)), START.plusSeconds(60)).orElseThrow();
    assertThat(woken.holding(0).before()).isEmpty();

    succession.stands(false, Set.of());
    Epoch again = succession.look(echo(round(40, A, B)), START.plusSeconds(90)).orElseThrow();
    assertThat(again.holding(0).before()).isEmpty();

    Epoch awake = succession.look(echo(round(60, B, A)), START.plusSeconds(99)).orElseThrow();
    assertThat(awake.holding(0).formerOwner()).contains(A);
  }

  @Test
  @DisplayName("who hears no router, and is among most of the others, misses nothing")
  void amongOthers() {
    succession.look(echo(round(7, A, B)), START);
    assertThat(succession.stands(false, Set.of(A, B))).isTrue();
    Epoch drained = succession.look(grid(round(20, B, B)), START.plusSeconds(9)).orElseThrow();
    assertThat(drained.holding(0).formerOwner()).contains(A);
    assertThat(drained.holding(1).tenure()).isEqualTo(7);
  }

  @Test
  @DisplayName("a table without any member of ours is no epoch")
  void nobody() {
    assertThat(succession.look(echo(round(7, node(99))), START)).isEmpty();
  }

  @Test
  @DisplayName("§5.3 by mask, a destination's value is its bucket, and its owner is the routers'")
  void mask() {
    var assignment =
        StickyAssignment.next(
            MaskSet.Mask.DEFAULT,
            List.of(new StickyAssignment.Candidate(A, 1), new StickyAssignment.Candidate(B, 1)),
            MaskAssignment.NONE,
            Map.of(),
            StickyAssignment.Gain.WHOLE);
    PublishedTable table =
        PublishedTable.of(Optional.of(new AssignmentKey(A, 7)), assignment, A).orElseThrow();
    var sight =
        new Succession.Sight(
            true, Optional.of(new Succession.Echo(table, assignment)), Optional.empty());
    Epoch epoch = succession.look(sight, START).orElseThrow();
    for (int i = 0; i < 256; i++) {
      InetAddress destination = InetAddress.ofLiteral("198.51.100." + i);
      var packet = new PacketFields(A, destination, 1, 80);
      int slot = Placement.slot(packet, assignment).orElseThrow();
      assertThat(epoch.slot(destination)).isEqualTo(slot);
      assertThat(epoch.owner(slot)).isEqualTo(assignment.owner(slot).orElseThrow());
    }
  }

  @Test
  @DisplayName("who hears no router and sees fewer than half of the owners stores nothing")
  void stands() {
    assertThat(succession.stands(false, Set.of(A, B, C))).as("no epoch yet").isFalse();
    succession.look(grid(round(7, A, B, C)), START);
    assertThat(succession.stands(true, Set.of())).isTrue();
    assertThat(succession.stands(false, Set.of(B))).isTrue();
    assertThat(succession.stands(false, Set.of())).isFalse();
  }

  @Test
  @DisplayName("of two halves the one with the lowest address stores")
  void halves() {
    succession.look(grid(round(7, A, B)), START);
    assertThat(succession.stands(false, Set.of())).isTrue();
    var other = new Succession(B, Set.of(A, B));
    other.look(grid(round(7, A, B)), START);
    assertThat(other.stands(false, Set.of())).isFalse();
  }
}
