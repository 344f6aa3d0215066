package dev.weir.wccp.negotiation;

/// How packets travel between a router and a cache, either way (§3.10, capabilities 1 and 3).
public enum Transport {
  /// In GRE, over any number of hops (§6.1).
  GRE(1),
  /// By the Ethernet address of the next station, which must be a neighbour (§6.4).
  L2(2);

  private final int bit;

  Transport(int bit) {
    this.bit = bit;
  }

  /// The bit that stands for it in a capability.
  public int bit() {
    return bit;
  }
}
