package dev.weir.wccp.simulation;

/// When a party is next woken, in nanoseconds, and how often it was in vain.
final class Alarm {
  private static final int VAIN_MAX = 100;

  long at = Long.MAX_VALUE;
  private int vain;

  /// Whether a deadline that was met and stays due has done so too often: its driver would spin.
  boolean spins(boolean stillDue) {
    vain = stillDue ? vain + 1 : 0;
    return vain > VAIN_MAX;
  }
}
