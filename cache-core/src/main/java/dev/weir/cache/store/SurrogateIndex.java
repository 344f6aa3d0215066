package dev.weir.cache.store;

import dev.weir.cache.rule.CacheKey;
import dev.weir.cache.rule.StoredResponse;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Which keys have a response with a given surrogate key.
///
/// It changes within the store's own change of a key, so both agree at any time and nobody waits
/// for more than that key. Safe for use by any thread.
final class SurrogateIndex {
  private final Map<String, Set<CacheKey>> keys = new ConcurrentHashMap<>();

  /// Follows a change of what is stored under a key.
  void changed(CacheKey key, Variants before, Variants after) {
    Set<String> had = of(before);
    Set<String> has = of(after);
    for (String surrogate : had) {
      if (!has.contains(surrogate)) {
        keys.computeIfPresent(
            surrogate,
            (_, found) -> {
              found.remove(key);
              return found.isEmpty() ? null : found;
            });
      }
    }
    for (String surrogate : has) {
      if (!had.contains(surrogate)) {
        keys.compute(
            surrogate,
            (_, found) -> {
              Set<CacheKey> all = found == null ? ConcurrentHashMap.newKeySet(4) : found;
              all.add(key);
              return all;
            });
      }
    }
  }

  /// The keys with a response of that surrogate key, weakly consistent.
  Set<CacheKey> with(String surrogate) {
    return Set.copyOf(keys.getOrDefault(surrogate, Set.of()));
  }

  /// How many surrogate keys are known.
  int count() {
    return keys.size();
  }

  private static Set<String> of(Variants variants) {
    Set<String> all = Set.of();
    for (StoredResponse response : variants.responses()) {
      Set<String> found = Purge.keys(response.head().fields());
      if (!found.isEmpty()) {
        all = all.isEmpty() ? new HashSet<>() : all;
        all.addAll(found);
      }
    }
    return all;
  }
}
