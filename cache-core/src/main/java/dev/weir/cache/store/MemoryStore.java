package dev.weir.cache.store;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import dev.weir.cache.message.Fields;
import dev.weir.cache.message.RequestHead;
import dev.weir.cache.rule.CacheKey;
import dev.weir.cache.rule.Reuse;
import dev.weir.cache.rule.StoredResponse;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The memory tier: whole responses on Caffeine, bounded by octets. Safe for use by any thread.
public final class MemoryStore {
  /// The largest default for one response.
  public static final long ENTRY_BYTES_DEFAULT_MAX = 16L << 20;

  private final Cache<CacheKey, Variants> entries;
  private final long capacityBytes;
  private final long entryBytesMax;
  private final LongAdder evictions = new LongAdder();
  private final PurgeLog purges = new PurgeLog();
  private final TagIndex tags = new TagIndex();

  /// A store of `capacityBytes` whose largest body is an eighth of it, at most
  /// [#ENTRY_BYTES_DEFAULT_MAX].
  public MemoryStore(long capacityBytes) {
    this(capacityBytes, Math.min(capacityBytes / 8, ENTRY_BYTES_DEFAULT_MAX));
  }

  /// A store of `capacityBytes` that takes bodies of up to `entryBytesMax`.
  public MemoryStore(long capacityBytes, long entryBytesMax) {
    if (capacityBytes <= 0 || entryBytesMax <= 0 || entryBytesMax > capacityBytes) {
      throw new IllegalArgumentException(capacityBytes + " octets, " + entryBytesMax + " each");
    }
    this.capacityBytes = capacityBytes;
    this.entryBytesMax = entryBytesMax;
    this.entries =
        Caffeine.newBuilder()
            .maximumWeight(capacityBytes)
            .weigher(MemoryStore::weigh)
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
    Variants variants = entries.asMap().getOrDefault(key, Variants.NONE);
    boolean known = !variants.responses().isEmpty();
    return Reuse.of(request, known, variants.select(request.fields()), tenure, now);
  }

  /// The newest stored response that a request selects, fresh or not.
  public Optional<StoredResponse> find(CacheKey key, RequestHead request) {
    return entries.asMap().getOrDefault(key, Variants.NONE).select(request.fields());
  }

  /// The number of the last purge. Whoever begins a fetch takes it, and shows it at [#put].
  public long purges() {
    return purges.last();
  }

  /// Keeps a response, in place of one with the same selection. One larger than [#entryBytesMax()],
  /// one with too many surrogate keys and groups, and one that was purged since its fetch began is
  /// not kept: false.
  ///
  /// @param began what [#purges] said when its fetch began
  public boolean put(CacheKey key, StoredResponse response, long began) {
    Fields fields = response.head().fields();
    if (!response.isSound()
        || response.body().length() > entryBytesMax
        || Purge.tags(key, fields).size() > Purge.TAGS_MAX
        || !purges.allows(key, fields, began)) {
      return false;
    }
    entries
        .asMap()
        .compute(
            key,
            (_, old) -> {
              Variants before = old == null ? Variants.NONE : old;
              Variants after = before.with(response, entryBytesMax);
              tags.changed(key, before, after);
              return after;
            });
    // A purge between the look and the change may have swept before it.
    return purges.allows(key, fields, began) || !remove(key);
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
    var meant = order.isTag() ? tags.with(order).stream() : keys().filter(order::covers);
    return (int) meant.filter(this::remove).count();
  }

  private boolean remove(CacheKey key) {
    var removed = new boolean[1];
    entries
        .asMap()
        .computeIfPresent(
            key,
            (_, old) -> {
              tags.changed(key, old, Variants.NONE);
              removed[0] = true;
              return null;
            });
    return removed[0];
  }

  private void evicted(@Nullable CacheKey key, @Nullable Variants variants, RemovalCause cause) {
    evictions.increment();
    if (key != null && variants != null) {
      tags.changed(key, variants, Variants.NONE);
    }
  }

  /// How many surrogate keys and groups lead to something stored.
  public int tags() {
    return tags.count();
  }

  /// The stored keys, weakly consistent: what comes or goes meanwhile may be seen or not.
  public Stream<CacheKey> keys() {
    return entries.asMap().keySet().stream();
  }

  /// The URLs of the stored keys, as [#keys()].
  public Stream<String> urls() {
    return keys().map(CacheKey::url);
  }

  /// How many keys are stored, after pending evictions.
  public long count() {
    entries.cleanUp();
    return entries.estimatedSize();
  }

  /// How many octets they weigh, overhead included.
  public long weightBytes() {
    return entries.policy().eviction().orElseThrow().weightedSize().orElse(0);
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
    return evictions.sum();
  }

  private static int weigh(CacheKey key, Variants variants) {
    return (int) Math.min(Integer.MAX_VALUE, key.octets() + variants.weightBytes());
  }
}
