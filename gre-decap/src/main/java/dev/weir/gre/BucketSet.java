package dev.weir.gre;

/// A set of buckets, as four words, one bit for each of the 256. Immutable.
public final class BucketSet {
  /// Every bucket: for a service whose buckets are not to be checked (mask assignment, no table
  /// yet).
  public static final BucketSet ALL = new BucketSet(new long[] {-1, -1, -1, -1});

  /// No bucket.
  public static final BucketSet NONE = new BucketSet(new long[4]);

  static final int BUCKET_COUNT = 256;

  private final long[] words;

  private BucketSet(long[] words) {
    this.words = words;
  }

  /// The set of these buckets.
  ///
  /// @param buckets each 0..255
  /// @throws IllegalArgumentException for any other number
  public static BucketSet of(int... buckets) {
    long[] words = new long[BUCKET_COUNT / Long.SIZE];
    for (int bucket : buckets) {
      if (bucket < 0 || bucket >= BUCKET_COUNT) {
        throw new IllegalArgumentException("bucket " + bucket + " is not in 0..255");
      }
      words[bucket / Long.SIZE] |= 1L << bucket;
    }
    return new BucketSet(words);
  }

  /// Whether the bucket, 0..255, is in the set.
  public boolean contains(int bucket) {
    return (words[bucket / Long.SIZE] & 1L << bucket) != 0;
  }
}
