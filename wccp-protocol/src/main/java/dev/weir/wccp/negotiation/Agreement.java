package dev.weir.wccp.negotiation;

/// What a router and its caches have agreed on: one value of each capability (§3.10).
public record Agreement(
    Transport forwarding, Distribution distribution, Transport packetReturn, Timers timers) {
  /// What holds where nothing is said: GRE, hash, GRE, 10 s.
  public static final Agreement DEFAULT =
      new Agreement(Transport.GRE, Distribution.HASH, Transport.GRE, Timers.DEFAULT);
}
