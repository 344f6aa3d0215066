package dev.weir.cache.disk;

import dev.weir.cache.message.Fields;
import dev.weir.cache.rule.CacheKey;
import dev.weir.cache.store.Purge;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Orders to forget many things at once, each with the place in the log before which it holds: what
/// stands before it and is covered by it is forgotten when somebody looks at it.
///
/// An order holds for everything until it is settled; then what is written later is not meant. It
/// is over when the log begins behind its place. Bounded: when there are too many, all that stands
/// before the place of the oldest is given up with it. Safe for use by any thread.
final class Bans {
  /// How many orders are remembered.
  static final int ORDERS_MAX = 4_096;

  private final Map<Purge, Long> orders = new ConcurrentHashMap<>();
  private volatile long floor;
  private volatile boolean changed;

  /// A new order, which holds for everything as yet.
  void begin(Purge order) {
    if (orders.put(order, Long.MAX_VALUE) == null && orders.size() > ORDERS_MAX) {
      giveUpOldest();
    }
    changed = true;
  }

  /// From now on an order holds for what stands before a place in the log.
  void settle(Purge order, long before) {
    orders.computeIfPresent(order, (_, _) -> before);
    changed = true;
  }

  private void giveUpOldest() {
    orders.entrySet().stream()
        .filter(order -> order.getValue() < Long.MAX_VALUE)
        .min(Map.Entry.comparingByValue())
        .ifPresent(oldest -> {
          orders.remove(oldest.getKey(), oldest.getValue());
          floor = Math.max(floor, oldest.getValue());
        });
  }

  /// Everything before a place is given up.
  void giveUp(long before) {
    floor = Math.max(floor, before);
    changed = true;
  }

  /// The log begins at a place: what was before is no more.
  void begins(long place) {
    changed |= orders.values().removeIf(before -> before <= place);
  }

  /// Whether what stands at a place is given up, whatever it is.
  boolean coversAll(long place) {
    return place < floor;
  }

  /// Whether a response that stands at a place is meant by an order.
  boolean covers(long place, CacheKey key, Fields response) {
    if (coversAll(place)) {
      return true;
    }
    if (orders.isEmpty()) {
      return false;
    }
    for (Purge tag : Purge.tags(key, response)) {
      if (place < orders.getOrDefault(tag, 0L)) {
        return true;
      }
    }
    for (Map.Entry<Purge, Long> order : orders.entrySet()) {
      if (!order.getKey().isTag()
          && place < order.getValue()
          && order.getKey().covers(key, response)) {
        return true;
      }
    }
    return false;
  }

  int count() {
    return orders.size();
  }

  long floor() {
    return floor;
  }

  /// All orders, with their places.
  Map<Purge, Long> all() {
    return Map.copyOf(orders);
  }

  /// Whether something has changed since [#saving].
  boolean isChanged() {
    return changed;
  }

  /// What is there now is about to be written down.
  void saving() {
    changed = false;
  }
}
