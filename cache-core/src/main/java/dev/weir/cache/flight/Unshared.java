package dev.weir.cache.flight;

import dev.weir.cache.rule.CacheKey;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/// The keys whose last response was for nobody but who asked, for a moment: to wait for such a
/// fetch is in vain. Safe for use by any thread.
///
/// Bounded by [#KEYS_MAX] and [#OCTETS_MAX]; the oldest is forgotten first, which costs one wait.
final class Unshared {
  /// How long one is remembered.
  static final Duration TIME = Duration.ofSeconds(10);

  static final int KEYS_MAX = 10_000;
  static final long OCTETS_MAX = 1 << 20;

  /// Until when, by the nanoseconds of the caller; in the order in which they end.
  private final LinkedHashMap<CacheKey, Long> until = new LinkedHashMap<>();

  private long octets;

  synchronized void add(CacheKey key, long nowNs) {
    remove(key);
    until.put(key, nowNs + TIME.toNanos());
    octets += key.octets();
    Iterator<Map.Entry<CacheKey, Long>> oldest = until.entrySet().iterator();
    while (oldest.hasNext()) {
      Map.Entry<CacheKey, Long> entry = oldest.next();
      boolean over = entry.getValue() - nowNs <= 0;
      if (!over && until.size() <= KEYS_MAX && octets <= OCTETS_MAX) {
        return;
      }
      octets -= entry.getKey().octets();
      oldest.remove();
    }
  }

  synchronized boolean contains(CacheKey key, long nowNs) {
    Long end = until.get(key);
    return end != null && end - nowNs > 0;
  }

  synchronized void remove(CacheKey key) {
    if (until.remove(key) != null) {
      octets -= key.octets();
    }
  }

  synchronized int count() {
    return until.size();
  }
}
