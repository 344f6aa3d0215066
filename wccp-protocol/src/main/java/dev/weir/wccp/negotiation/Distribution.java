package dev.weir.wccp.negotiation;

/// How packets are divided among caches (§3.10, capability 2).
public enum Distribution {
  /// By 256 buckets (§5.2).
  HASH(1),
  /// By the values under a mask (§5.3).
  MASK(2);

  private final int bit;

  Distribution(int bit) {
    this.bit = bit;
  }

  /// The bit that stands for it in a capability.
  public int bit() {
    return bit;
  }
}
