package dev.weir.cache.store;

import dev.weir.cache.message.Fields;
import dev.weir.cache.rule.CacheKey;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.function.Predicate;

/// The last purges, numbered, so that what was fetched before one is not stored after it.
///
/// Bounded: whoever began before the oldest that is known stores nothing. Safe for use by any
/// thread; without a purge meanwhile, asking takes no lock.
final class PurgeLog {
  static final int ORDERS_MAX = 1_024;
  static final int KEYS_MAX = 65_536;

  private record Numbered(long number, Purge order, Predicate<CacheKey> covers) {}

  private final ArrayDeque<Numbered> orders = new ArrayDeque<>();
  private final LinkedHashMap<CacheKey, Long> keys = new LinkedHashMap<>();
  private long floor;
  private volatile long last;

  /// The number of the last purge.
  long last() {
    return last;
  }

  synchronized void add(Purge order) {
    if (orders.size() == ORDERS_MAX) {
      floor = Math.max(floor, orders.removeLast().number());
    }
    long number = last + 1;
    orders.addFirst(new Numbered(number, order, order.coverage()));
    last = number;
  }

  /// A response whose fetch began when the last purge had this number has made its key worthless
  /// but for itself. The number with which it may be stored; the same as before where it may not
  /// be.
  synchronized long replace(CacheKey key, Fields response, long began) {
    boolean allowed = allows(key, response, began);
    add(key);
    return allowed ? last : began;
  }

  synchronized void add(CacheKey key) {
    long number = last + 1;
    keys.remove(key);
    keys.put(key, number);
    if (keys.size() > KEYS_MAX) {
      Iterator<Long> oldest = keys.values().iterator();
      floor = Math.max(floor, oldest.next());
      oldest.remove();
    }
    last = number;
  }

  /// Whether a response may be stored whose fetch began when the last purge had this number.
  boolean allows(CacheKey key, Fields response, long began) {
    return last <= began || allowsAmongLast(key, response, began);
  }

  private synchronized boolean allowsAmongLast(CacheKey key, Fields response, long began) {
    if (began < floor || keys.getOrDefault(key, 0L) > began) {
      return false;
    }
    for (Numbered numbered : orders) {
      if (numbered.number() <= began) {
        return true;
      }
      if (numbered.order().isTag()
          ? numbered.order().covers(key, response)
          : numbered.covers().test(key)) {
        return false;
      }
    }
    return true;
  }
}
