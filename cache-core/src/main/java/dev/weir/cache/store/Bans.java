package dev.weir.cache.store;

import dev.weir.cache.compact.KeyHash;
import dev.weir.cache.rule.CacheKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;

/// Purges of keys by what their URLs are that are in force and not yet carried out: what they mean
/// is hidden from every look-up at once, and dropped by a sweep later. What is stored meanwhile is
/// newer than they are, and not hidden.
///
/// Bounded by [#PENDING_MAX], and in what is stored during one sweep. Safe for use by any thread;
/// while there are none, asking reads one field.
final class Bans {
  /// How many are in force at a time; each costs every look-up a search.
  static final int PENDING_MAX = 32;

  private volatile List<Ban> pending = List.of();

  /// One of them, and what of it is newer than it is.
  private record Ban(Predicate<CacheKey> covers, Set<KeyHash> renewed) {}

  boolean isEmpty() {
    return pending.isEmpty();
  }

  int count() {
    return pending.size();
  }

  /// Puts one in force. Where there are too many, the others are carried out before.
  ///
  /// @return how many keys that has dropped
  int add(Purge order, IntSupplier sweep) {
    Predicate<CacheKey> covers = order.coverage();
    int dropped = 0;
    while (!isAdded(covers)) {
      dropped += sweep.getAsInt();
    }
    return dropped;
  }

  private synchronized boolean isAdded(Predicate<CacheKey> covers) {
    if (pending.size() >= PENDING_MAX) {
      return false;
    }
    var more = new ArrayList<>(pending);
    more.add(new Ban(covers, ConcurrentHashMap.newKeySet()));
    pending = List.copyOf(more);
    return true;
  }

  /// Whether what is stored for a key is meant by one of them.
  boolean hide(CacheKey key, KeyHash hashed) {
    List<Ban> present = pending;
    return !present.isEmpty() && hide(present, key, hashed);
  }

  private static boolean hide(List<Ban> bans, CacheKey key, KeyHash hashed) {
    for (Ban ban : bans) {
      if (!ban.renewed.contains(hashed) && ban.covers.test(key)) {
        return true;
      }
    }
    return false;
  }

  /// Something newer will be stored for a key; what is hidden of it is dropped before.
  void renew(CacheKey key, KeyHash hashed, Consumer<CacheKey> drop) {
    List<Ban> present = pending;
    if (present.isEmpty()) {
      return;
    }
    if (hide(present, key, hashed)) {
      drop.accept(key);
      present.stream().filter(ban -> ban.covers.test(key)).forEach(ban -> ban.renewed.add(hashed));
    }
  }

  /// Carries out those that are in force now. `drop` drops the keys that are hidden, and counts
  /// them.
  int sweep(ToIntFunction<BiPredicate<CacheKey, KeyHash>> drop) {
    List<Ban> pass = pending;
    if (pass.isEmpty()) {
      return 0;
    }
    int dropped = drop.applyAsInt((key, hashed) -> hide(pass, key, hashed));
    carriedOut(pass);
    return dropped;
  }

  private synchronized void carriedOut(List<Ban> done) {
    pending = pending.stream().filter(ban -> !done.contains(ban)).toList();
  }
}
