package dev.weir.wccp.assignment;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/// A bucket table together with the caches that its indices stand for.
///
/// A cache may be listed without owning a bucket. The position in the list is the index (§3.8).
public record HashAssignment(List<InetAddress> caches, BucketTable table) implements Assignment {
  /// Nobody is listed and nobody owns anything.
  public static final HashAssignment NONE = new HashAssignment(List.of(), BucketTable.UNASSIGNED);

  /// Copies the list and refuses a table that names a cache beyond it.
  public HashAssignment {
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
  public static HashAssignment ofShares(Map<? extends InetAddress, BucketSet> shares) {
    var caches = List.<InetAddress>copyOf(shares.keySet());
    int[] owners = new int[BucketTable.BUCKET_COUNT];
    Arrays.fill(owners, -1);
    for (int index = caches.size() - 1; index >= 0; index--) {
      int owner = index;
      shares.getOrDefault(caches.get(index), BucketSet.EMPTY).stream()
          .forEach(bucket -> owners[bucket] = owner);
    }
    return new HashAssignment(caches, BucketTable.ofOwners(owners));
  }

  @Override
  public int slotCount() {
    return BucketTable.BUCKET_COUNT;
  }

  @Override
  public Optional<InetAddress> owner(int bucket) {
    var index = table.owner(bucket);
    return index.isPresent() ? Optional.of(caches.get(index.getAsInt())) : Optional.empty();
  }

  @Override
  public BucketSet share(InetAddress cache) {
    int index = caches.indexOf(cache);
    return index < 0 ? BucketSet.EMPTY : table.share(index);
  }

  /// The buckets whose owner differs: exactly what nodes hand over or take.
  public BucketSet movedSince(HashAssignment previous) {
    return BucketSet.of(
        IntStream.range(0, BucketTable.BUCKET_COUNT)
            .filter(bucket -> !owner(bucket).equals(previous.owner(bucket))));
  }

  /// The cache is no longer listed; the others keep their order, their buckets and the alternate
  /// hash of these.
  @Override
  public HashAssignment without(InetAddress cache) {
    int gone = caches.indexOf(cache);
    if (gone < 0) {
      return this;
    }
    var left = new ArrayList<>(caches);
    left.remove(gone);
    return new HashAssignment(left, table.withoutIndex(gone))
        .without(cache); // it may be listed twice
  }
}
