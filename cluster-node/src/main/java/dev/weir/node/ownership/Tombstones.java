package dev.weir.node.ownership;

import dev.weir.cache.rule.CacheKey;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;

/// Keys that were purged or invalidated lately: what another node hands over of them is older than
/// that, and is refused.
///
/// They outlive the window of a hand-over. When there are too many, all keys count as buried until
/// the last of them is forgotten: a response is then fetched, not resurrected. Safe for use by any
/// thread.
public final class Tombstones {
  /// How long a key stays buried.
  public static final Duration KEPT = HandOver.WINDOW.multipliedBy(2);

  /// The most single keys.
  public static final int COUNT_MAX = 65_536;

  private final LinkedHashMap<Long, Instant> buried = new LinkedHashMap<>();
  private Instant allUntil = Instant.MIN;

  /// Buries a key.
  public synchronized void bury(CacheKey key, Instant now) {
    forget(now);
    long hash = NameHash.ofUrl(key);
    if (buried.size() >= COUNT_MAX && !buried.containsKey(hash)) {
      buryAll(now);
      return;
    }
    buried.remove(hash); // to the end of the order
    buried.put(hash, now.plus(KEPT));
  }

  /// Buries every key: a host, a prefix or a surrogate key was purged.
  public synchronized void buryAll(Instant now) {
    buried.clear();
    allUntil = now.plus(KEPT);
  }

  /// Whether nothing older than now may be taken over for a key.
  public synchronized boolean holds(CacheKey key, Instant now) {
    forget(now);
    return now.isBefore(allUntil) || buried.containsKey(NameHash.ofUrl(key));
  }

  /// How many single keys are buried.
  public synchronized int count() {
    return buried.size();
  }

  private void forget(Instant now) {
    var oldest = buried.values().iterator();
    while (oldest.hasNext() && !now.isBefore(oldest.next())) {
      oldest.remove();
    }
  }
}
