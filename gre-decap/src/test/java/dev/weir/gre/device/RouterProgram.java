package dev.weir.gre.device;

import java.net.Inet4Address;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Optional;

/// Sends one GRE packet: `SOURCE DESTINATION HEX`, from the GRE header on. Prints whether it went.
final class RouterProgram {
  private RouterProgram() {}

  public static void main(String[] arguments) throws DeviceException {
    byte[] gre = HexFormat.of().parseHex(arguments[2]);
    var direct = ByteBuffer.allocateDirect(gre.length + 8).put(8, gre);
    var source = Inet4Address.ofLiteral(arguments[0]);
    try (var socket = RawGreSocket.open(Optional.of(source))) {
      System.out.println(socket.send(direct, 8, gre.length, Inet4Address.ofLiteral(arguments[1])));
    }
  }
}
