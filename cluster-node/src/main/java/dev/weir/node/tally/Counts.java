package dev.weir.node.tally;

import java.util.Arrays;
import java.util.OptionalLong;
import java.util.stream.LongStream;

/// What a [Tally] had counted at one moment, or between two.
///
/// A class, not a record: arrays are not given away.
final class Counts {
  static final Counts NONE =
      new Counts(new long[Sum.values().length], new long[Durations.SLOTS], new long[256]);

  private final long[] sums;
  private final long[] durations;
  private final long[] buckets;

  /// What is summed up.
  enum Sum {
    /// Requests of clients that were answered, or broken off.
    REQUESTS(0),
    /// Those for which no origin had to send the content: a store of the cluster had it.
    HITS(1),
    /// Octets of bodies that went to clients.
    TO_CLIENTS(2),
    /// Octets of bodies that came from origins, for clients or other nodes.
    FROM_ORIGINS(3);

    private final int place;

    Sum(int place) {
      this.place = place;
    }

    /// Where it is in an array of all.
    int place() {
      return place;
    }
  }

  Counts(long[] sums, long[] durations, long[] buckets) {
    this.sums = sums.clone();
    this.durations = durations.clone();
    this.buckets = buckets.clone();
  }

  /// What came since an earlier moment.
  Counts since(Counts before) {
    return new Counts(
        minus(sums, before.sums),
        minus(durations, before.durations),
        minus(buckets, before.buckets));
  }

  long sum(Sum what) {
    return sums[what.place()];
  }

  /// Requests to origins whose address has this bucket.
  long bucket(int number) {
    return buckets[number];
  }

  /// The nanoseconds within which 95 of 100 were answered; empty when none was.
  OptionalLong within95() {
    long all = Arrays.stream(durations).sum();
    long seen = 0;
    for (int slot = 0; slot < durations.length && all > 0; slot++) {
      seen += durations[slot];
      if (seen * 100 >= all * 95) {
        return OptionalLong.of(Durations.end(slot));
      }
    }
    return OptionalLong.empty();
  }

  private static long[] minus(long[] these, long[] those) {
    return LongStream.range(0, these.length).map(i -> these[(int) i] - those[(int) i]).toArray();
  }
}
