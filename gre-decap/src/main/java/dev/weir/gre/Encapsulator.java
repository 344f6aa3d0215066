package dev.weir.gre;

import java.nio.ByteBuffer;

/// Puts GRE and a redirect header in front of a packet: the router's redirection and the cache's
/// return (§6.1, §6.4) look alike. The outer IPv4 header is the kernel's.
public final class Encapsulator {
  /// Octets in front of the inner packet in WCCP version 2.
  public static final int OVERHEAD_OCTETS = GreHeader.OCTETS + RedirectHeader.OCTETS;

  /// Octets in front of the inner packet in WCCP version 1, which has no redirect header.
  public static final int OVERHEAD_OCTETS_V1 = GreHeader.OCTETS;

  private Encapsulator() {}

  /// Writes the headers alone at an absolute offset, in front of an inner packet that was read to
  /// `offset + OVERHEAD_OCTETS`. Copies and allocates nothing.
  ///
  /// @param out a big-endian buffer; its position is neither used nor changed
  /// @param redirectWord [RedirectHeader#toWord()]
  /// @throws IndexOutOfBoundsException when the buffer has no room there
  public static void writeHeaders(ByteBuffer out, int offset, int redirectWord) {
    out.putInt(offset, GreHeader.WCCP.protocol());
    out.putInt(offset + GreHeader.OCTETS, redirectWord);
  }

  /// Writes the one header of WCCP version 1 at an absolute offset, in front of an inner packet
  /// that was read to `offset + OVERHEAD_OCTETS_V1`. Copies and allocates nothing.
  ///
  /// @param out a big-endian buffer; its position is neither used nor changed
  /// @throws IndexOutOfBoundsException when the buffer has no room there
  public static void writeHeaderV1(ByteBuffer out, int offset) {
    out.putInt(offset, GreHeader.WCCP.protocol());
  }

  /// Writes headers and inner packet at the position of `out`; consumes `inner`.
  ///
  /// @throws java.nio.BufferOverflowException when `out` has no room for all of it
  public static void write(RedirectHeader redirect, ByteBuffer inner, ByteBuffer out) {
    GreHeader.WCCP.encode(out);
    redirect.encode(out);
    out.put(inner);
  }

  /// Writes a WCCP version 1 packet at the position of `out`; consumes `inner`.
  ///
  /// @throws java.nio.BufferOverflowException when `out` has no room for all of it
  public static void writeV1(ByteBuffer inner, ByteBuffer out) {
    GreHeader.WCCP.encode(out);
    out.put(inner);
  }
}
