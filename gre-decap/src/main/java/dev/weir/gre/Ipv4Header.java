package dev.weir.gre;

import java.net.Inet4Address;
import java.nio.ByteBuffer;

/// An IPv4 header (RFC 791, Internet Protocol, §3.1) for diagnostics, tests and the router.
///
/// @param optionOctets octets of options behind the 20 fixed ones, 0..40; their content is not kept
/// @param serviceType the second octet: DSCP and ECN
/// @param totalLength octets of header and payload
/// @param identification groups fragments
/// @param fragmentWord reserved bit, DF, MF and the offset in units of 8 octets
/// @param timeToLive hops left
/// @param protocol what the payload is: 47 GRE, 6 TCP
/// @param checksum as it stood on the wire, right or wrong
/// @param source sender
/// @param destination receiver
public record Ipv4Header(
    int optionOctets,
    int serviceType,
    int totalLength,
    int identification,
    int fragmentWord,
    int timeToLive,
    int protocol,
    int checksum,
    Inet4Address source,
    Inet4Address destination) {
  /// Octets of a header without options.
  public static final int OCTETS = 20;

  private static final int TTL = 64;

  /// The outer header of a GRE packet with so many octets behind it, checksum included.
  ///
  /// @param greOctets 0..65515
  public static Ipv4Header ofGre(Inet4Address source, Inet4Address destination, int greOctets) {
    if (greOctets < 0 || greOctets > 0xFFFF - OCTETS) {
      throw new IllegalArgumentException("GRE octets: " + greOctets);
    }
    return new Ipv4Header(
            0, 0, OCTETS + greOctets, 0, 0, TTL, WireChecks.PROTOCOL_GRE, 0, source, destination)
        .withRightChecksum();
  }

  /// Octets of the whole header.
  public int headerOctets() {
    return OCTETS + optionOctets;
  }

  /// Writes the header at the buffer's position, with its checksum as it is.
  ///
  /// @throws IllegalArgumentException when it had options: they were not kept
  public void encode(ByteBuffer out) {
    if (optionOctets != 0) {
      throw new IllegalArgumentException("cannot write " + optionOctets + " octets of options");
    }
    out.put((byte) (4 << 4 | OCTETS / 4)).put((byte) serviceType).putShort((short) totalLength);
    out.putShort((short) identification).putShort((short) fragmentWord);
    out.put((byte) timeToLive).put((byte) protocol).putShort((short) checksum);
    out.putInt(Ipv4Octets.toInt(source)).putInt(Ipv4Octets.toInt(destination));
  }

  /// The same header with the checksum its other fields ask for.
  public Ipv4Header withRightChecksum() {
    var octets = ByteBuffer.allocate(OCTETS);
    withChecksum(0).encode(octets);
    return withChecksum(~Ipv4Octets.sum(octets, 0, OCTETS) & 0xFFFF);
  }

  private Ipv4Header withChecksum(int value) {
    return new Ipv4Header(
        optionOctets,
        serviceType,
        totalLength,
        identification,
        fragmentWord,
        timeToLive,
        protocol,
        value,
        source,
        destination);
  }

  /// Takes back in place what being forwarded once does to a header: its time to live becomes one
  /// more and its checksum follows (RFC 1624, Computation of the Internet Checksum via Incremental
  /// Update, §3). The caller has checked that 20 octets are there.
  public static void undoHop(ByteBuffer packet, int at) {
    int before = WireChecks.u16(packet, at + 8);
    int after = before + 0x0100 & 0xFFFF;
    int sum = (~WireChecks.u16(packet, at + 10) & 0xFFFF) + (~before & 0xFFFF) + after;
    sum = (sum & 0xFFFF) + (sum >>> 16);
    sum = (sum & 0xFFFF) + (sum >>> 16);
    packet.putShort(at + 8, (short) after).putShort(at + 10, (short) ~sum);
  }

  /// Reads the header at `at`; the caller has checked that its 20 octets are there.
  static Ipv4Header read(ByteBuffer packet, int at) {
    return new Ipv4Header(
        Math.max(0, WireChecks.headerOctets(packet, at) - OCTETS),
        WireChecks.u8(packet, at + 1),
        WireChecks.totalLength(packet, at),
        WireChecks.u16(packet, at + 4),
        WireChecks.u16(packet, at + 6),
        WireChecks.u8(packet, at + 8),
        WireChecks.u8(packet, at + 9),
        WireChecks.u16(packet, at + 10),
        Ipv4Octets.toAddress(packet.getInt(at + 12)),
        Ipv4Octets.toAddress(packet.getInt(at + 16)));
  }
}
