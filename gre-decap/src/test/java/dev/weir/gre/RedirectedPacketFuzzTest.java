package dev.weir.gre;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.weir.gre.RedirectedPacket.Redirected;
import dev.weir.gre.RedirectedPacket.Refused;
import java.nio.ByteBuffer;
import java.util.Arrays;

/// Any octets that shall be shown as a redirected packet (§6); what is one encodes back unchanged.
final class RedirectedPacketFuzzTest {
  @FuzzTest
  void decode(byte[] octets) {
    var wrapping = RedirectedPacket.wrapping(ByteBuffer.wrap(octets));
    require(wrapping.isEmpty() || wrapping.get().innerOffset() < octets.length);
    switch (RedirectedPacket.decode(octets)) {
      case Refused(Verdict reason) -> require(reason != Verdict.DELIVER);
      case Redirected packet -> {
        int end = packet.outer().totalLength();
        require(wrapping.orElseThrow().innerOffset() == packet.innerOffset());
        require(wrapping.get().redirect().equals(packet.redirect()));
        require(packet.innerOffset() + packet.inner().totalLength() <= end);
        require(packet.gre().equals(GreHeader.WCCP));
        if (packet.outer().optionOctets() == 0) {
          int innerEnd = packet.innerOffset() + packet.inner().totalLength();
          require(Arrays.equals(encoded(packet, octets), Arrays.copyOf(octets, innerEnd)));
        }
      }
    }
  }

  /// The headers from what was decoded, what follows the inner header from the packet.
  private static byte[] encoded(Redirected packet, byte[] octets) {
    int length = packet.inner().totalLength();
    var inner = ByteBuffer.allocate(length);
    packet.inner().encode(inner);
    inner.put(octets, packet.innerOffset() + Ipv4Header.OCTETS, inner.remaining()).flip();
    var out = ByteBuffer.allocate(packet.innerOffset() + length);
    packet.outer().encode(out);
    packet
        .redirect()
        .ifPresentOrElse(
            redirect -> Encapsulator.write(redirect, inner, out),
            () -> Encapsulator.writeV1(inner, out));
    return out.array();
  }

  private static void require(boolean holds) {
    if (!holds) {
      throw new AssertionError();
    }
  }
}
