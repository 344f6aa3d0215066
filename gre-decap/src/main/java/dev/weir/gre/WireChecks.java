package dev.weir.gre;

import java.nio.ByteBuffer;

/// The checks that look at octets only and need no policy.
///
/// Each returns the reason not to deliver, or [Verdict#DELIVER] when it found none. Offsets are
/// absolute; `end` is the first octet that does not belong to the packet. No check reads at or
/// beyond `end`.
final class WireChecks {
  static final int IPV4_HEADER_OCTETS = 20;
  static final int GRE_HEADER_OCTETS = 4;
  static final int REDIRECT_HEADER_OCTETS = 4;
  static final int GRE_WCCP = 0x883E;
  static final int PROTOCOL_GRE = 47;
  static final int PROTOCOL_TCP = 6;

  private static final int TCP_HEADER_OCTETS = 20;
  private static final int OPTION_END = 0;
  private static final int OPTION_NOTHING = 1;
  private static final int OPTION_LOOSE_ROUTE = 131;
  private static final int OPTION_STRICT_ROUTE = 137;
  private static final int FRAGMENT_RESERVED = 0x8000;
  private static final int FRAGMENT_DF = 0x4000;
  private static final int FRAGMENT_MF = 0x2000;
  private static final int FRAGMENT_OFFSET = 0x1FFF;

  private WireChecks() {}

  static int u8(ByteBuffer packet, int at) {
    return Byte.toUnsignedInt(packet.get(at));
  }

  static int u16(ByteBuffer packet, int at) {
    return Short.toUnsignedInt(packet.getShort(at));
  }

  static int version(ByteBuffer packet, int at) {
    return u8(packet, at) >>> 4;
  }

  static int headerOctets(ByteBuffer packet, int at) {
    return (u8(packet, at) & 0x0F) * 4;
  }

  static int totalLength(ByteBuffer packet, int at) {
    return u16(packet, at + 2);
  }

  /// The outer header is whole, IPv4, protocol 47, and everything it announces was captured.
  static Verdict outer(ByteBuffer packet, int at, int end) {
    if (end - at < IPV4_HEADER_OCTETS) {
      return Verdict.OUTER_TRUNCATED;
    }
    int headerOctets = headerOctets(packet, at);
    int totalLength = totalLength(packet, at);
    if (version(packet, at) != 4
        || headerOctets < IPV4_HEADER_OCTETS
        || totalLength < headerOctets
        || u8(packet, at + 9) != PROTOCOL_GRE) {
      return Verdict.OUTER_HEADER;
    }
    return totalLength > end - at ? Verdict.OUTER_TRUNCATED : Verdict.DELIVER;
  }

  /// First (MF) or later fragment: the part that would be checked may not be the one that counts.
  static Verdict outerFragment(ByteBuffer packet, int at) {
    return (u16(packet, at + 6) & (FRAGMENT_MF | FRAGMENT_OFFSET)) == 0
        ? Verdict.DELIVER
        : Verdict.OUTER_FRAGMENT;
  }

  /// §6.1: flags and version 0, protocol 0x883E, and room for a redirect header.
  static Verdict gre(ByteBuffer packet, int at, int end) {
    if (end - at < GRE_HEADER_OCTETS) {
      return Verdict.GRE_TRUNCATED;
    }
    if (u16(packet, at) != 0) {
      return Verdict.GRE_FLAGS;
    }
    if (u16(packet, at + 2) != GRE_WCCP) {
      return Verdict.GRE_PROTOCOL;
    }
    // Strictly more than the two headers: of an empty inner packet there is nothing to judge.
    return end - at > GRE_HEADER_OCTETS + REDIRECT_HEADER_OCTETS
        ? Verdict.DELIVER
        : Verdict.GRE_TRUNCATED;
  }

  /// §6.2, the stronger test: WCCP version 1, without a redirect header, if the octets right behind
  /// GRE are an IPv4 header whose total length is exactly what is left. All else is version 2.
  static boolean isVersion1(ByteBuffer packet, int payload, int end) {
    return end - payload >= IPV4_HEADER_OCTETS
        && version(packet, payload) == 4
        && headerOctets(packet, payload) >= IPV4_HEADER_OCTETS
        && totalLength(packet, payload) == end - payload;
  }

  /// An IPv4 header whose checksum and lengths are right and that routes nothing by its source.
  static Verdict innerHeader(ByteBuffer packet, int at, int end) {
    if (version(packet, at) != 4) {
      return Verdict.INNER_VERSION;
    }
    int headerOctets = headerOctets(packet, at);
    if (headerOctets < IPV4_HEADER_OCTETS || headerOctets > end - at) {
      return Verdict.INNER_IHL;
    }
    if (Ipv4Octets.sum(packet, at, headerOctets) != 0xFFFF) {
      return Verdict.INNER_IP_CHECKSUM;
    }
    int totalLength = totalLength(packet, at);
    if (totalLength < headerOctets || totalLength > end - at) {
      return Verdict.INNER_TOTAL_LENGTH;
    }
    return routesBySource(packet, at + IPV4_HEADER_OCTETS, at + headerOctets)
        ? Verdict.INNER_SOURCE_ROUTE
        : Verdict.DELIVER;
  }

  /// RFC 791 §3.1: whether a source route is among the options, or may be, because they end in the
  /// middle of one.
  private static boolean routesBySource(ByteBuffer packet, int options, int end) {
    int at = options;
    while (at < end) {
      int type = u8(packet, at);
      if (type == OPTION_END) {
        return false;
      }
      int octets = 1;
      if (type != OPTION_NOTHING) {
        octets = end - at > 1 ? u8(packet, at + 1) : 0;
        boolean whole = octets > 1 && octets <= end - at;
        if (!whole || type == OPTION_LOOSE_ROUTE || type == OPTION_STRICT_ROUTE) {
          return true;
        }
      }
      at += octets;
    }
    return false;
  }

  /// A fragment word that makes sense and overwrites no TCP flags.
  static Verdict innerFragment(ByteBuffer packet, int at) {
    int word = u16(packet, at + 6);
    if ((word & FRAGMENT_RESERVED) != 0
        || (word & (FRAGMENT_DF | FRAGMENT_MF)) == (FRAGMENT_DF | FRAGMENT_MF)) {
      return Verdict.INNER_FRAGMENT_WORD;
    }
    return (word & FRAGMENT_OFFSET) == 1 && u8(packet, at + 9) == PROTOCOL_TCP
        ? Verdict.INNER_FRAGMENT_TINY
        : Verdict.DELIVER;
  }

  /// Whether the packet begins with its TCP header: it is whole, or a first fragment.
  static boolean beginsWithTcp(ByteBuffer packet, int at) {
    return (u16(packet, at + 6) & FRAGMENT_OFFSET) == 0;
  }

  /// What a right packet may have that our own stack is not to see.
  static Verdict innerForm(ByteBuffer packet, int at) {
    if (headerOctets(packet, at) > IPV4_HEADER_OCTETS) {
      return Verdict.INNER_OPTIONS;
    }
    return (u16(packet, at + 6) & (FRAGMENT_MF | FRAGMENT_OFFSET)) != 0
        ? Verdict.INNER_FRAGMENT
        : Verdict.DELIVER;
  }

  /// Without the service's ports: a whole TCP header, unless in a later fragment, flags a stack may
  /// send, no port 0.
  static Verdict innerTcp(ByteBuffer packet, int at, int end) {
    if (u8(packet, at + 9) != PROTOCOL_TCP) {
      return Verdict.INNER_PROTOCOL;
    }
    if (!beginsWithTcp(packet, at)) {
      return Verdict.DELIVER;
    }
    int tcp = at + headerOctets(packet, at);
    if (end - tcp < TCP_HEADER_OCTETS) {
      return Verdict.INNER_TCP_DOFF;
    }
    int dataOffset = (u8(packet, tcp + 12) >>> 4) * 4;
    if (dataOffset < TCP_HEADER_OCTETS || dataOffset > end - tcp) {
      return Verdict.INNER_TCP_DOFF;
    }
    if (!TcpHeader.isSane(u8(packet, tcp + 13))) {
      return Verdict.INNER_TCP_FLAGS;
    }
    return u16(packet, tcp) == 0 || u16(packet, tcp + 2) == 0
        ? Verdict.INNER_PORT
        : Verdict.DELIVER;
  }

  /// Whether the TCP header there begins a connection: SYN without ACK.
  static boolean isSyn(ByteBuffer packet, int tcp) {
    return (u8(packet, tcp + 13) & (TcpHeader.SYN | TcpHeader.ACK)) == TcpHeader.SYN;
  }
}
