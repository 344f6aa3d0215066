package dev.weir.gre;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/// How often each verdict was passed, how often a bucket was not ours, and what came in each.
///
/// One thread adds (the owner of the capture ring), any thread may read at any time. A read may be
/// a few packets late, never torn; no count ever goes down.
public final class VerdictCounts {
  private final Map<Verdict, AtomicLong> counts = new EnumMap<>(Verdict.class);
  private final AtomicLong bucketMismatches = new AtomicLong();
  private final AtomicLongArray byBucket = new AtomicLongArray(BucketSet.BUCKET_COUNT);
  private final AtomicLong deliveredOctets = new AtomicLong();

  /// Counts that begin at zero.
  public VerdictCounts() {
    for (Verdict verdict : Verdict.values()) {
      counts.put(verdict, new AtomicLong());
    }
  }

  /// Counts one packet. Only the owning thread may call it.
  public void add(Verdict verdict) {
    increment(counterOf(verdict));
  }

  /// Counts one packet whose bucket the table in force does not give to us; it has a verdict too.
  /// Only the owning thread may call it.
  public void addBucketMismatch() {
    increment(bucketMismatches);
  }

  /// Counts the octets of a packet that was delivered; it has a verdict too. Only the owning thread
  /// may call it.
  public void addDelivered(int octets) {
    deliveredOctets.setOpaque(deliveredOctets.getPlain() + octets);
  }

  /// Counts a delivered packet in the bucket that its redirect header names. Only the owning thread
  /// may call it.
  public void addToBucket(int bucket) {
    byBucket.setOpaque(bucket, byBucket.getPlain(bucket) + 1);
  }

  /// Delivered packets whose redirect header names this bucket, 0 to 255.
  public long inBucket(int bucket) {
    return byBucket.getOpaque(bucket);
  }

  /// Octets of the packets that were delivered, without what they came in.
  public long deliveredOctets() {
    return deliveredOctets.getOpaque();
  }

  /// Packets with this verdict so far.
  public long count(Verdict verdict) {
    return counterOf(verdict).getOpaque();
  }

  /// Packets delivered although their bucket is not ours, the label `bucket_mismatch`: routers and
  /// node disagree about the table for a moment after each change, or for good.
  public long bucketMismatches() {
    return bucketMismatches.getOpaque();
  }

  /// Packets seen: the sum over all verdicts.
  public long total() {
    long total = 0;
    for (AtomicLong count : counts.values()) {
      total += count.getOpaque();
    }
    return total;
  }

  private AtomicLong counterOf(Verdict verdict) {
    return Objects.requireNonNull(counts.get(verdict));
  }

  // One writer: no locked instruction is needed, only that readers see whole values.
  private static void increment(AtomicLong counter) {
    counter.setOpaque(counter.getPlain() + 1);
  }
}
