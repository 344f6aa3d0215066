package dev.weir.lab.capture;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.OptionalInt;

/// Where in a captured frame the IPv4 packet begins, by the capture's link type.
final class LinkLayer {
  private static final int IPV4 = 0x0800;
  private static final int TAGS_MAX = 4;
  private static final int ETHERNET = 1;
  private static final int ADDRESS_OCTETS = 6;

  private LinkLayer() {}

  /// Whether frames of a link type can be read.
  static boolean knows(int linkType) {
    return switch (linkType) {
      case 0, 1, 12, 14, 101, 108, 113, 228, 276 -> true;
      default -> false;
    };
  }

  /// The offset of the IPv4 header; empty for frames that carry something else.
  static OptionalInt ipv4(int linkType, ByteBuffer frame) {
    return switch (linkType) {
      case 0, 108 -> loopback(frame);
      case 1 -> ethernet(frame);
      case 12, 14, 101, 228 -> raw(frame);
      case 113 -> typed(frame, 14, 16);
      case 276 -> typed(frame, 0, 20);
      default -> OptionalInt.empty();
    };
  }

  /// The Ethernet address a frame is for, such as `02:00:00:00:00:01`; empty on other links.
  static String receiver(int linkType, ByteBuffer frame) {
    if (linkType != ETHERNET || frame.remaining() < ADDRESS_OCTETS) {
      return "";
    }
    byte[] address = new byte[ADDRESS_OCTETS];
    frame.get(0, address);
    return HexFormat.ofDelimiter(":").formatHex(address);
  }

  /// Ethernet, with VLAN tags or without.
  private static OptionalInt ethernet(ByteBuffer frame) {
    int at = 12;
    for (int tags = 0; tags <= TAGS_MAX && frame.remaining() > at + 2; tags++) {
      int type = frame.getShort(at) & 0xffff;
      if (type == IPV4) {
        return OptionalInt.of(at + 2);
      }
      if (type != 0x8100 && type != 0x88a8 && type != 0x9100) {
        return OptionalInt.empty();
      }
      at += 4;
    }
    return OptionalInt.empty();
  }

  /// Four octets with an address family in the order of the machine that captured.
  private static OptionalInt loopback(ByteBuffer frame) {
    if (frame.remaining() <= 4) {
      return OptionalInt.empty();
    }
    int family = frame.getInt(0);
    return family == 2 || family == 2 << 24 ? OptionalInt.of(4) : OptionalInt.empty();
  }

  private static OptionalInt raw(ByteBuffer frame) {
    return frame.hasRemaining() && frame.get(0) >>> 4 == 4
        ? OptionalInt.of(0)
        : OptionalInt.empty();
  }

  private static OptionalInt typed(ByteBuffer frame, int typeAt, int octets) {
    return frame.remaining() > octets && (frame.getShort(typeAt) & 0xffff) == IPV4
        ? OptionalInt.of(octets)
        : OptionalInt.empty();
  }
}
