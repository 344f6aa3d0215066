package dev.weir.wccp.cache;

import dev.weir.wccp.assignment.Assignment;
import dev.weir.wccp.assignment.BucketSet;
import dev.weir.wccp.assignment.HashAssignment;
import dev.weir.wccp.assignment.MaskAssignment;
import dev.weir.wccp.assignment.MaskSet;
import dev.weir.wccp.assignment.StickyAssignment;
import dev.weir.wccp.negotiation.Distribution;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Makes the next assignment from the last one, and remembers who owned what (§5.4).
///
/// Confined to its [CacheGroup].
final class TableMaker {
  /// How many caches' former slots are remembered.
  static final int REMEMBERED_MAX = 64;

  private final MaskSet.Mask mask;
  private final Map<InetAddress, BucketSet> buckets = new LinkedHashMap<>();
  private final Map<InetAddress, BucketSet> values = new LinkedHashMap<>();
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
      case HashAssignment it -> remember(it.shares(), buckets);
      case MaskAssignment it -> remember(it.sharesByNumber(mask), values);
    }
  }

  /// Remembers buckets that caches say they have owned.
  void remember(Map<InetAddress, BucketSet> shares) {
    remember(shares, buckets);
  }

  /// What a cache is remembered to have owned.
  BucketSet remembered(InetAddress cache) {
    return buckets.getOrDefault(cache, BucketSet.EMPTY);
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
              values);
    };
  }

  private HashAssignment byHash(Candidacy candidacy, Assignment previous) {
    var next =
        StickyAssignment.next(
            candidacy.candidates(),
            previous instanceof HashAssignment it ? it : HashAssignment.NONE,
            buckets);
    List<InetAddress> listed = new ArrayList<>(next.caches());
    listed.addAll(candidacy.dead());
    return new HashAssignment(listed, next.table().alternating(candidacy.hot()));
  }

  private static void remember(
      Map<InetAddress, BucketSet> shares, Map<InetAddress, BucketSet> memory) {
    shares.forEach((cache, share) -> {
      if (!share.isEmpty()) {
        memory.remove(cache);
        memory.put(cache, share);
      }
    });
    while (memory.size() > REMEMBERED_MAX) {
      memory.remove(memory.keySet().iterator().next());
    }
  }
}
