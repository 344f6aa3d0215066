package dev.weir.cache.store;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.weir.cache.message.RequestHead;
import dev.weir.cache.rule.CacheKey;
import dev.weir.cache.rule.Reuse;
import dev.weir.cache.rule.StoredResponse;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

/// The memory tier: whole responses on Caffeine, bounded by octets. Safe for use by any thread.
public final class MemoryStore {
  /// The largest default for one response.
  public static final long ENTRY_BYTES_DEFAULT_MAX = 16L << 20;

  private final Cache<CacheKey, Variants> entries;
  private final long capacityBytes;
  private final long entryBytesMax;
  private final LongAdder evictions = new LongAdder();

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
            .evictionListener((key, variants, cause) -> evictions.increment())
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

  /// Keeps a response, in place of one with the same selection. One larger than [#entryBytesMax()]
  /// is not kept: false.
  public boolean put(CacheKey key, StoredResponse response) {
    if (response.body().length() > entryBytesMax) {
      return false;
    }
    entries.asMap().merge(key, new Variants(List.of(response)), (old, added) -> old.with(response));
    return true;
  }

  /// Drops everything stored under a key. False if there was nothing.
  public boolean purge(CacheKey key) {
    return entries.asMap().remove(key) != null;
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
