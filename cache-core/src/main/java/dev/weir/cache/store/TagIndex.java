package dev.weir.cache.store;

import dev.weir.cache.rule.CacheKey;
import dev.weir.cache.rule.StoredResponse;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Which keys have a response with a given surrogate key, or of a given group.
///
/// It changes within the store's own change of a key, so both agree at any time and nobody waits
/// for more than that key. Safe for use by any thread.
final class TagIndex {
  private final Map<Purge, Set<CacheKey>> keys = new ConcurrentHashMap<>();

  /// Follows a change of what is stored under a key.
  void changed(CacheKey key, Variants before, Variants after) {
    Set<Purge> had = of(key, before);
    Set<Purge> has = of(key, after);
    for (Purge tag : had) {
      if (!has.contains(tag)) {
        keys.computeIfPresent(
            tag,
            (_, found) -> {
              found.remove(key);
              return found.isEmpty() ? null : found;
            });
      }
    }
    for (Purge tag : has) {
      if (!had.contains(tag)) {
        keys.compute(
            tag,
            (_, found) -> {
              Set<CacheKey> all = found == null ? ConcurrentHashMap.newKeySet(4) : found;
              all.add(key);
              return all;
            });
      }
    }
  }

  /// The keys with a response that a tag means, weakly consistent.
  Set<CacheKey> with(Purge tag) {
    return Set.copyOf(keys.getOrDefault(tag, Set.of()));
  }

  /// How many tags are known.
  int count() {
    return keys.size();
  }

  private static Set<Purge> of(CacheKey key, Variants variants) {
    Set<Purge> all = Set.of();
    for (StoredResponse response : variants.responses()) {
      Set<Purge> found = Purge.tags(key, response.head().fields());
      if (!found.isEmpty()) {
        all = all.isEmpty() ? new HashSet<>() : all;
        all.addAll(found);
      }
    }
    return all;
  }
}
