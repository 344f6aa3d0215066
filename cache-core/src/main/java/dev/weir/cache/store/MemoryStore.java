package dev.weir.cache.store;

import dev.weir.cache.compact.KeyHash;
import dev.weir.cache.compact.ReadyHead;
import dev.weir.cache.message.Body;
import dev.weir.cache.message.Fields;
import dev.weir.cache.message.RequestHead;
import dev.weir.cache.rule.CacheKey;
import dev.weir.cache.rule.Reuse;
import dev.weir.cache.rule.StoredResponse;
import dev.weir.cache.slab.Kept;
import dev.weir.cache.slab.Slabs;
import dev.weir.cache.store.Shelf.Found;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
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

  /// Up to so many keys are looked at within a purge itself.
  static final int DROPPED_AT_ONCE_MAX = 10_000;

  private final Hashing hash;
  private final Rack rack;
  private final long capacityBytes;
  private final long entryBytesMax;
  private final Counters counters = new Counters();
  private final PurgeLog purges = new PurgeLog();
  private final Bans bans = new Bans();

  /// A store of `capacityBytes` whose largest body is an eighth of it, at most
  /// [#ENTRY_BYTES_DEFAULT_MAX].
  public MemoryStore(long capacityBytes) {
    this(capacityBytes, Math.min(capacityBytes / 8, ENTRY_BYTES_DEFAULT_MAX));
  }

  /// A store of `capacityBytes` that takes bodies of up to `entryBytesMax`.
  public MemoryStore(long capacityBytes, long entryBytesMax) {
    this(capacityBytes, entryBytesMax, Hashing.keyed());
  }

  /// A store with a hash of its own.
  MemoryStore(long capacityBytes, long entryBytesMax, Hashing hash) {
    if (capacityBytes <= 0 || entryBytesMax <= 0 || entryBytesMax > capacityBytes) {
      throw new IllegalArgumentException(capacityBytes + " octets, " + entryBytesMax + " each");
    }
    this.hash = hash;
    this.capacityBytes = capacityBytes;
    this.entryBytesMax = entryBytesMax;
    this.rack = new Rack(capacityBytes);
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
    Optional<Shelf> shelf = bans.hide(key, hashed) ? Optional.empty() : rack.use(hashed);
    if (shelf.isEmpty()) {
      return Found.NOTHING;
    }
    try {
      return shelf.get().select(key, request.fields());
    } finally {
      shelf.get().release();
    }
  }

  /// A look for answers to plain GETs, for one thread.
  ///
  /// @param fits whether one is to be found at all; asked once of each while it is found often
  public Probe probe(Predicate<ReadyHead> fits) {
    return new Probe(this, fits);
  }

  /// The only response under the hash of a URL, on a lease; null if there is none, or it takes a
  /// closer look. No optional, because it is for the path on which nothing is made.
  @Nullable Kept only(byte[] url, int from, int to) {
    return bans.isEmpty() ? rack.only(hash.of(url, from, to)) : null;
  }

  /// From now on this tier is told of what is used again, and of what is worthless.
  public void follow(SecondTier tier) {
    rack.follow(tier);
  }

  /// Whether anything is stored under a key.
  public boolean has(CacheKey key) {
    return rack.has(hash.of(key));
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
    if (!fits(response)) {
      counters.tooLong().increment();
      return false;
    }
    if (!response.isSound()
        || Purge.tags(key, fields).size() > Purge.TAGS_MAX
        || !purges.allows(key, fields, began)) {
      return false;
    }
    KeyHash hashed = hash.of(key);
    bans.renew(key, hashed, this::remove);
    for (int i = 0; i < Rack.TRIES; i++) {
      switch (rack.put(key, hashed, rack.look(hashed), response, entryBytesMax)) {
        case KEPT -> {
          // A purge between the look and the change may have swept before it.
          return purges.allows(key, fields, began) || !remove(key);
        }
        case NO_ROOM -> {
          counters.noRoom().increment();
          return false;
        }
        case CHANGED -> {}
      }
    }
    return false;
  }

  private boolean fits(StoredResponse response) {
    Body body = response.body();
    return body.length() <= entryBytesMax || body.isOutside();
  }

  /// All that is stored for a key, newest first, on leases.
  public List<StoredResponse> all(CacheKey key) {
    return rack.all(key, hash.of(key));
  }

  /// Keeps a response that is as new as can be.
  public boolean put(CacheKey key, StoredResponse response) {
    return put(key, response, purges());
  }

  /// Takes over what the second tier has of a key, unless something is stored by now, or it was
  /// purged since it was asked, or there is no room for it: false.
  ///
  /// @param began what [#purges] said when it was asked
  public boolean adopt(CacheKey key, List<StoredResponse> responses, long began) {
    boolean fits = responses.stream().allMatch(this::fits);
    if (!fits || !allowed(key, responses, began)) {
      return false;
    }
    return switch (rack.adopt(key, hash.of(key), responses)) {
      case KEPT -> allowed(key, responses, began) || !remove(key);
      case CHANGED -> false;
      case NO_ROOM -> {
        counters.noRoom().increment();
        yield false;
      }
    };
  }

  private boolean allowed(CacheKey key, List<StoredResponse> responses, long began) {
    return responses.stream().allMatch(it -> purges.allows(key, it.head().fields(), began));
  }

  /// Drops everything stored under a key, and what is being fetched for it is not kept. False if
  /// there was nothing in memory.
  public boolean purge(CacheKey key) {
    rack.second().forget(key);
    purges.add(key);
    boolean removed = remove(key);
    rack.second().forget(key); // what was used again between the two
    return removed;
  }

  /// Drops everything stored under a key because of a response that may itself be kept. What is
  /// being fetched for the key is not kept, but that response.
  ///
  /// @param began what [#purges] said when its fetch began
  /// @return with what to show it at [#put]
  public long replace(CacheKey key, Fields response, long began) {
    rack.second().forget(key);
    long number = purges.replace(key, response, began);
    remove(key);
    rack.second().forget(key);
    return number;
  }

  /// Hides what is meant from every look-up, and what is being fetched of it is not kept. How many
  /// keys that are known to be. Many are dropped by [#sweep]; few at once.
  public int purge(Purge order) {
    Optional<CacheKey> one = order.key();
    if (one.isPresent()) {
      return purge(one.get()) ? 1 : 0;
    }
    rack.second().begin(order);
    purges.add(order);
    int dropped = hide(order);
    rack.second().settle(order);
    return dropped;
  }

  private int hide(Purge order) {
    if (order.isTag()) {
      int hidden = rack.hide(order);
      if (hidden <= DROPPED_AT_ONCE_MAX) {
        rack.sweep();
      }
      return hidden;
    }
    if (order.kind() == Purge.Kind.REGEX || rack.size() > DROPPED_AT_ONCE_MAX) {
      return bans.add(order, this::sweep);
    }
    return (int) keys().filter(order.coverage()).filter(this::remove).count();
  }

  /// Returns when what was purged until now stays forgotten even if the process ends, or when that
  /// has taken too long.
  public void keepPurges(Duration within) {
    rack.second().keep(within);
  }

  /// Drops what is hidden, and takes its time for it, while requests are answered. How many keys it
  /// dropped that nobody has counted yet.
  public int sweep() {
    rack.sweep();
    return bans.sweep(hidden ->
        (int) keys().filter(key -> hidden.test(key, hash.of(key))).filter(this::remove).count());
  }

  /// How many purges are not swept yet.
  public int purgesToSweep() {
    return bans.count() + rack.toSweep();
  }

  private boolean remove(CacheKey key) {
    return rack.remove(hash.of(key), shelf -> shelf.key().equals(key));
  }

  /// How many surrogate keys and groups lead to something stored.
  public int tags() {
    return rack.tags();
  }

  /// The stored keys; what comes or goes meanwhile may be seen or not.
  public Stream<CacheKey> keys() {
    return rack.keys();
  }

  /// The URLs of the stored keys, as [#keys()].
  public Stream<String> urls() {
    return keys().map(CacheKey::url);
  }

  /// How many keys are stored, after pending evictions.
  public long count() {
    return rack.count();
  }

  /// How many octets they weigh, overhead included.
  public long weightBytes() {
    return rack.weightBytes();
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
    return rack.evictions();
  }

  /// How many responses were not kept because they are too long.
  public long tooLong() {
    return counters.tooLong().sum();
  }

  /// How many were not kept because no room could be made: too much is held by slow clients.
  public long noRoom() {
    return counters.noRoom().sum();
  }

  /// Where everything lies.
  public Slabs slabs() {
    return rack.slabs();
  }
}
