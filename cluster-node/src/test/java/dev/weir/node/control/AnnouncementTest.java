package dev.weir.node.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.wccp.assignment.Assignment;
import dev.weir.wccp.assignment.BucketSet;
import dev.weir.wccp.assignment.HashAssignment;
import dev.weir.wccp.cache.CacheEvent;
import dev.weir.wccp.cache.CacheSnapshot;
import dev.weir.wccp.message.CacheIdentity;
import dev.weir.wccp.message.ReceiveId;
import dev.weir.wccp.message.ServiceGroup;
import dev.weir.wccp.negotiation.Agreement;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("How a node shows up in a group")
final class AnnouncementTest {
  private static final InetAddress US = InetAddress.ofLiteral("192.0.2.11");
  private static final InetAddress OTHER = InetAddress.ofLiteral("192.0.2.12");
  private static final CacheEvent JOIN = new CacheEvent.Join();
  private static final CacheEvent LEAVE = new CacheEvent.Leave();
  private static final CacheEvent FULL = new CacheEvent.Weigh(100);
  private static final CacheEvent NOTHING = new CacheEvent.Weigh(0);

  private boolean quiet;
  private final Announcement announcement =
      new Announcement(US, 100, new Announcement.Parting(() -> quiet, Duration.ofSeconds(60)));
  private Instant now = Instant.EPOCH;
  private HashAssignment table =
      HashAssignment.ofShares(Map.of(US, BucketSet.of(IntStream.of(0, 1))));

  @Test
  @DisplayName("it is silent until it can serve; then it joins, once")
  void joins() {
    assertThat(next(alone())).isEmpty();
    assertThat(announcement.nextDeadline()).isEqualTo(Instant.MAX);
    announcement.able(true);
    assertThat(announcement.nextDeadline()).isBeforeOrEqualTo(now);
    assertThat(next(alone())).containsExactly(FULL, JOIN);
    assertThat(next(alone())).isEmpty();
  }

  @Test
  @DisplayName("§5.4 beside another cache it gives up its weight, and takes it back")
  void weighsNothing() {
    present();
    announcement.able(false);
    assertThat(next(beside(OTHER, 100))).containsExactly(NOTHING);
    assertThat(next(beside(OTHER, 100))).isEmpty();
    announcement.able(true);
    assertThat(next(beside(OTHER, 100))).containsExactly(FULL, JOIN);
  }

  @Test
  @DisplayName("§4.4 alone, or beside caches that want nothing either, it leaves and comes back")
  void leavesAlone() {
    present();
    announcement.able(false);
    assertThat(next(alone())).containsExactly(LEAVE);
    announcement.able(true);
    assertThat(next(alone())).as("not while it leaves").isEmpty();
    announcement.left();
    assertThat(announcement.over()).isFalse();
    assertThat(next(alone())).containsExactly(FULL, JOIN);

    announcement.able(false);
    assertThat(next(beside(OTHER, 0))).containsExactly(LEAVE);
  }

  @Test
  @DisplayName("§5.4 who gave up its weight leaves when the other cannot serve any more, either")
  void leavesLater() {
    present();
    announcement.able(false);
    next(beside(OTHER, 100));
    assertThat(next(beside(OTHER, 0))).containsExactly(LEAVE);
  }

  @Test
  @DisplayName("§8.2 a designated cache that knows no weights has 4 T; then the node leaves")
  void disobeyed() {
    present();
    announcement.able(false);
    next(beside(OTHER, 100));
    now = now.plusSeconds(39);
    assertThat(next(beside(OTHER, 100))).isEmpty();
    assertThat(announcement.nextDeadline()).isEqualTo(now.plusSeconds(1));
    now = now.plusSeconds(1);
    assertThat(next(beside(OTHER, 100))).containsExactly(LEAVE);
  }

  @Test
  @DisplayName("§5.4 obeyed in that time, it stays without buckets")
  void obeyed() {
    present();
    announcement.able(false);
    next(beside(OTHER, 100));
    taken();
    now = now.plusSeconds(40);
    assertThat(next(beside(OTHER, 100))).isEmpty();
    assertThat(announcement.nextDeadline()).isEqualTo(Instant.MAX);
  }

  @Test
  @DisplayName("§4.2 at the end it leaves for good, whatever it can do; alone, at once")
  void ends() {
    present();
    announcement.end();
    assertThat(next(alone())).containsExactly(LEAVE);
    assertThat(announcement.over()).isFalse();
    announcement.left();
    assertThat(announcement.over()).isTrue();
    assertThat(next(beside(OTHER, 100))).isEmpty();
  }

  @Test
  @DisplayName(
      "§4.4 beside others its weight goes first, then its buckets, its connections, itself")
  void goesInOrder() {
    present();
    announcement.end();
    assertThat(next(beside(OTHER, 100))).containsExactly(NOTHING);

    quiet = true;
    assertThat(next(beside(OTHER, 100))).as("the routers still redirect to it").isEmpty();
    quiet = false;
    taken();
    assertThat(next(beside(OTHER, 100))).as("connections are open").isEmpty();
    assertThat(announcement.nextDeadline()).isEqualTo(now.plusMillis(250));
    quiet = true;
    assertThat(next(beside(OTHER, 100))).containsExactly(LEAVE);
  }

  @Test
  @DisplayName("§4.4 connections that do not end have 60 s, and a table that does not come 4 T")
  void goesInTheEnd() {
    present();
    announcement.end();
    next(beside(OTHER, 100));
    taken();
    next(beside(OTHER, 100));
    now = now.plusSeconds(59);
    assertThat(next(beside(OTHER, 100))).isEmpty();
    now = now.plusSeconds(1);
    assertThat(next(beside(OTHER, 100))).containsExactly(LEAVE);
  }

  @Test
  @DisplayName("§8.2 who is not obeyed goes after 4 T, connections or not")
  void goesDisobeyed() {
    present();
    announcement.end();
    next(beside(OTHER, 100));
    now = now.plusSeconds(40);
    assertThat(next(beside(OTHER, 100))).containsExactly(LEAVE);
  }

  @Test
  @DisplayName("§5.4 a drained node is out until it is wanted again, on its way or gone")
  void drainsAndReturns() {
    present();
    announcement.drain(true);
    assertThat(next(beside(OTHER, 100))).containsExactly(NOTHING);
    announcement.drain(false);
    assertThat(next(beside(OTHER, 100))).containsExactly(FULL, JOIN);

    announcement.drain(true);
    next(beside(OTHER, 100));
    taken();
    quiet = true;
    assertThat(next(beside(OTHER, 100))).containsExactly(LEAVE);
    announcement.left();
    assertThat(announcement.absent()).isTrue();
    assertThat(announcement.over()).isFalse();
    assertThat(next(beside(OTHER, 100))).as("able, but not wanted").isEmpty();
    announcement.drain(false);
    assertThat(next(beside(OTHER, 100))).containsExactly(FULL, JOIN);
  }

  @Test
  @DisplayName("§4.4 one that waits for nothing says SHUTDOWN at once")
  void goesAtOnce() {
    var hasty = new Announcement(US, 100, Announcement.Parting.AT_ONCE);
    hasty.able(true);
    hasty.next(beside(OTHER, 100), now);
    hasty.end();
    assertThat(hasty.next(beside(OTHER, 100), now)).containsExactly(LEAVE);
  }

  private void taken() {
    table = HashAssignment.ofShares(Map.of(OTHER, BucketSet.of(IntStream.of(0, 1))));
  }

  private void present() {
    announcement.able(true);
    next(alone());
  }

  private List<CacheEvent> next(CacheSnapshot group) {
    return announcement.next(group, now);
  }

  private CacheSnapshot alone() {
    return group(identity(US, 100));
  }

  private CacheSnapshot beside(InetAddress cache, int weight) {
    return group(identity(US, 100), identity(cache, weight));
  }

  private static CacheIdentity identity(InetAddress cache, int weight) {
    return CacheIdentity.hash(cache, false, BucketSet.EMPTY, weight, 0);
  }

  private CacheSnapshot group(CacheIdentity... listed) {
    var router =
        new CacheSnapshot.Router(
            InetAddress.ofLiteral("192.0.2.1"),
            Optional.empty(),
            "assigned",
            "2.00",
            ReceiveId.NONE,
            1,
            Optional.empty(),
            Agreement.DEFAULT,
            List.of(listed));
    Assignment shown = table;
    return new CacheSnapshot(
        ServiceGroup.WEB_CACHE.standardService(),
        Optional.empty(),
        List.of(router),
        Optional.empty(),
        shown,
        List.of());
  }
}
