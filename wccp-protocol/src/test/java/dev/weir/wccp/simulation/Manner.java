package dev.weir.wccp.simulation;

import java.net.InetAddress;
import java.util.List;

/// How the caches and routers of a world speak with each other.
public enum Manner {
  /// In WCCP2, to each router at an address of its own.
  LISTED,
  /// In WCCP2, to one address that all listen to (§4.2).
  MULTICAST,
  /// In WCCP1: one router, one service, no password (§2.5).
  VERSION_1;

  /// The address that all listen to.
  public static final InetAddress GROUP = InetAddress.ofLiteral("239.0.0.1");

  private static final double SHARE_OF_OTHERS = 0.16;

  /// Mostly by unicast.
  static Manner of(Chance chance) {
    return chance.hits(SHARE_OF_OTHERS) ? chance.pick(List.of(MULTICAST, VERSION_1)) : LISTED;
  }
}
