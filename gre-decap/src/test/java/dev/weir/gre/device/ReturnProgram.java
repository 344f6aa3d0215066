package dev.weir.gre.device;

import java.net.Inet4Address;
import java.nio.ByteBuffer;
import java.util.HexFormat;

/// Prints every GRE packet that comes to an address, from its GRE header on, in hex.
final class ReturnProgram {
  private static final int IPV4_HEADER_OCTETS = 20;

  private ReturnProgram() {}

  public static void main(String[] arguments) throws DeviceException {
    var buffer = ByteBuffer.allocateDirect(2048);
    try (var socket = RawGreSocket.openBothWays(Inet4Address.ofLiteral(arguments[0]))) {
      System.out.println("listening");
      while (true) {
        buffer.clear();
        int octets = socket.receive(buffer, 1000);
        if (octets > IPV4_HEADER_OCTETS) {
          byte[] gre = new byte[octets - IPV4_HEADER_OCTETS];
          buffer.get(IPV4_HEADER_OCTETS, gre);
          System.out.println(HexFormat.of().formatHex(gre));
        }
      }
    }
  }
}
