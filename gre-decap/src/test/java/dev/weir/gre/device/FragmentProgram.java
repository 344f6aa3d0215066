package dev.weir.gre.device;

import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import dev.weir.gre.Ipv4Header;
import dev.weir.gre.Ipv4Octets;
import java.lang.foreign.Arena;
import java.net.Inet4Address;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;

/// Sends one GRE packet in pieces of its sender's choice: `SOURCE DESTINATION IDENTIFICATION HEX
/// FROM-TO...`, octets of the GRE packet from its header on. Pieces may overlap; what a piece says
/// of octets that an earlier one has said, too, is not the same. Prints whether all went.
final class FragmentProgram {
  private static final int IPPROTO_RAW = 255;
  private static final int MORE = 0x2000;

  private FragmentProgram() {}

  @SuppressWarnings("restricted")
  public static void main(String[] arguments) {
    int source = Ipv4Octets.toInt(Inet4Address.ofLiteral(arguments[0]));
    int destination = Ipv4Octets.toInt(Inet4Address.ofLiteral(arguments[1]));
    int identification = Integer.parseInt(arguments[2]);
    byte[] gre = HexFormat.of().parseHex(arguments[3]);
    int fd = Libc.socket(2, 3, IPPROTO_RAW);
    boolean went = true;
    try (var arena = Arena.ofConfined()) {
      var to = arena.allocate(16, 4);
      to.set(JAVA_SHORT, 0, (short) 2);
      to.set(NativeMemory.NETWORK_INT, 4, destination);
      for (String piece : Arrays.asList(arguments).subList(4, arguments.length)) {
        int from = Integer.parseInt(piece.substring(0, piece.indexOf('-')));
        int until = Integer.parseInt(piece.substring(piece.indexOf('-') + 1));
        int fragment = from / 8 | (until < gre.length ? MORE : 0);
        var packet = ByteBuffer.allocateDirect(Ipv4Header.OCTETS + until - from);
        packet.putShort((short) 0x4500).putShort((short) packet.capacity());
        packet.putShort((short) identification).putShort((short) fragment);
        packet.put((byte) 64).put((byte) 47).putShort((short) 0);
        packet.putInt(source).putInt(destination).put(gre, from, until - from);
        went &=
            Libc.sendto(fd, NativeMemory.addressOf(packet), packet.capacity(), to)
                == packet.capacity();
        for (int said = from; said < until; said++) {
          gre[said] ^= (byte) 0xff;
        }
      }
    } finally {
      Libc.close(fd);
    }
    System.out.println(went);
  }
}
