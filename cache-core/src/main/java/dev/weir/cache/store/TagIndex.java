package dev.weir.cache.store;

import dev.weir.cache.compact.KeyHash;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Which keys have a response with a given surrogate key, or of a given group.
///
/// It changes within the store's own change of a key, so both agree at any time and nobody waits
/// for more than that key. Safe for use by any thread.
final class TagIndex {
  private final Map<Purge, Set<KeyHash>> keys = new ConcurrentHashMap<>();

  /// Follows a change of what is stored under a key, from what means it before to what does after.
  void changed(KeyHash key, Set<Purge> had, Set<Purge> has) {
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
              Set<KeyHash> all = found == null ? ConcurrentHashMap.newKeySet(4) : found;
              all.add(key);
              return all;
            });
      }
    }
  }

  /// The keys with a response that a tag means, weakly consistent.
  Set<KeyHash> with(Purge tag) {
    return Set.copyOf(keys.getOrDefault(tag, Set.of()));
  }

  /// How many tags are known.
  int count() {
    return keys.size();
  }
}
