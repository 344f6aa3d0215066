package dev.weir.node.control;

import dev.weir.wccp.cache.CacheEvent;
import dev.weir.wccp.cache.CacheSnapshot;
import dev.weir.wccp.message.CacheIdentity;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// How this node shows up in one service group: with its weight, with none, or not at all.
///
/// ```
///            can serve                cannot, another can
///   ABSENT ─────────────▶ PRESENT ───────────────────────▶ EMPTY
///      ▲                   │    ▲        can serve           │
///      │   cannot, alone   │    ╰────────────────────────────┤
///      ╰───────────────────┴──── alone, or not obeyed in 4 T ╯
/// ```
///
/// Another takes the buckets of a node without weight (§5.4), without a gap; where no other cache
/// has weight, or the designated one knows no weights, SHUTDOWN leaves the buckets to nobody
/// (§4.4), and the routers forward.
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

  private final InetAddress self;
  private final int weight;
  private Standing standing = Standing.ABSENT;
  private boolean able;
  private boolean ending;
  private Instant patientUntil = Instant.MAX;

  /// A node that is not announced, with this weight once it is.
  Announcement(InetAddress self, int weight) {
    this.self = self;
    this.weight = weight;
  }

  /// The node can serve, or cannot.
  void able(boolean now) {
    able = now;
  }

  /// The node ends: it leaves for good.
  void end() {
    ending = true;
  }

  /// Every router knows that we have left.
  void left() {
    standing = Standing.ABSENT;
  }

  /// Whether the node ends and no router counts on it any more.
  boolean over() {
    return ending && standing == Standing.ABSENT;
  }

  /// What the group has to be told now, in order.
  List<CacheEvent> next(CacheSnapshot group, Instant now) {
    return switch (standing) {
      case LEAVING -> List.of();
      case ABSENT -> able && !ending ? join() : List.of();
      case PRESENT -> ending || !able ? retreat(group, now) : List.of();
      case EMPTY -> {
        if (ending || (!able && (!othersServe(group) || disobeyed(group, now)))) {
          yield leave();
        }
        yield able ? join() : List.of();
      }
    };
  }

  /// When [#next] has something to say though nothing happens.
  Instant nextDeadline() {
    return switch (standing) {
      case EMPTY -> patientUntil;
      case ABSENT -> able && !ending ? Instant.MIN : Instant.MAX;
      case PRESENT, LEAVING -> Instant.MAX;
    };
  }

  private List<CacheEvent> join() {
    standing = Standing.PRESENT;
    return List.of(new CacheEvent.Weigh(weight), new CacheEvent.Join());
  }

  private List<CacheEvent> retreat(CacheSnapshot group, Instant now) {
    if (ending || weight == 0 || !othersServe(group)) {
      return leave();
    }
    standing = Standing.EMPTY;
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

  private static Duration transmit(CacheSnapshot group) {
    return group.routers().stream()
        .map(CacheSnapshot.Router::transmit)
        .max(Duration::compareTo)
        .orElse(Duration.ZERO);
  }
}
