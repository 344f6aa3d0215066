package dev.weir.wccp.assignment;

import java.util.BitSet;
import java.util.HexFormat;
import java.util.stream.IntStream;

/// A set of buckets, or of other slots of an assignment: what one cache owns (§2.4, §3.5).
///
/// Immutable. On the wire bucket `k` is octet `k >> 3`, mask `1 << (k & 7)` of 32 octets.
public final class BucketSet {
  /// The most slots an assignment by mask has (§4.5).
  public static final int SLOT_COUNT_MAX = 65_536;

  /// How many octets the vector has.
  public static final int OCTETS = BucketTable.BUCKET_COUNT / 8;

  /// No bucket at all.
  public static final BucketSet EMPTY = new BucketSet(new BitSet());

  private final BitSet bits;

  private BucketSet(BitSet bits) {
    this.bits = bits;
  }

  /// The set of the given slots; buckets are those of 0–255.
  public static BucketSet of(IntStream slots) {
    var bits = new BitSet(BucketTable.BUCKET_COUNT);
    slots.forEach(slot -> {
      if (slot < 0 || slot >= SLOT_COUNT_MAX) {
        throw new IllegalArgumentException("slot " + slot);
      }
      bits.set(slot);
    });
    return new BucketSet(bits);
  }

  /// The set that 32 octets stand for.
  public static BucketSet ofVector(byte[] vector) {
    if (vector.length != OCTETS) {
      throw new IllegalArgumentException("a vector of " + vector.length + " octets");
    }
    return new BucketSet(BitSet.valueOf(vector));
  }

  /// The 32 octets that stand for this set of buckets.
  public byte[] toVector() {
    BucketTable.requireBucket(Math.max(0, bits.length() - 1));
    byte[] vector = new byte[OCTETS];
    byte[] used = bits.toByteArray();
    System.arraycopy(used, 0, vector, 0, used.length);
    return vector;
  }

  /// Whether the bucket is in the set.
  public boolean contains(int bucket) {
    return bits.get(bucket);
  }

  /// How many buckets are in the set, 0–256.
  public int size() {
    return bits.cardinality();
  }

  /// Whether no bucket is in the set.
  public boolean isEmpty() {
    return bits.isEmpty();
  }

  /// The buckets in ascending order.
  public IntStream stream() {
    return bits.stream();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof BucketSet that && bits.equals(that.bits);
  }

  @Override
  public int hashCode() {
    return bits.hashCode();
  }

  /// The vector as 64 hexadecimal digits, as `show ip wccp web-cache detail` prints it.
  @Override
  public String toString() {
    return bits.length() <= BucketTable.BUCKET_COUNT
        ? HexFormat.of().withUpperCase().formatHex(toVector())
        : bits.toString();
  }
}
