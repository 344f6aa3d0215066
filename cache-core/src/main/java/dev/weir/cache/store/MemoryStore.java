package dev.weir.cache.store;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import dev.weir.cache.compact.KeyHash;
import dev.weir.cache.compact.ResponseCodec;
import dev.weir.cache.message.Fields;
import dev.weir.cache.message.RequestHead;
import dev.weir.cache.rule.CacheKey;
import dev.weir.cache.rule.Reuse;
import dev.weir.cache.rule.StoredResponse;
import dev.weir.cache.slab.Kept;
import dev.weir.cache.slab.Slabs;
import dev.weir.cache.store.Shelf.Found;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The memory tier: an index by hash on Caffeine, what it leads to outside the heap in slabs, both
/// together bounded by octets. Safe for use by any thread.
///
/// A body that it hands out is on a lease: it stays what it is, whatever becomes of its key.
public final class MemoryStore {
  /// The largest default for one response.
  public static final long ENTRY_BYTES_DEFAULT_MAX = 16L << 20;

  /// How often one that finds its shelf changed meanwhile looks again. Others have changed it so
  /// often; then it goes without.
  private static final int TRIES = 100;

  private final Hashing hash;
  private final Cache<KeyHash, Shelf> index;
  private final Slabs slabs;
  private final long capacityBytes;
  private final long entryBytesMax;
  private final Counters counters = new Counters();
  private final PurgeLog purges = new PurgeLog();
  private final TagIndex tags = new TagIndex();

  private record Counters(LongAdder evictions, LongAdder tooLong, LongAdder noRoom) {
    Counters() {
      this(new LongAdder(), new LongAdder(), new LongAdder());
    }
  }

  /// A store of `capacityBytes` whose largest body is an eighth of it, at most
  /// [#ENTRY_BYTES_DEFAULT_MAX].
  public MemoryStore(long capacityBytes) {
    this(capacityBytes, Math.min(capacityBytes / 8, ENTRY_BYTES_DEFAULT_MAX));
  }

  /// A store of `capacityBytes` that takes bodies of up to `entryBytesMax`.
  public MemoryStore(long capacityBytes, long entryBytesMax) {
    this(capacityBytes, entryBytesMax, secret());
  }

  private static KeyHash.Secret secret() {
    var random = new SecureRandom();
    return new KeyHash.Secret(random.nextLong(), random.nextLong());
  }

  private MemoryStore(long capacityBytes, long entryBytesMax, KeyHash.Secret secret) {
    this(capacityBytes, entryBytesMax, secret::hash);
  }

  /// A store with a hash of its own.
  MemoryStore(long capacityBytes, long entryBytesMax, Hashing hash) {
    if (capacityBytes <= 0 || entryBytesMax <= 0 || entryBytesMax > capacityBytes) {
      throw new IllegalArgumentException(capacityBytes + " octets, " + entryBytesMax + " each");
    }
    this.hash = hash;
    this.capacityBytes = capacityBytes;
    this.entryBytesMax = entryBytesMax;
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

  /// What to do with a request for a key, from what is stored at this moment, whatever its tenure.
  public Reuse reuse(CacheKey key, RequestHead request, Instant now) {
    return reuse(key, request, 0, now);
  }

  /// What to do with a request for a key that is kept here under a tenure.
  public Reuse reuse(CacheKey key, RequestHead request, long tenure, Instant now) {
    Found found = found(key, request);
    return Reuse.of(request, found.known(), found.response(), tenure, now);
  }

  /// The newest stored response that a request selects, fresh or not.
  public Optional<StoredResponse> find(CacheKey key, RequestHead request) {
    return found(key, request).response();
  }

  private Found found(CacheKey key, RequestHead request) {
    KeyHash hashed = hash.of(key);
    for (int i = 0; i < TRIES; i++) {
      Shelf shelf = index.getIfPresent(hashed);
      if (shelf == null) {
        return Found.NOTHING;
      }
      if (shelf.acquire()) {
        try {
          return shelf.select(key, request.fields());
        } finally {
          shelf.release();
        }
      }
    }
    return Found.NOTHING;
  }

  /// A look for answers to plain GETs, for one thread.
  public Probe probe() {
    return new Probe(this);
  }

  /// The only response under the hash of a URL, on a lease; null if there is none. No optional,
  /// because it is for the path on which nothing is made.
  @Nullable Kept only(byte[] url, int from, int to) {
    KeyHash hashed = hash.of(url, from, to);
    for (int i = 0; i < TRIES; i++) {
      Shelf shelf = index.getIfPresent(hashed);
      Kept kept = shelf == null ? null : shelf.only();
      if (kept == null || kept.acquire()) {
        return kept;
      }
    }
    return null;
  }

  /// The number of the last purge. Whoever begins a fetch takes it, and shows it at [#put].
  public long purges() {
    return purges.last();
  }

  /// Whether nobody has purged a response since [#purges] said this when its fetch began.
  public boolean allows(CacheKey key, Fields response, long began) {
    return purges.allows(key, response, began);
  }

  /// Keeps a response, in place of one with the same selection. One larger than [#entryBytesMax()],
  /// one with too many surrogate keys and groups, one that was purged since its fetch began, and
  /// one for which no room can be made is not kept: false.
  ///
  /// @param began what [#purges] said when its fetch began
  public boolean put(CacheKey key, StoredResponse response, long began) {
    Fields fields = response.head().fields();
    if (response.body().length() > entryBytesMax) {
      counters.tooLong.increment();
      return false;
    }
    if (!response.isSound()
        || Purge.tags(key, fields).size() > Purge.TAGS_MAX
        || !purges.allows(key, fields, began)) {
      return false;
    }
    KeyHash hashed = hash.of(key);
    for (int i = 0; i < TRIES; i++) {
      @Nullable Shelf before = index.policy().getIfPresentQuietly(hashed);
      if (before != null && !before.acquire()) {
        continue;
      }
      switch (put(key, hashed, Optional.ofNullable(before), response)) {
        case KEPT -> {
          // A purge between the look and the change may have swept before it.
          return purges.allows(key, fields, began) || !remove(key);
        }
        case NO_ROOM -> {
          counters.noRoom.increment();
          return false;
        }
        case CHANGED -> {}
      }
    }
    return false;
  }

  private enum Put {
    KEPT,
    NO_ROOM,
    CHANGED
  }

  /// Puts a response on a shelf on which the caller has taken leases; they end here.
  private Put put(CacheKey key, KeyHash hashed, Optional<Shelf> before, StoredResponse added) {
    Change change;
    Optional<Kept> kept;
    try {
      change = Change.by(key, added, before, entryBytesMax);
      kept = lay(key, hashed, change.response());
      change.joined().release();
    } finally {
      before.ifPresent(Shelf::release);
    }
    if (kept.isEmpty()) {
      return Put.NO_ROOM;
    }
    var after = new Shelf(kept.get(), change.stay());
    var done = new boolean[1];
    index
        .asMap()
        .compute(
            hashed,
            (_, now) -> {
              if (now != before.orElse(null)) {
                return now;
              }
              tags.changed(hashed, before.map(Shelf::tags).orElse(Set.of()), after.tags());
              change.gone().forEach(Kept::release);
              done[0] = true;
              return after;
            });
    if (!done[0]) {
      kept.get().release();
    }
    return done[0] ? Put.KEPT : Put.CHANGED;
  }

  private Optional<Kept> lay(CacheKey key, KeyHash hashed, StoredResponse response) {
    byte[] record = ResponseCodec.encode(key, response);
    Optional<Kept> kept = slabs.keep(hashed, record, response.body());
    long tries = 2 + 2 * (response.body().length() + record.length) / slabs.pageBytes();
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
              Optional<Kept> moved = slabs.move(kept);
              if (moved.isPresent()) {
                kept.release();
                return shelf.with(moved.get(), kept);
              }
              evicted(hashed, shelf, RemovalCause.SIZE);
              return null;
            });
  }

  /// Keeps a response that is as new as can be.
  public boolean put(CacheKey key, StoredResponse response) {
    return put(key, response, purges());
  }

  /// Drops everything stored under a key, and what is being fetched for it is not kept. False if
  /// there was nothing.
  public boolean purge(CacheKey key) {
    purges.add(key);
    return remove(key);
  }

  /// Drops everything stored under a key because of a response that may itself be kept. What is
  /// being fetched for the key is not kept, but that response.
  ///
  /// @param began what [#purges] said when its fetch began
  /// @return with what to show it at [#put]
  public long replace(CacheKey key, Fields response, long began) {
    long number = purges.replace(key, response, began);
    remove(key);
    return number;
  }

  /// Drops what is meant, and what is being fetched of it is not kept. Takes its time: it looks at
  /// every key for a host and a prefix; requests are answered meanwhile.
  ///
  /// @return how many keys it dropped
  public int purge(Purge order) {
    purges.add(order);
    return (int)
        (order.isTag()
            ? tags.with(order).stream().filter(hashed -> remove(hashed, _ -> true)).count()
            : keys().filter(order::covers).filter(this::remove).count());
  }

  private boolean remove(CacheKey key) {
    return remove(hash.of(key), shelf -> shelf.key().equals(key));
  }

  private boolean remove(KeyHash hashed, Predicate<Shelf> meant) {
    var removed = new boolean[1];
    index
        .asMap()
        .computeIfPresent(
            hashed,
            (_, shelf) -> {
              if (!meant.test(shelf)) {
                return shelf;
              }
              tags.changed(hashed, shelf.tags(), Set.of());
              shelf.release();
              removed[0] = true;
              return null;
            });
    return removed[0];
  }

  private void evicted(@Nullable KeyHash hashed, @Nullable Shelf shelf, RemovalCause cause) {
    counters.evictions.increment();
    if (hashed != null && shelf != null) {
      tags.changed(hashed, shelf.tags(), Set.of());
      shelf.release();
    }
  }

  /// How many surrogate keys and groups lead to something stored.
  public int tags() {
    return tags.count();
  }

  /// The stored keys, weakly consistent: what comes or goes meanwhile may be seen or not.
  public Stream<CacheKey> keys() {
    return index.asMap().values().stream()
        .mapMulti((shelf, found) -> {
          if (shelf.acquire()) {
            CacheKey key = shelf.key();
            shelf.release();
            found.accept(key);
          }
        });
  }

  /// The URLs of the stored keys, as [#keys()].
  public Stream<String> urls() {
    return keys().map(CacheKey::url);
  }

  /// How many keys are stored, after pending evictions.
  public long count() {
    index.cleanUp();
    return index.estimatedSize();
  }

  /// How many octets they weigh, overhead included.
  public long weightBytes() {
    return index.policy().eviction().orElseThrow().weightedSize().orElse(0);
  }

  /// The most they may weigh.
  public long capacityBytes() {
    return capacityBytes;
  }

  /// The longest body that is kept, in octets.
  public long entryBytesMax() {
    return entryBytesMax;
  }

  /// How many keys were pushed out to make room.
  public long evictions() {
    return counters.evictions.sum();
  }

  /// How many responses were not kept because they are too long.
  public long tooLong() {
    return counters.tooLong.sum();
  }

  /// How many were not kept because no room could be made: too much is held by slow clients.
  public long noRoom() {
    return counters.noRoom.sum();
  }

  /// Where everything lies.
  public Slabs slabs() {
    return slabs;
  }
}
