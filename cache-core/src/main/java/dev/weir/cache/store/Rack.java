package dev.weir.cache.store;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import dev.weir.cache.compact.KeyHash;
import dev.weir.cache.compact.ResponseCodec;
import dev.weir.cache.rule.CacheKey;
import dev.weir.cache.rule.StoredResponse;
import dev.weir.cache.slab.Kept;
import dev.weir.cache.slab.Slabs;
import dev.weir.cache.store.TagIndex.Tag;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The shelves of the memory tier by their hashes, and what changes with each change of one: its
/// slots, its tags, and what the second tier is told. Safe for use by any thread.
final class Rack {
  /// How often one that finds its shelf changed meanwhile looks again. Others have changed it so
  /// often; then it goes without.
  static final int TRIES = 100;

  private final Cache<KeyHash, Shelf> index;
  private final Slabs slabs;
  private final TagIndex tags = new TagIndex();
  private final Queue<Tag> hidden = new ConcurrentLinkedQueue<>();
  private final LongAdder evictions = new LongAdder();
  private volatile SecondTier second = SecondTier.NONE;

  /// What came of putting a response on a shelf.
  enum Put {
    KEPT,
    NO_ROOM,
    CHANGED
  }

  Rack(long capacityBytes) {
    this.slabs = new Slabs(capacityBytes);
    this.index =
        Caffeine.newBuilder()
            // A thirty-second part is left over, so that few pages are emptied of what is still
            // wanted.
            .maximumWeight(capacityBytes - capacityBytes / 32)
            .weigher((KeyHash _, Shelf shelf) -> shelf.weightBytes())
            // Upkeep is short and rides on the thread that writes: no pool to own or to stop.
            .executor(Runnable::run)
            .evictionListener(this::evicted)
            .build();
  }

  /// The shelf under a hash, with leases on all of it, as used; empty if there is none.
  Optional<Shelf> use(KeyHash hashed) {
    for (int i = 0; i < TRIES; i++) {
      Shelf shelf = index.getIfPresent(hashed);
      if (shelf == null || shelf.isHidden()) {
        return Optional.empty();
      }
      if (shelf.acquire()) {
        used(hashed, shelf);
        return Optional.of(shelf);
      }
    }
    return Optional.empty();
  }

  /// The only response under a hash, on a lease; null if there is none. No optional, because it is
  /// for the path on which nothing is made.
  @Nullable Kept only(KeyHash hashed) {
    for (int i = 0; i < TRIES; i++) {
      Shelf shelf = index.getIfPresent(hashed);
      Kept kept = shelf == null || shelf.isOutside() || shelf.isHidden() ? null : shelf.only();
      if (shelf == null || kept == null) {
        return null;
      }
      if (kept.acquire()) {
        used(hashed, shelf);
        return kept;
      }
    }
    return null;
  }

  /// The shelf under a hash as it is now, with leases on all of it, unused. What is hidden goes.
  Optional<Shelf> look(KeyHash hashed) {
    for (int i = 0; i < TRIES; i++) {
      @Nullable Shelf shelf = index.policy().getIfPresentQuietly(hashed);
      if (shelf != null && shelf.isHidden()) {
        remove(hashed, Shelf::isHidden);
        continue;
      }
      if (shelf == null || shelf.acquire()) {
        return Optional.ofNullable(shelf);
      }
    }
    return Optional.empty();
  }

  /// All responses under a hash that are of this key, newest first, on leases.
  List<StoredResponse> all(CacheKey key, KeyHash hashed) {
    @Nullable Shelf shelf = index.policy().getIfPresentQuietly(hashed);
    return shelf == null || shelf.isHidden() ? List.of() : shelf.all(key);
  }

  boolean has(KeyHash hashed) {
    @Nullable Shelf shelf = index.policy().getIfPresentQuietly(hashed);
    return shelf != null && !shelf.isHidden();
  }

  private void used(KeyHash hashed, Shelf shelf) {
    if (shelf.isBefore(second.round())) {
      usedAgain(hashed, shelf);
    }
  }

  /// Within a change of the key, so that nothing is told of it after it was dropped.
  private void usedAgain(KeyHash hashed, Shelf used) {
    index
        .asMap()
        .computeIfPresent(
            hashed,
            (_, present) -> {
              int round = second.round();
              if (present == used && present.isBefore(round) && !present.isHidden()) {
                present.tell(round);
                second.usedAgain(present.key(), present.responses());
              }
              return present;
            });
  }

  /// From now on this tier is told of what is used again, and of what is worthless.
  void follow(SecondTier tier) {
    second = tier;
  }

  /// Who is told.
  SecondTier second() {
    return second;
  }

  /// Puts a response on a shelf on which the caller has taken leases; they end here.
  Put put(
      CacheKey key, KeyHash hashed, Optional<Shelf> before, StoredResponse added, long bytesMax) {
    Change change;
    Optional<Kept> kept;
    try {
      change = Change.by(key, added, before, bytesMax);
      kept = lay(key, hashed, change.response());
      change.joined().release();
    } finally {
      before.ifPresent(Shelf::release);
    }
    if (kept.isEmpty()) {
      return Put.NO_ROOM;
    }
    var done = new boolean[1];
    index
        .asMap()
        .compute(
            hashed,
            (_, now) -> {
              if (now != before.orElse(null) || (now != null && now.isHidden())) {
                return now;
              }
              Tag[] had = now == null ? TagIndex.NONE : now.tags();
              Tag[] has = tags.changed(hashed, had, tags(key, change));
              change.gone().forEach(Kept::drop);
              second.forget(key);
              done[0] = true;
              return begun(key, new Shelf(kept.get(), change.stay(), has, 0));
            });
    if (!done[0]) {
      kept.get().release();
    }
    return done[0] ? Put.KEPT : Put.CHANGED;
  }

  /// What lies outside memory is of use only if the second tier knows of it from the beginning.
  private Shelf begun(CacheKey key, Shelf shelf) {
    if (shelf.isOutside()) {
      shelf.tell(second.round());
      second.usedAgain(key, shelf.responses());
    }
    return shelf;
  }

  private static Set<Purge> tags(CacheKey key, Change change) {
    Set<Purge> tags = Purge.tags(key, change.response().head().fields());
    for (Kept kept : change.stay()) {
      Set<Purge> more = Shelf.tags(kept);
      if (!more.isEmpty()) {
        tags = new HashSet<>(tags);
        tags.addAll(more);
      }
    }
    return tags;
  }

  /// Puts responses on a shelf of which the second tier knows, if there is none yet.
  Put adopt(CacheKey key, KeyHash hashed, List<StoredResponse> responses) {
    remove(hashed, Shelf::isHidden);
    var laid = new ArrayList<Kept>(responses.size());
    responses.forEach(response -> lay(key, hashed, response).ifPresent(laid::add));
    if (laid.size() < responses.size()) {
      laid.forEach(Kept::release);
      return Put.NO_ROOM;
    }
    var in = new boolean[1];
    index
        .asMap()
        .computeIfAbsent(
            hashed,
            _ -> {
              in[0] = true;
              var has = new HashSet<Purge>();
              responses.forEach(it -> has.addAll(Purge.tags(key, it.head().fields())));
              Tag[] tagged = tags.changed(hashed, TagIndex.NONE, has);
              return new Shelf(
                  laid.getFirst(), laid.subList(1, laid.size()), tagged, second.round());
            });
    if (!in[0]) {
      laid.forEach(Kept::release);
    }
    return in[0] ? Put.KEPT : Put.CHANGED;
  }

  private Optional<Kept> lay(CacheKey key, KeyHash hashed, StoredResponse response) {
    byte[] record = ResponseCodec.encode(key, response);
    Optional<Kept> kept = slabs.keep(hashed, record, response.body());
    long tries = 2 + 2 * response.weightBytes() / slabs.pageBytes();
    for (long i = 0; i < tries && kept.isEmpty(); i++) {
      List<Kept> inTheWay = slabs.sparsest();
      if (inTheWay.isEmpty()) {
        break;
      }
      inTheWay.forEach(this::clear);
      kept = slabs.keep(hashed, record, response.body());
    }
    return kept;
  }

  /// Moves what is in the way to where there is room, or drops its key; nothing if it is not found
  /// by it any more.
  private void clear(Kept kept) {
    index
        .asMap()
        .computeIfPresent(
            kept.key(),
            (hashed, shelf) -> {
              if (!shelf.holds(kept)) {
                return shelf;
              }
              Optional<Kept> moved = shelf.isHidden() ? Optional.empty() : slabs.move(kept);
              if (moved.isPresent()) {
                kept.drop();
                return shelf.with(moved.get(), kept);
              }
              evicted(hashed, shelf, RemovalCause.SIZE);
              return null;
            });
  }

  boolean remove(KeyHash hashed, Predicate<Shelf> meant) {
    var removed = new boolean[1];
    index
        .asMap()
        .computeIfPresent(
            hashed,
            (_, shelf) -> {
              if (!meant.test(shelf)) {
                return shelf;
              }
              tags.left(hashed, shelf.tags());
              shelf.drop();
              removed[0] = true;
              return null;
            });
    return removed[0];
  }

  private void evicted(@Nullable KeyHash hashed, @Nullable Shelf shelf, RemovalCause cause) {
    evictions.increment();
    if (hashed != null && shelf != null) {
      tags.left(hashed, shelf.tags());
      shelf.drop();
    }
  }

  /// Hides what says itself that an order means it, at once. How many keys that are; what is to be
  /// dropped by [#sweep].
  int hide(Purge order) {
    Optional<Tag> purged = tags.purge(order);
    purged.ifPresent(hidden::add);
    return purged.map(tag -> tag.keys().size()).orElse(0);
  }

  /// Drops what is hidden.
  void sweep() {
    for (Tag tag = hidden.poll(); tag != null; tag = hidden.poll()) {
      tag.keys().forEach(hashed -> remove(hashed, Shelf::isHidden));
    }
  }

  /// How many orders are to be swept.
  int toSweep() {
    return hidden.size();
  }

  /// The keys, weakly consistent.
  Stream<CacheKey> keys() {
    return index.asMap().values().stream().mapMulti(Shelf::tellKey);
  }

  /// About how many keys there are.
  long size() {
    return index.estimatedSize();
  }

  long count() {
    index.cleanUp();
    return index.estimatedSize();
  }

  long weightBytes() {
    return index.policy().eviction().orElseThrow().weightedSize().orElse(0);
  }

  long evictions() {
    return evictions.sum();
  }

  int tags() {
    return tags.count();
  }

  Slabs slabs() {
    return slabs;
  }
}
