package dev.weir.wccp.cache;

import dev.weir.wccp.assignment.AddressOrder;
import dev.weir.wccp.assignment.Assignment;
import dev.weir.wccp.assignment.BucketSet;
import dev.weir.wccp.assignment.StickyAssignment.Candidate;
import dev.weir.wccp.message.CacheIdentity;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/// What a table is computed from (§4.3): any difference asks for a new one.
///
/// `changes` is each router's member change number. `candidates` are the caches that every live
/// router lists, by address, without those of them that are known to be `dead`. `hot` are the
/// buckets that the alternate hash shall relieve.
record Candidacy(
    Map<InetAddress, Integer> changes,
    List<Candidate> candidates,
    List<InetAddress> dead,
    BucketSet hot) {

  static Candidacy of(List<RouterLink> live, Set<InetAddress> condemned, BucketSet hot) {
    var changes = new HashMap<InetAddress, Integer>();
    live.forEach(link -> changes.put(link.address(), link.memberChange()));
    var everywhere = everywhere(live);
    return new Candidacy(
        changes,
        everywhere.values().stream().filter(it -> !condemned.contains(it.address())).toList(),
        everywhere.keySet().stream().filter(condemned::contains).toList(),
        hot);
  }

  /// The caches that every live router lists, as the first of them shows each. Every message is
  /// followed by this, so that each list is read but once.
  private static SortedMap<InetAddress, Candidate> everywhere(List<RouterLink> live) {
    var everywhere = new TreeMap<InetAddress, Candidate>(AddressOrder.UNSIGNED);
    if (!live.isEmpty()) {
      for (CacheIdentity cache : live.getFirst().caches()) {
        everywhere.putIfAbsent(cache.address(), new Candidate(cache.address(), cache.weight()));
      }
      live.forEach(link -> everywhere.keySet().retainAll(link.listed()));
    }
    return everywhere;
  }

  /// Whether a cache wants to be rid of what it owns, and there is another to take it.
  boolean retreats(Assignment shown) {
    return candidates.stream().anyMatch(it -> it.weight() > 0)
        && candidates.stream()
            .filter(it -> it.weight() == 0)
            .anyMatch(it -> !shown.share(it.address()).isEmpty());
  }

  /// The lowest address among the candidates that are `eligible`.
  Optional<InetAddress> lowest(Predicate<InetAddress> eligible) {
    return candidates.stream().map(Candidate::address).filter(eligible).findFirst();
  }
}
