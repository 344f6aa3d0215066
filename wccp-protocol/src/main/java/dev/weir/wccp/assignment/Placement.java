package dev.weir.wccp.assignment;

import java.net.Inet4Address;

/// Which bucket a packet belongs to (§5.1).
public final class Placement {
  private Placement() {}

  /// The bucket of a destination address: the exclusive-or of its four octets, 0–255.
  public static int slot(Inet4Address destination) {
    int slot = 0;
    for (byte octet : destination.getAddress()) {
      slot ^= octet;
    }
    return slot & 0xff;
  }

  /// The bucket of a destination address given as a big-endian integer, 0–255.
  public static int slot(int destination) {
    int folded = destination ^ destination >>> 16;
    folded ^= folded >>> 8;
    return folded & 0xff;
  }
}
