package dev.weir.node.control;

import dev.weir.wccp.cache.CacheEvent;
import dev.weir.wccp.cache.CacheSnapshot;
import dev.weir.wccp.message.CacheIdentity;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.BooleanSupplier;

/// How this node shows up in one service group: with its weight, with none, or not at all.
///
/// ```
///            can serve                cannot, or goes, another can
///   ABSENT ─────────────▶ PRESENT ───────────────────────────────▶ EMPTY
///      ▲                   │    ▲            can serve              │
///      │   cannot, alone   │    ╰───────────────────────────────────┤
///      ╰───────────────────┴─ alone, not obeyed in 4 T, or drained ─╯
/// ```
///
/// Another takes the buckets of a node without weight (§5.4), without a gap; where no other cache
/// has weight, or the designated one knows no weights, SHUTDOWN leaves the buckets to nobody
/// (§4.4), and the routers forward.
///
/// A node that goes, for good or because it is drained, says SHUTDOWN last: when every router
/// redirects by a table without it and its connections have ended, or have had their time. Until
/// then others forward to it what belongs to them.
///
/// No thread or clock; confined to the control thread.
final class Announcement {
  private enum Standing {
    ABSENT,
    PRESENT,
    EMPTY,
    LEAVING
  }

  private static final int PATIENCE_INTERVALS = 4;
  private static final Duration LOOKS = Duration.ofMillis(250);

  private final InetAddress self;
  private final int weight;
  private final Parting parting;
  private Standing standing = Standing.ABSENT;
  private boolean able;
  private boolean ending;
  private boolean drained;
  private Instant patientUntil = Instant.MAX;
  private Instant goneBy = Instant.MAX;
  private Instant lookedAt = Instant.MIN;

  /// How a node that goes waits for what it still has.
  ///
  /// @param quiet whether it has no connection any more
  /// @param most how long it waits at the most
  record Parting(BooleanSupplier quiet, Duration most) {
    /// Waits for nothing.
    static final Parting AT_ONCE = new Parting(() -> true, Duration.ZERO);
  }

  /// A node that is not announced, with this weight once it is.
  Announcement(InetAddress self, int weight, Parting parting) {
    this.self = self;
    this.weight = weight;
    this.parting = parting;
  }

  /// The node can serve, or cannot.
  void able(boolean now) {
    able = now;
  }

  /// The node shall have nothing to do, or shall again.
  void drain(boolean now) {
    drained = now;
  }

  /// The node ends: it leaves for good.
  void end() {
    ending = true;
  }

  /// Every router knows that we have left.
  void left() {
    standing = Standing.ABSENT;
    goneBy = Instant.MAX;
  }

  /// Whether no router counts on the node.
  boolean absent() {
    return standing == Standing.ABSENT;
  }

  /// Whether the node ends and no router counts on it any more.
  boolean over() {
    return ending && standing == Standing.ABSENT;
  }

  /// What the group has to be told now, in order.
  List<CacheEvent> next(CacheSnapshot group, Instant now) {
    lookedAt = now;
    return switch (standing) {
      case LEAVING -> List.of();
      case ABSENT -> able && !goes() ? join() : List.of();
      case PRESENT -> goes() || !able ? retreat(group, now) : List.of();
      case EMPTY -> {
        if (goes() ? mayGo(group, now) : !able && mustGo(group, now)) {
          yield leave();
        }
        yield able && !goes() ? join() : List.of();
      }
    };
  }

  /// When [#next] has something to say though nothing happens.
  Instant nextDeadline() {
    return switch (standing) {
      case EMPTY -> goes() ? earlier(lookedAt.plus(LOOKS), patientUntil) : patientUntil;
      case ABSENT -> able && !goes() ? Instant.MIN : Instant.MAX;
      case PRESENT, LEAVING -> Instant.MAX;
    };
  }

  private boolean goes() {
    return ending || drained;
  }

  private boolean mustGo(CacheSnapshot group, Instant now) {
    return !othersServe(group) || disobeyed(group, now);
  }

  /// Others have everything, and nobody needs us; or there are none, or it takes too long.
  private boolean mayGo(CacheSnapshot group, Instant now) {
    goneBy = goneBy.equals(Instant.MAX) ? now.plus(parting.most()) : goneBy;
    boolean empty = group.assignment().share(self).isEmpty();
    return mustGo(group, now) || !now.isBefore(goneBy) || (empty && parting.quiet().getAsBoolean());
  }

  private List<CacheEvent> join() {
    standing = Standing.PRESENT;
    return List.of(new CacheEvent.Weigh(weight), new CacheEvent.Join());
  }

  private List<CacheEvent> retreat(CacheSnapshot group, Instant now) {
    boolean waits = !goes() || parting.most().isPositive();
    if (!waits || weight == 0 || !othersServe(group)) {
      return leave();
    }
    standing = Standing.EMPTY;
    goneBy = Instant.MAX;
    patientUntil = now.plus(transmit(group).multipliedBy(PATIENCE_INTERVALS));
    return List.of(new CacheEvent.Weigh(0));
  }

  private List<CacheEvent> leave() {
    standing = Standing.LEAVING;
    patientUntil = Instant.MAX;
    return List.of(new CacheEvent.Leave());
  }

  /// The time is over and buckets are still ours.
  private boolean disobeyed(CacheSnapshot group, Instant now) {
    if (now.isBefore(patientUntil)) {
      return false;
    }
    patientUntil = Instant.MAX;
    return !group.assignment().share(self).isEmpty();
  }

  /// Whether every live router lists another cache that has weight.
  private boolean othersServe(CacheSnapshot group) {
    var live = group.routers().stream().filter(router -> !router.identities().isEmpty()).toList();
    return !live.isEmpty()
        && live.getFirst().identities().stream()
            .filter(cache -> !cache.address().equals(self) && cache.weight() > 0)
            .map(CacheIdentity::address)
            .anyMatch(cache -> live.stream().allMatch(router -> router.caches().contains(cache)));
  }

  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }

  private static Duration transmit(CacheSnapshot group) {
    return group.routers().stream()
        .map(CacheSnapshot.Router::transmit)
        .max(Duration::compareTo)
        .orElse(Duration.ZERO);
  }
}
