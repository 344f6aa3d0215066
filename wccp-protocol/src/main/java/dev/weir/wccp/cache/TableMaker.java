package dev.weir.wccp.cache;

import dev.weir.wccp.assignment.Assignment;
import dev.weir.wccp.assignment.BucketSet;
import dev.weir.wccp.assignment.FormerShares;
import dev.weir.wccp.assignment.HashAssignment;
import dev.weir.wccp.assignment.MaskAssignment;
import dev.weir.wccp.assignment.MaskSet;
import dev.weir.wccp.assignment.StickyAssignment;
import dev.weir.wccp.negotiation.Distribution;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Makes the next assignment from the last one, and remembers who owned what (§5.4).
///
/// Confined to its [CacheGroup].
final class TableMaker {
  private final MaskSet.Mask mask;
  private final FormerShares buckets = new FormerShares();
  private final FormerShares values = new FormerShares();
  private Assignment last = HashAssignment.NONE;

  TableMaker(MaskSet.Mask mask) {
    this.mask = mask;
  }

  /// Remembers what is in force, so that what is lost can be restored, and who returns gets back
  /// what it had.
  void remember(Assignment assignment) {
    if (assignment.caches().isEmpty()) {
      return;
    }
    last = assignment;
    switch (assignment) {
      case HashAssignment it -> it.shares().forEach(buckets::remember);
      case MaskAssignment it -> it.sharesByNumber(mask).forEach(values::remember);
    }
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
  Assignment next(Distribution distribution, Candidacy candidacy, Assignment shown) {
    var previous = shown.caches().isEmpty() ? last : shown;
    return switch (distribution) {
      case HASH -> byHash(candidacy, previous);
      case MASK ->
          StickyAssignment.next(
              mask,
              candidacy.candidates(),
              previous instanceof MaskAssignment it ? it : MaskAssignment.NONE,
              values.view());
    };
  }

  private HashAssignment byHash(Candidacy candidacy, Assignment previous) {
    var next =
        StickyAssignment.next(
            candidacy.candidates(),
            previous instanceof HashAssignment it ? it : HashAssignment.NONE,
            buckets.view());
    List<InetAddress> listed = new ArrayList<>(next.caches());
    listed.addAll(candidacy.dead());
    return new HashAssignment(listed, next.table().alternating(candidacy.hot()));
  }
}
