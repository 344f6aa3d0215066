package dev.weir.gre;

import java.nio.ByteBuffer;

/// The four octets of a GRE header without options (RFC 2784, Generic Routing Encapsulation; §6.1).
///
/// @param flagsAndVersion the first two octets; 0 in everything WCCP sends
/// @param protocol the EtherType of the payload; 0x883E for WCCP
public record GreHeader(int flagsAndVersion, int protocol) {
  /// Octets of the header on the wire.
  public static final int OCTETS = 4;

  /// The header of every redirected and returned packet: no flags, version 0, protocol 0x883E.
  public static final GreHeader WCCP = new GreHeader(0, 0x883E);

  /// Requires both fields to fit in 16 bits.
  public GreHeader {
    if (flagsAndVersion >>> 16 != 0 || protocol >>> 16 != 0) {
      throw new IllegalArgumentException(
          "GRE fields are 16 bits wide: " + flagsAndVersion + ", " + protocol);
    }
  }

  /// Writes the header at the buffer's position.
  public void encode(ByteBuffer out) {
    out.putShort((short) flagsAndVersion).putShort((short) protocol);
  }

  static GreHeader read(ByteBuffer packet, int at) {
    return new GreHeader(WireChecks.u16(packet, at), WireChecks.u16(packet, at + 2));
  }
}
