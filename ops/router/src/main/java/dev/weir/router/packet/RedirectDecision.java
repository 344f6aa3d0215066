package dev.weir.router.packet;

import dev.weir.router.acl.AccessList;
import java.nio.ByteBuffer;
import java.util.List;

/// Decides what happens to one packet that was diverted (§5.2, §5.3, §7.3).
///
/// A function of the packet and the table: no I/O, no clock, no allocation, total for every input.
public final class RedirectDecision {
  private static final int IPV4_HEADER_MIN = 20;
  private static final int IPV4_HEADER_WORDS = 5;
  private static final int PORTS_LENGTH = 4;
  private static final int TCP = 6;
  private static final int UDP = 17;
  private static final int MORE_FRAGMENTS_OR_OFFSET = 0x3fff;

  private RedirectDecision() {}

  /// The verdict on the IPv4 packet that stands at `offset` and is `length` bytes long, and that
  /// came into the packet path at this point.
  ///
  /// `packet` is read by absolute index only. A packet that cannot be read is forwarded normally:
  /// to judge it is the destination's business.
  public static Verdict decide(
      ByteBuffer packet, int offset, int length, RedirectTable table, int point) {
    if (length < IPV4_HEADER_MIN
        || (packet.get(offset) & 0xf0) != 0x40
        || (packet.get(offset) & 0x0f) < IPV4_HEADER_WORDS) {
      return Verdict.Forward.NOT_IPV4;
    }
    if (table.isCache(packet.getInt(offset + 12))) {
      return Verdict.Forward.FROM_CACHE;
    }
    if ((packet.getShort(offset + 6) & MORE_FRAGMENTS_OR_OFFSET) != 0) {
      return Verdict.Forward.FRAGMENT;
    }
    if ((packet.get(offset) & 0x0f) > IPV4_HEADER_WORDS) {
      return Verdict.Forward.OPTIONS;
    }
    if (hasPorts(packet, offset) && length < IPV4_HEADER_MIN + PORTS_LENGTH) {
      return Verdict.Forward.NOT_IPV4;
    }
    return ofServices(packet, offset, table, table.at(point));
  }

  /// Whether the whole packet at `offset`, without options, is this service's.
  static boolean matches(ByteBuffer packet, int offset, RedirectService service) {
    int ports = ports(packet, offset);
    return service.matches(
        packet.get(offset + 9) & 0xff,
        packet.getInt(offset + 12),
        packet.getInt(offset + 16),
        ports >>> 16,
        ports & 0xffff);
  }

  private static Verdict ofServices(
      ByteBuffer packet, int offset, RedirectTable table, List<RedirectService> services) {
    Verdict otherwise = Verdict.Forward.NOT_SERVICE;
    for (int i = 0; i < services.size(); i++) {
      RedirectService service = services.get(i);
      if (!matches(packet, offset, service)) {
        continue;
      }
      if (permits(packet, offset, service)) {
        int ports = ports(packet, offset);
        return service
            .table()
            .find(
                packet.getInt(offset + 12),
                packet.getInt(offset + 16),
                ports >>> 16,
                ports & 0xffff);
      }
      if (!table.checksAll()) {
        return service.denied();
      }
      otherwise = otherwise == Verdict.Forward.NOT_SERVICE ? service.denied() : otherwise;
    }
    return otherwise;
  }

  private static boolean permits(ByteBuffer packet, int offset, RedirectService service) {
    boolean known = hasPorts(packet, offset);
    int ports = ports(packet, offset);
    return service.permits(
        packet.get(offset + 9) & 0xff,
        packet.getInt(offset + 12),
        packet.getInt(offset + 16),
        known ? ports >>> 16 : AccessList.PORT_UNKNOWN,
        known ? ports & 0xffff : AccessList.PORT_UNKNOWN);
  }

  private static boolean hasPorts(ByteBuffer packet, int offset) {
    byte protocol = packet.get(offset + 9);
    return protocol == TCP || protocol == UDP;
  }

  /// Source port in the high half, destination port in the low one; without ports both are 0.
  private static int ports(ByteBuffer packet, int offset) {
    return hasPorts(packet, offset) ? packet.getInt(offset + IPV4_HEADER_MIN) : 0;
  }
}
