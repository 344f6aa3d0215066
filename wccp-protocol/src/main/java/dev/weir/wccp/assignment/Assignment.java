package dev.weir.wccp.assignment;

import java.net.Inet4Address;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/// A bucket table together with the caches that its indices stand for.
///
/// A cache may be listed without owning a bucket. The position in the list is the index (§3.8).
public record Assignment(List<Inet4Address> caches, BucketTable table) {
  /// Nobody is listed and nobody owns anything.
  public static final Assignment NONE = new Assignment(List.of(), BucketTable.UNASSIGNED);

  /// Copies the list and refuses a table that names a cache beyond it.
  public Assignment {
    caches = List.copyOf(caches);
    if (caches.size() > BucketTable.CACHE_COUNT_MAX) {
      throw new IllegalArgumentException(caches.size() + " caches");
    }
    int count = caches.size();
    if (IntStream.range(0, BucketTable.BUCKET_COUNT)
        .anyMatch(bucket -> table.owner(bucket).orElse(-1) >= count)) {
      throw new IllegalArgumentException("the table names a cache beyond " + count);
    }
  }

  /// The assignment in which each cache owns its share. Where two claim a bucket the first has it.
  public static Assignment ofShares(Map<Inet4Address, BucketSet> shares) {
    var caches = List.copyOf(shares.keySet());
    int[] owners = new int[BucketTable.BUCKET_COUNT];
    Arrays.fill(owners, -1);
    for (int index = caches.size() - 1; index >= 0; index--) {
      int owner = index;
      shares.getOrDefault(caches.get(index), BucketSet.EMPTY).stream()
          .forEach(bucket -> owners[bucket] = owner);
    }
    return new Assignment(caches, BucketTable.ofOwners(owners));
  }

  /// The cache that owns a bucket.
  public Optional<Inet4Address> owner(int bucket) {
    var index = table.owner(bucket);
    return index.isPresent() ? Optional.of(caches.get(index.getAsInt())) : Optional.empty();
  }

  /// The buckets of one cache; empty for a cache that is not listed.
  public BucketSet share(Inet4Address cache) {
    int index = caches.indexOf(cache);
    return index < 0 ? BucketSet.EMPTY : table.share(index);
  }

  /// Every listed cache with its buckets, in the order of the list.
  public Map<Inet4Address, BucketSet> shares() {
    var shares = new LinkedHashMap<Inet4Address, BucketSet>();
    caches.forEach(cache -> shares.put(cache, share(cache)));
    return shares;
  }

  /// How many buckets have an owner, 0–256.
  public int assignedCount() {
    return (int)
        IntStream.range(0, BucketTable.BUCKET_COUNT)
            .filter(bucket -> table.owner(bucket).isPresent())
            .count();
  }

  /// The buckets whose owner differs: exactly what nodes hand over or take.
  public BucketSet movedSince(Assignment previous) {
    return BucketSet.of(
        IntStream.range(0, BucketTable.BUCKET_COUNT)
            .filter(bucket -> !owner(bucket).equals(previous.owner(bucket))));
  }

  /// The same table without one cache: its buckets are unassigned (§4.4).
  public Assignment without(Inet4Address cache) {
    var shares = shares();
    shares.remove(cache);
    return ofShares(shares);
  }

  /// The owners by bucket, 256 entries.
  public List<Optional<Inet4Address>> owners() {
    var owners = new ArrayList<Optional<Inet4Address>>(BucketTable.BUCKET_COUNT);
    for (int bucket = 0; bucket < BucketTable.BUCKET_COUNT; bucket++) {
      owners.add(owner(bucket));
    }
    return owners;
  }
}
