package dev.weir.wccp.negotiation;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/// The equipment a router behaves like (§7.2, §7.4).
public enum Profile {
  /// A software router: GRE; hash and mask.
  IOS,
  /// A switch that redirects in hardware: L2 and mask, nothing else.
  CATALYST_3750,
  /// A firewall: GRE and hash, one router to a group, its highest address as its id.
  ASA,
  /// A firewall that takes any method, and has a choice of its own for a bucket's octet.
  FORTIOS;

  /// What it offers caches, with a choice of timers or without.
  public RouterOffer offer(Optional<RouterOffer.TimerRange> timers) {
    return new RouterOffer(transports(), distributions(), transports(), timers);
  }

  /// How many routers a group may have: ASA knows one, all others 32 (§7.4).
  public int routerCountMax() {
    return this == ASA ? 1 : 32;
  }

  /// The ways packets can take, in the order of their bits.
  public Set<Transport> transports() {
    return switch (this) {
      case IOS, ASA -> EnumSet.of(Transport.GRE);
      case CATALYST_3750 -> EnumSet.of(Transport.L2);
      case FORTIOS -> EnumSet.allOf(Transport.class);
    };
  }

  /// How it divides packets, in the order of their bits.
  public Set<Distribution> distributions() {
    return switch (this) {
      case IOS, FORTIOS -> EnumSet.allOf(Distribution.class);
      case CATALYST_3750 -> EnumSet.of(Distribution.MASK);
      case ASA -> EnumSet.of(Distribution.HASH);
    };
  }
}
