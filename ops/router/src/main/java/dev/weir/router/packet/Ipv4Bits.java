package dev.weir.router.packet;

import java.net.Inet4Address;
import java.nio.ByteBuffer;

/// An IPv4 address as 32 bits in network order, the form in which packets are compared.
final class Ipv4Bits {
  private Ipv4Bits() {}

  static int of(Inet4Address address) {
    return ByteBuffer.wrap(address.getAddress()).getInt();
  }
}
