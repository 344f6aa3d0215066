package dev.weir.wccp.router;

import dev.weir.wccp.assignment.Assignment;
import dev.weir.wccp.assignment.AssignmentKey;
import dev.weir.wccp.assignment.BucketSet;
import dev.weir.wccp.assignment.HashAssignment;
import dev.weir.wccp.assignment.MaskAssignment;
import dev.weir.wccp.assignment.MaskSet;
import dev.weir.wccp.message.CacheIdentity;
import dev.weir.wccp.message.Component.AssignmentInfo;
import dev.weir.wccp.message.Component.AssignmentMap;
import dev.weir.wccp.message.Component.Form;
import dev.weir.wccp.message.Share;
import dev.weir.wccp.negotiation.Distribution;
import dev.weir.wccp.negotiation.Timers;
import java.net.InetAddress;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The table a router redirects by, its key, and when it is flushed unless renewed (§4.4).
///
/// Confined to its [RouterGroup].
final class InstalledTable {
  private Optional<AssignmentKey> key = Optional.empty();
  private Assignment assignment = HashAssignment.NONE;
  private Map<InetAddress, BucketSet> shares = Map.of();
  private boolean compact;
  private final Set<InetAddress> covered = new HashSet<>();
  private Instant flushAt = Instant.MAX;

  Optional<AssignmentKey> key() {
    return key;
  }

  Assignment assignment() {
    return assignment;
  }

  Instant flushAt() {
    return flushAt;
  }

  /// Puts a table in force that concerns these caches: those it lists, and by mask also those it
  /// gives no value, because it cannot list them.
  void install(AssignmentInfo received, Assignment table, List<InetAddress> usable) {
    key = Optional.of(received.key());
    become(table);
    compact = received.form() == Form.ALTERNATE_MASK;
    flushAt = Instant.MAX;
    covered.clear();
    covered.addAll(table instanceof MaskAssignment ? usable : table.caches());
  }

  /// A usable cache as an I_SEE_YOU shows it: with what the table gives it, or, before a table,
  /// with what the cache said it once had (§3.5).
  ///
  /// In the form of the group's distribution, so that every receiver can read it; a form of 2.01
  /// only in a message of 2.01, for a cache that used it itself.
  CacheIdentity shown(CacheIdentity cache, Distribution distribution, int minor) {
    boolean assigned = covered.contains(cache.address());
    return new CacheIdentity(cache.address(), !assigned, false, share(cache, distribution, minor));
  }

  /// The table as an I_SEE_YOU of this minor version shows it: values by mask once for all caches,
  /// buckets not at all, because each cache's element tells its own (§3.13, §3.14).
  Optional<AssignmentMap> map(int minor) {
    return key.isPresent() && assignment instanceof MaskAssignment
        ? Optional.of(
            new AssignmentMap(assignment, compact && minor > 0 ? Form.ALTERNATE_MASK : Form.PLAIN))
        : Optional.empty();
  }

  void drop(InetAddress cache) {
    become(assignment.without(cache));
    covered.remove(cache);
  }

  /// After a change of membership a table must come, or this one goes.
  void mustBeRenewed(Instant now, Timers timers) {
    flushAt = now.plus(timers.flushAfter());
  }

  /// Forgets the table; tells the key that was in force.
  Optional<AssignmentKey> flush() {
    var flushed = key;
    key = Optional.empty();
    become(HashAssignment.NONE);
    covered.clear();
    flushAt = Instant.MAX;
    return flushed;
  }

  /// Every answer shows all shares, so that they are worked out once for each table.
  private void become(Assignment next) {
    assignment = next;
    shares = next instanceof HashAssignment ? next.shares() : Map.of();
  }

  private Share share(CacheIdentity cache, Distribution distribution, int minor) {
    boolean assigned = covered.contains(cache.address());
    boolean toldByMap = assigned && distribution == Distribution.MASK;
    return switch (cache.share()) {
      case Share.None told when minor > 0 && (!assigned || toldByMap) -> told;
      case Share.Extended(Share.WeightOnly _) when minor > 0 && (!assigned || toldByMap) ->
          cache.share();
      case Share.Extended _ when minor > 0 ->
          new Share.Extended(plain(cache, distribution, assigned));
      default -> plain(cache, distribution, assigned);
    };
  }

  private Share plain(CacheIdentity cache, Distribution distribution, boolean assigned) {
    return switch (distribution) {
      case HASH -> {
        BucketSet buckets =
            assigned ? shares.getOrDefault(cache.address(), BucketSet.EMPTY) : cache.buckets();
        yield new Share.Hash(buckets, cache.weight(), cache.status());
      }
      case MASK ->
          new Share.Mask(
              assigned ? List.of() : withoutValues(cache.share()), cache.weight(), cache.status());
    };
  }

  /// One set without values for a cache that sent one: its values would make every answer as long
  /// as the sum of all (§7.1).
  private static List<MaskSet> withoutValues(Share share) {
    return switch (share) {
      case Share.Extended(Share inner) -> withoutValues(inner);
      case Share.Mask it -> withoutValues(it.sets());
      case Share.AlternateMask it -> withoutValues(it.sets());
      case Share.Hash _, Share.WeightOnly _, Share.None _ -> List.of();
    };
  }

  private static List<MaskSet> withoutValues(List<MaskSet> sets) {
    return sets.stream().limit(1).map(set -> new MaskSet(set.mask(), List.of())).toList();
  }
}
