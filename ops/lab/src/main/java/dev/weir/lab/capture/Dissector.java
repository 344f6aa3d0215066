package dev.weir.lab.capture;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;

/// Tells what a captured IPv4 packet is. Total: octets that make no sense are [Seen.Other].
public final class Dissector {
  private static final int TCP = 6;
  private static final int UDP = 17;
  private static final int ICMP = 1;
  private static final int GRE = 47;
  private static final int WCCP_PORT = 2048;
  private static final int FRAGMENT_BITS = 0x1fff;
  private static final int WCCP_HEADER_BYTES = 8;
  private static final int ROUTER_IDENTITY = 2;
  private static final int ROUTER_VIEW = 4;
  private static final int ASSIGNMENT = 6;

  private Dissector() {}

  /// What the packet is.
  public static Seen read(Pcap.Captured packet) {
    ByteBuffer octets = packet.octets();
    try {
      return ip(packet.atMicros(), octets);
    } catch (IndexOutOfBoundsException | BufferUnderflowException _) {
      boolean addressed = octets.remaining() >= 20;
      return new Seen.Other(
          packet.atMicros(),
          addressed ? address(octets, 12) : "",
          addressed ? address(octets, 16) : "");
    }
  }

  private static Seen ip(long at, ByteBuffer packet) {
    String source = address(packet, 12);
    String destination = address(packet, 16);
    int header = (packet.get(0) & 0xf) * 4;
    if ((packet.get(0) & 0xff) >> 4 != 4 || (u16(packet, 6) & FRAGMENT_BITS) != 0) {
      return new Seen.Other(at, source, destination);
    }
    ByteBuffer body = packet.slice(header, packet.remaining() - header);
    return switch (packet.get(9) & 0xff) {
      case GRE -> gre(at, source, destination, header, body);
      case ICMP -> new Seen.Icmp(at, source, destination, body.get(0) & 0xff, body.get(1) & 0xff);
      case UDP ->
          u16(body, 2) == WCCP_PORT
              ? wccp(at, source, destination, body.slice(8, body.remaining() - 8))
              : new Seen.Other(at, source, destination);
      default -> new Seen.Other(at, source, destination);
    };
  }

  /// §6.1 and §6.2: with WCCP 2 four octets of redirect header stand before the inner packet.
  private static Seen gre(
      long at, String source, String destination, int outerHeader, ByteBuffer gre) {
    int protocol = u16(gre, 2);
    boolean redirectHeader = (gre.get(4) & 0xf0) != 0x40;
    int skipped = redirectHeader ? 8 : 4;
    ByteBuffer inner = gre.slice(skipped, gre.remaining() - skipped);
    if (u16(gre, 0) != 0 || (inner.get(9) & 0xff) != TCP) {
      return new Seen.Other(at, source, destination);
    }
    int header = (inner.get(0) & 0xf) * 4;
    int flags = inner.get(header + 13) & 0xff;
    return new Seen.Redirected(
        at,
        source,
        destination,
        protocol,
        redirectHeader ? gre.get(5) & 0xff : 0,
        redirectHeader ? gre.get(7) & 0xff : 0,
        outerHeader + skipped,
        new Seen.Inner(
            address(inner, 12),
            u16(inner, header),
            address(inner, 16),
            u16(inner, header + 2),
            (flags & 0x12) == 0x02));
  }

  private static Seen wccp(long at, String source, String destination, ByteBuffer message) {
    int type = message.getInt(0);
    long receiveId = 0;
    String key = "";
    int next = WCCP_HEADER_BYTES;
    while (next + 4 <= message.remaining()) {
      int body = next + 4;
      switch (u16(message, next)) {
        case ROUTER_IDENTITY -> receiveId = u32(message, body + 4);
        case ROUTER_VIEW -> key = key(message, body + 4);
        case ASSIGNMENT -> key = key(message, body);
        default -> {}
      }
      next = body + u16(message, next + 2);
    }
    return new Seen.Wccp(at, source, destination, type, receiveId, key);
  }

  private static String key(ByteBuffer message, int at) {
    long number = u32(message, at + 4);
    return number == 0 ? "" : address(message, at) + "/" + number;
  }

  private static int u16(ByteBuffer octets, int at) {
    return octets.getShort(at) & 0xffff;
  }

  private static long u32(ByteBuffer octets, int at) {
    return octets.getInt(at) & 0xffff_ffffL;
  }

  private static String address(ByteBuffer octets, int at) {
    return (octets.get(at) & 0xff)
        + "."
        + (octets.get(at + 1) & 0xff)
        + "."
        + (octets.get(at + 2) & 0xff)
        + "."
        + (octets.get(at + 3) & 0xff);
  }
}
