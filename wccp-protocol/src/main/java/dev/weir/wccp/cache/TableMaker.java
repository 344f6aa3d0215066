package dev.weir.wccp.cache;

import dev.weir.wccp.assignment.Assignment;
import dev.weir.wccp.assignment.BucketSet;
import dev.weir.wccp.assignment.FormerShares;
import dev.weir.wccp.assignment.HashAssignment;
import dev.weir.wccp.assignment.MaskAssignment;
import dev.weir.wccp.assignment.MaskSet;
import dev.weir.wccp.assignment.StickyAssignment;
import dev.weir.wccp.assignment.StickyAssignment.Gain;
import dev.weir.wccp.negotiation.Distribution;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// Makes the next assignment from the last one, and remembers who owned what (§5.4).
///
/// Confined to its [CacheGroup].
final class TableMaker {
  private final MaskSet.Mask mask;
  private final FormerShares buckets = new FormerShares();
  private final FormerShares values = new FormerShares();
  private final boolean slowStart;
  private Assignment last = HashAssignment.NONE;
  private Set<InetAddress> climbing = Set.of();

  TableMaker(MaskSet.Mask mask, boolean slowStart) {
    this.mask = mask;
    this.slowStart = slowStart;
  }

  /// Whether caches have not got all of their share yet by the table made last: another is due.
  boolean unfinished() {
    return !climbing.isEmpty();
  }

  /// Remembers what is in force, so that what is lost can be restored, and who returns gets back
  /// what it had.
  void remember(Assignment assignment) {
    if (assignment.caches().isEmpty()) {
      return;
    }
    last = assignment;
    switch (assignment) {
      case HashAssignment it -> remember(it.shares(), buckets);
      case MaskAssignment it -> remember(it.sharesByNumber(mask), values);
    }
  }

  /// A share that still grows is not what its cache had.
  private void remember(Map<InetAddress, BucketSet> shares, FormerShares in) {
    shares.forEach((cache, share) -> {
      if (!climbing.contains(cache)) {
        in.remember(cache, share);
      }
    });
  }

  /// Remembers buckets that caches say they have owned.
  void remember(Map<InetAddress, BucketSet> shares) {
    shares.forEach(buckets::remember);
  }

  /// What a cache is remembered to have owned.
  BucketSet remembered(InetAddress cache) {
    return buckets.of(cache);
  }

  /// The next assignment. `shown` is what routers redirect by now; when they have lost it, what was
  /// last in force takes its place.
  ///
  /// By hash, caches known to be dead stay in the list and own nothing: a router that still lists
  /// them must find them (architecture, fast eviction).
  ///
  /// With a slow start it goes a part of the way only, and the next one further.
  Assignment next(Distribution distribution, Candidacy candidacy, Assignment shown) {
    var goal = next(distribution, candidacy, shown, Gain.WHOLE);
    if (!slowStart) {
      return goal;
    }
    var step = next(distribution, candidacy, shown, Gain.QUARTER);
    climbing =
        goal.caches().stream()
            .filter(cache -> step.share(cache).size() < goal.share(cache).size())
            .collect(Collectors.toSet());
    return step;
  }

  /// The next assignment where another group's is to be followed: only what has no owner there, or
  /// one that is none here, is given away.
  Assignment like(Distribution distribution, Candidacy candidacy, Assignment pattern) {
    climbing = Set.of();
    return next(distribution, candidacy, pattern, slowStart ? Gain.NOTHING : Gain.WHOLE);
  }

  private Assignment next(
      Distribution distribution, Candidacy candidacy, Assignment shown, Gain gain) {
    var previous = shown.caches().isEmpty() ? last : shown;
    return switch (distribution) {
      case HASH -> byHash(candidacy, previous, gain);
      case MASK ->
          StickyAssignment.next(
              mask,
              candidacy.candidates(),
              previous instanceof MaskAssignment it ? it : MaskAssignment.NONE,
              values.view(),
              gain);
    };
  }

  private HashAssignment byHash(Candidacy candidacy, Assignment previous, Gain gain) {
    var next =
        StickyAssignment.next(
            candidacy.candidates(),
            previous instanceof HashAssignment it ? it : HashAssignment.NONE,
            buckets.view(),
            gain);
    List<InetAddress> listed = new ArrayList<>(next.caches());
    listed.addAll(candidacy.dead());
    return new HashAssignment(listed, next.table().alternating(candidacy.hot()));
  }
}
