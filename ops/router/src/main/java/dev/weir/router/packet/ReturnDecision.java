package dev.weir.router.packet;

import java.nio.ByteBuffer;

/// Decides whether a packet in GRE is one that a cache gives back, and where its inner packet lies
/// (§6.4).
///
/// What this router did not redirect cannot come back to it, so the inner packet has to be one of
/// the service that the redirect header names. A function of packet and table, total for every
/// input; it remembers only where the last packet's parts are. Confined to one thread.
public final class ReturnDecision {
  private static final int IPV4_HEADER = 20;
  private static final int GRE_WCCP = 0x0000_883e;
  private static final int HEADER = 4;
  private static final int PROTOCOL_GRE = 47;
  private static final int DYNAMIC = 0x01;
  private static final int FRAGMENT = 0x3fff;
  private static final int PORTS = 4;

  private int innerOffset;
  private int innerLength;
  private int service;

  /// Judges the packet that begins with its outer IPv4 header at `offset` and is `length` bytes
  /// long. `packet` is read by absolute index only.
  public ReturnVerdict judge(ByteBuffer packet, int offset, int length, RedirectTable table) {
    if (length < IPV4_HEADER) {
      return ReturnVerdict.OUTER_HEADER;
    }
    int headerLength = (packet.get(offset) & 0x0f) * 4;
    if ((packet.get(offset) & 0xf0) != 0x40
        || headerLength < IPV4_HEADER
        || packet.get(offset + 9) != PROTOCOL_GRE
        || headerLength > length) {
      return ReturnVerdict.OUTER_HEADER;
    }
    int gre = offset + headerLength;
    int end = offset + length;
    if (end - gre < HEADER || packet.getInt(gre) != GRE_WCCP) {
      return ReturnVerdict.GRE_HEADER;
    }
    return judgePayload(packet, gre + HEADER, end, packet.getInt(offset + 12), table);
  }

  /// After [ReturnVerdict#FORWARDED]: where the inner packet begins.
  public int innerOffset() {
    return innerOffset;
  }

  /// After [ReturnVerdict#FORWARDED]: how long the inner packet is.
  public int innerLength() {
    return innerLength;
  }

  /// After [ReturnVerdict#FORWARDED]: the service's place in the configuration.
  public int service() {
    return service;
  }

  /// Without a redirect header, as in version 1, it is the web cache's (§6.2).
  private ReturnVerdict judgePayload(
      ByteBuffer packet, int payload, int end, int sender, RedirectTable table) {
    boolean bare = isWhole(packet, payload, end);
    if (!bare && end - payload < HEADER) {
      return ReturnVerdict.GRE_HEADER;
    }
    boolean dynamic = !bare && (packet.get(payload) & DYNAMIC) != 0;
    int id = bare ? 0 : packet.get(payload + 1) & 0xff;
    RedirectService named = table.named(dynamic, id);
    if (named == null) {
      return ReturnVerdict.SERVICE_UNKNOWN;
    }
    if (!named.isCache(sender)) {
      return ReturnVerdict.NOT_FROM_CACHE;
    }
    return judgeInner(packet, bare ? payload : payload + HEADER, end, named);
  }

  private ReturnVerdict judgeInner(ByteBuffer packet, int inner, int end, RedirectService named) {
    if (!isWhole(packet, inner, end)
        || (packet.get(inner) & 0x0f) * 4 != IPV4_HEADER
        || (packet.getShort(inner + 6) & FRAGMENT) != 0
        || end - inner < IPV4_HEADER + PORTS) {
      return ReturnVerdict.INNER_HEADER;
    }
    if (!RedirectDecision.matches(packet, inner, named)) {
      return ReturnVerdict.NOT_SERVICE;
    }
    innerOffset = inner;
    innerLength = end - inner;
    service = named.rules().index();
    return ReturnVerdict.FORWARDED;
  }

  /// Whether an IPv4 packet begins here whose total length is exactly what is left.
  private static boolean isWhole(ByteBuffer packet, int at, int end) {
    return end - at >= IPV4_HEADER
        && (packet.get(at) & 0xf0) == 0x40
        && (packet.get(at) & 0x0f) * 4 >= IPV4_HEADER
        && (packet.getShort(at + 2) & 0xffff) == end - at;
  }
}
