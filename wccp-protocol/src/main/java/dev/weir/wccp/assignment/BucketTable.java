package dev.weir.wccp.assignment;

import java.util.Arrays;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/// The redirection hash table (§3.8, §5.2): which cache, by index, owns each of the 256 buckets.
///
/// Immutable. A class, not a record: a record over an array compares by identity and leaks the
/// array. The octet of a bucket is `A << 7 | index`, or 0xFF when nobody owns it (ADR-0004).
public final class BucketTable {
  /// How many buckets there are.
  public static final int BUCKET_COUNT = 256;

  /// How many caches a table can name.
  public static final int CACHE_COUNT_MAX = 32;

  /// Nobody owns any bucket.
  public static final BucketTable UNASSIGNED = new BucketTable(filled());

  private static final int NOBODY = 0xff;
  private static final int ALTERNATE = 0x80;

  private final byte[] octets;

  private BucketTable(byte[] octets) {
    this.octets = octets;
  }

  /// The table in which `owners[b]` is the index of bucket `b`'s owner, or −1 for nobody.
  static BucketTable ofOwners(int[] owners) {
    byte[] octets = filled();
    for (int bucket = 0; bucket < BUCKET_COUNT; bucket++) {
      if (owners[bucket] >= CACHE_COUNT_MAX) {
        throw new IllegalArgumentException("cache index " + owners[bucket]);
      }
      if (owners[bucket] >= 0) {
        octets[bucket] = (byte) owners[bucket];
      }
    }
    return new BucketTable(octets);
  }

  /// The table that 256 octets stand for; empty when one names a cache at or beyond `cacheCount`.
  public static java.util.Optional<BucketTable> ofOctets(byte[] octets, int cacheCount) {
    if (octets.length != BUCKET_COUNT) {
      throw new IllegalArgumentException("a table of " + octets.length + " octets");
    }
    for (byte octet : octets) {
      int value = octet & 0xff;
      if (value != NOBODY && (value & ~ALTERNATE) >= cacheCount) {
        return java.util.Optional.empty();
      }
    }
    return java.util.Optional.of(new BucketTable(octets.clone()));
  }

  /// The 256 octets that stand for this table.
  public byte[] toOctets() {
    return octets.clone();
  }

  /// The same table after the cache with this index has left the list: its buckets belong to
  /// nobody, higher indices are one lower.
  BucketTable withoutIndex(int gone) {
    byte[] changed = octets.clone();
    for (int bucket = 0; bucket < BUCKET_COUNT; bucket++) {
      int owner = owner(bucket).orElse(-1);
      if (owner == gone) {
        changed[bucket] = (byte) NOBODY;
      } else if (owner > gone) {
        changed[bucket]--;
      }
    }
    return new BucketTable(changed);
  }

  /// The same table in which exactly these buckets, as far as they have an owner, are placed by the
  /// alternate hash (§5.2).
  public BucketTable alternating(BucketSet hot) {
    byte[] changed = octets.clone();
    for (int bucket = 0; bucket < BUCKET_COUNT; bucket++) {
      int owner = owner(bucket).orElse(NOBODY);
      changed[bucket] =
          (byte) (owner == NOBODY ? NOBODY : hot.contains(bucket) ? ALTERNATE | owner : owner);
    }
    return new BucketTable(changed);
  }

  /// The index of the cache that owns a bucket.
  public OptionalInt owner(int bucket) {
    requireBucket(bucket);
    int value = octets[bucket] & 0xff;
    return value == NOBODY ? OptionalInt.empty() : OptionalInt.of(value & ~ALTERNATE);
  }

  /// Whether packets of this bucket are placed by the alternate hash (§5.2).
  public boolean alternate(int bucket) {
    requireBucket(bucket);
    int value = octets[bucket] & 0xff;
    return value != NOBODY && (value & ALTERNATE) != 0;
  }

  /// The buckets of one cache, by its index.
  public BucketSet share(int cacheIndex) {
    return BucketSet.of(
        IntStream.range(0, BUCKET_COUNT).filter(b -> owner(b).orElse(-1) == cacheIndex));
  }

  /// Refuses a bucket outside 0–255.
  static void requireBucket(int bucket) {
    if (bucket < 0 || bucket >= BUCKET_COUNT) {
      throw new IllegalArgumentException("bucket " + bucket);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof BucketTable that && Arrays.equals(octets, that.octets);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(octets);
  }

  private static byte[] filled() {
    byte[] octets = new byte[BUCKET_COUNT];
    Arrays.fill(octets, (byte) NOBODY);
    return octets;
  }
}
