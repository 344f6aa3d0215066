package dev.weir.cli.decode;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.Optional;

/// The fields of an IPv4 header that decide what a packet is.
///
/// @param protocol 6 TCP, 17 UDP, 47 GRE
/// @param headerOctets the length of the header, 20 to 60
/// @param fragmentOffset in units of 8 octets
/// @param moreFragments whether others follow
/// @param announced how many octets the header says follow it
/// @param payload how many of these are there; none of what follows the packet
public record Ipv4Packet(
    InetAddress source,
    InetAddress destination,
    int protocol,
    int headerOctets,
    int fragmentOffset,
    boolean moreFragments,
    int announced,
    ByteBuffer payload) {
  private static final int OCTETS_MIN = 20;
  private static final int MORE = 0x2000;
  private static final int OFFSET = 0x1fff;

  /// Takes a packet apart; empty when it has no sound IPv4 header.
  static Optional<Ipv4Packet> of(ByteBuffer packet) {
    if (packet.remaining() < OCTETS_MIN || (packet.get(0) & 0xf0) != 0x40) {
      return Optional.empty();
    }
    int header = (packet.get(0) & 0xf) * 4;
    int total = u16(packet, 2);
    if (header < OCTETS_MIN || total < header || packet.limit() < header) {
      return Optional.empty();
    }
    int word = u16(packet, 6);
    int there = Math.min(total, packet.limit()) - header;
    return Optional.of(
        new Ipv4Packet(
            address(packet, 12),
            address(packet, 16),
            packet.get(9) & 0xff,
            header,
            word & OFFSET,
            (word & MORE) != 0,
            total - header,
            packet.slice(header, there)));
  }

  /// A packet of which only the GRE payload is known.
  static Ipv4Packet ofGre(ByteBuffer gre) {
    var nobody = address(ByteBuffer.allocate(4), 0);
    return new Ipv4Packet(nobody, nobody, 47, OCTETS_MIN, 0, false, gre.limit(), gre);
  }

  /// Whether its end was not captured.
  boolean cut() {
    return payload.limit() < announced;
  }

  /// Whether it is a part of a larger packet.
  boolean fragment() {
    return fragmentOffset > 0 || moreFragments;
  }

  /// Two octets as a number.
  static int u16(ByteBuffer octets, int at) {
    return octets.getShort(at) & 0xffff;
  }

  private static InetAddress address(ByteBuffer packet, int at) {
    byte[] octets = new byte[4];
    packet.get(at, octets);
    try {
      return InetAddress.getByAddress(octets);
    } catch (UnknownHostException impossible) {
      throw new IllegalStateException("four octets are an address", impossible);
    }
  }
}
