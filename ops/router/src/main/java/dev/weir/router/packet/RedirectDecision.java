package dev.weir.router.packet;

import dev.weir.wccp.assignment.Placement;
import java.nio.ByteBuffer;

/// Decides what happens to one packet that came in on a `redirect-in` interface (§5.2).
///
/// A function of the packet and the table: no I/O, no clock, no allocation, total for every input.
public final class RedirectDecision {
  private static final int IPV4_HEADER_MIN = 20;
  private static final int IPV4_HEADER_WORDS = 5;
  private static final int PORTS_LENGTH = 4;
  private static final int TCP = 6;
  private static final int HTTP_PORT = 80;
  private static final int MORE_FRAGMENTS_OR_OFFSET = 0x3fff;

  private RedirectDecision() {}

  /// The verdict on the IPv4 packet that stands at `offset` and is `length` bytes long.
  ///
  /// `packet` is read by absolute index only. A packet that cannot be read is forwarded normally:
  /// to judge it is the destination's business.
  public static Verdict decide(ByteBuffer packet, int offset, int length, RedirectTable table) {
    if (length < IPV4_HEADER_MIN || (packet.get(offset) & 0xf0) != 0x40) {
      return Verdict.Forward.NOT_IPV4;
    }
    if ((packet.get(offset) & 0x0f) < IPV4_HEADER_WORDS) {
      return Verdict.Forward.NOT_IPV4;
    }
    if (table.isCache(packet.getInt(offset + 12))) {
      return Verdict.Forward.FROM_CACHE;
    }
    if (packet.get(offset + 9) != TCP) {
      return Verdict.Forward.NOT_SERVICE;
    }
    if ((packet.getShort(offset + 6) & MORE_FRAGMENTS_OR_OFFSET) != 0) {
      return Verdict.Forward.FRAGMENT;
    }
    if ((packet.get(offset) & 0x0f) > IPV4_HEADER_WORDS) {
      return Verdict.Forward.OPTIONS;
    }
    if (length < IPV4_HEADER_MIN + PORTS_LENGTH) {
      return Verdict.Forward.NOT_IPV4;
    }
    if ((packet.getShort(offset + IPV4_HEADER_MIN + 2) & 0xffff) != HTTP_PORT) {
      return Verdict.Forward.NOT_SERVICE;
    }
    return table.verdict(Placement.slot(packet.getInt(offset + 16)));
  }
}
