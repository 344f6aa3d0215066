package dev.weir.gre.rate;

/// A rate for each key, in a fixed number of places, one for each key by its hash: keys that meet
/// in a place share its rate. A factor drawn by the owner keeps others from choosing whom they
/// meet.
///
/// A place is one number, the time at which what has come so far would have been due at the rate
/// (the generic cell rate algorithm): nothing is refilled, forgotten or allocated. One thread only.
final class RateTable {
  private static final long SECOND_NS = 1_000_000_000;

  private final long[] dueNs;
  private final int shift;
  private final long factor;
  private final long gapNs;

  /// A table of `1 << placeBits` places, of which each lets `perSecond` pass in a second, at once
  /// or one by one.
  ///
  /// @param perSecond 1..10⁹
  /// @param factor any number; its last bit is set
  RateTable(int placeBits, int perSecond, long factor) {
    if (perSecond < 1 || perSecond > SECOND_NS) {
      throw new IllegalArgumentException(perSecond + " a second is not in 1..10⁹");
    }
    this.dueNs = new long[1 << placeBits];
    this.shift = Long.SIZE - placeBits;
    this.factor = factor | 1;
    this.gapNs = SECOND_NS / perSecond;
  }

  /// Whether one more of this key is within its rate.
  ///
  /// @param nowNs from 0, never less than before
  boolean admits(int key, long nowNs) {
    int place = (int) ((Integer.toUnsignedLong(key) * factor) >>> shift);
    long due = Math.max(dueNs[place], nowNs);
    if (due - nowNs > SECOND_NS - gapNs) {
      return false;
    }
    dueNs[place] = due + gapNs;
    return true;
  }
}
