package dev.weir.node.tally;

/// How long something took, as one of [#SLOTS] slots of which four make a doubling.
///
/// The slots go from 16 µs to some minutes; what is shorter or longer is in the first or last. So
/// whatever is read from them is right within 19 %.
final class Durations {
  static final int SLOTS = 96;

  private static final int PER_DOUBLING = 4;
  private static final int FIRST_EXPONENT = 14; // 2^14 ns

  private Durations() {}

  /// The slot of a duration.
  static int slot(long nanos) {
    if (nanos < 1L << FIRST_EXPONENT) {
      return 0;
    }
    int exponent = 63 - Long.numberOfLeadingZeros(nanos);
    int part = (int) (nanos >>> (exponent - 2)) & 3;
    return Math.min(SLOTS - 1, (exponent - FIRST_EXPONENT) * PER_DOUBLING + part);
  }

  /// The end of a slot in nanoseconds.
  static long end(int slot) {
    int exponent = FIRST_EXPONENT + slot / PER_DOUBLING;
    return (1L << exponent) + (1L << (exponent - 2)) * (slot % PER_DOUBLING + 1);
  }
}
