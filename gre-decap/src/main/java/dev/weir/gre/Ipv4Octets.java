package dev.weir.gre;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;

/// IPv4 addresses as the `int` of their four octets in network order, and the Internet checksum.
public final class Ipv4Octets {
  private Ipv4Octets() {}

  /// The address as an `int`.
  public static int toInt(Inet4Address address) {
    return ByteBuffer.wrap(address.getAddress()).getInt();
  }

  /// The `int` as an address.
  public static Inet4Address toAddress(int octets) {
    try {
      return (Inet4Address) InetAddress.getByAddress(ByteBuffer.allocate(4).putInt(octets).array());
    } catch (UnknownHostException impossible) {
      throw new IllegalStateException("four octets are an IPv4 address", impossible);
    }
  }

  /// The folded ones' complement sum (RFC 1071, Computing the Internet Checksum) of an even number
  /// of octets: 0xFFFF over a header whose checksum is right.
  static int sum(ByteBuffer packet, int offset, int octets) {
    int sum = 0;
    for (int at = offset; at < offset + octets; at += 2) {
      sum += Short.toUnsignedInt(packet.getShort(at));
    }
    sum = (sum & 0xFFFF) + (sum >>> 16);
    return (sum & 0xFFFF) + (sum >>> 16);
  }
}
