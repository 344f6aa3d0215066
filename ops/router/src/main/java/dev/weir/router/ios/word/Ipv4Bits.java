package dev.weir.router.ios.word;

import java.net.Inet4Address;
import java.nio.ByteBuffer;

/// An IPv4 address as 32 bits in network order.
public final class Ipv4Bits {
  private Ipv4Bits() {}

  /// The bits of an address.
  public static int of(Inet4Address address) {
    return ByteBuffer.wrap(address.getAddress()).getInt();
  }
}
