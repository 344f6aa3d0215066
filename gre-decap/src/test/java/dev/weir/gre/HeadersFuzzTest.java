package dev.weir.gre;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.ByteBuffer;
import java.util.Arrays;

/// Any octets where a GRE, redirect, IPv4 or TCP header is expected (§6.1, §6.3). Their readers are
/// only called once the fixed part is there; what they read is written back unchanged.
final class HeadersFuzzTest {
  private static final int FIXED_OCTETS = 20;

  @FuzzTest
  void read(byte[] octets) {
    if (octets.length < FIXED_OCTETS) {
      return;
    }
    var packet = ByteBuffer.wrap(octets);
    var out = ByteBuffer.allocate(GreHeader.OCTETS + RedirectHeader.OCTETS);
    GreHeader.read(packet, 0).encode(out);
    RedirectHeader.fromWord(packet.getInt(4)).encode(out);
    require(Arrays.equals(out.array(), Arrays.copyOf(octets, out.capacity())));

    var tcp = TcpHeader.read(packet, 0);
    require(tcp.headerOctets() <= 60 && tcp.flagNames().length() <= 31);
    require(tcp.sourcePort() >>> 16 == 0 && tcp.destinationPort() >>> 16 == 0);
    ipv4(packet, octets);
  }

  private static void ipv4(ByteBuffer packet, byte[] octets) {
    var header = Ipv4Header.read(packet, 0);
    require(header.optionOctets() <= 40 && header.totalLength() >>> 16 == 0);
    if (octets[0] == 0x45) {
      var out = ByteBuffer.allocate(Ipv4Header.OCTETS);
      header.encode(out);
      require(Arrays.equals(out.array(), Arrays.copyOf(octets, Ipv4Header.OCTETS)));
      var mended = ByteBuffer.allocate(Ipv4Header.OCTETS);
      header.withRightChecksum().encode(mended);
      require((Ipv4Octets.sum(mended, 0, Ipv4Header.OCTETS) & 0xffff) == 0xffff);
    }
  }

  private static void require(boolean holds) {
    if (!holds) {
      throw new AssertionError();
    }
  }
}
