package dev.weir.router.packet;

import java.net.Inet4Address;
import java.nio.ByteBuffer;

/// Makes the packets and addresses that the tests of this package speak of.
final class Packets {
  static final int TCP = 6;
  static final int UDP = 17;

  private Packets() {}

  /// The IPv4 address of four decimal numbers.
  static Inet4Address address(String text) {
    return Inet4Address.ofLiteral(text);
  }

  /// A TCP segment without data from port 40000.
  static ByteBuffer tcp(String source, String destination, int destinationPort) {
    return packet(TCP, source, destination, destinationPort);
  }

  /// A packet of this protocol from port 40000 and with enough bytes for a TCP header.
  static ByteBuffer packet(int protocol, String source, String destination, int destinationPort) {
    return packet(protocol, source, 40_000, destination, destinationPort);
  }

  /// A packet of this protocol with a port pair and enough bytes for a TCP header.
  static ByteBuffer packet(
      int protocol, String source, int sourcePort, String destination, int destinationPort) {
    var packet = ByteBuffer.allocate(40);
    packet.put(0, (byte) 0x45).putShort(2, (short) 40).put(8, (byte) 64).put(9, (byte) protocol);
    packet.put(12, octets(source)).put(16, octets(destination));
    packet.putShort(20, (short) sourcePort).putShort(22, (short) destinationPort);
    return packet;
  }

  private static byte[] octets(String text) {
    return address(text).getAddress();
  }
}
