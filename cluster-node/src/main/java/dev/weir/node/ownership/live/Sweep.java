package dev.weir.node.ownership.live;

import dev.weir.cache.rule.CacheKey;
import dev.weir.cache.store.MemoryStore;
import dev.weir.node.ownership.HandOver;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.Optional;
import java.util.TreeSet;

/// Drops from the store what this node no longer owns.
///
/// After each change it looks once soon, so that the homes which are no longer known are asked for
/// before they are needed, and again when nobody may ask for the old content any more. Belongs to
/// one thread.
final class Sweep {
  private static final Duration SOON = Duration.ofSeconds(2);
  private static final Duration AFTER_WINDOW = HandOver.WINDOW.plusSeconds(1);
  private static final Duration LAST = HandOver.WINDOW.plusSeconds(10);

  private final Ownership ownership;
  private final OwnershipMeters meters;
  private final TreeSet<Instant> due = new TreeSet<>();
  private Instant lastDue = Instant.MIN;
  private Optional<MemoryStore> store = Optional.empty();

  Sweep(Ownership ownership, OwnershipMeters meters) {
    this.ownership = ownership;
    this.meters = meters;
  }

  /// From now on this store is looked at.
  void begin(MemoryStore kept) {
    store = Optional.of(kept);
  }

  /// Something has changed hands. The instants are whole seconds, so that many changes in a row
  /// make few looks.
  void changed(Instant now) {
    Instant second = Instant.ofEpochSecond(now.getEpochSecond() + 1);
    due.add(second.plus(SOON));
    due.add(second.plus(AFTER_WINDOW));
    lastDue = second.plus(LAST);
    due.add(lastDue);
  }

  /// Looks at everything that is stored, when it is time.
  void look(Instant now) {
    if (store.isEmpty() || due.isEmpty() || now.isBefore(due.first())) {
      return;
    }
    boolean last = !now.isBefore(lastDue);
    due.headSet(now, true).clear();
    Iterator<CacheKey> keys = store.get().keys().iterator();
    while (keys.hasNext()) {
      look(store.get(), keys.next(), last);
    }
  }

  /// What has no known home after all is asked for by nobody.
  private void look(MemoryStore kept, CacheKey key, boolean last) {
    Optional<HandOver.Fate> fate = ownership.fate(key);
    if (fate.isEmpty() && !last) {
      ownership.inquire(key);
      return;
    }
    HandOver.Fate what = fate.orElse(HandOver.Fate.DROP);
    meters.swept(what);
    if (what == HandOver.Fate.DROP) {
      kept.purge(key);
    }
  }
}
