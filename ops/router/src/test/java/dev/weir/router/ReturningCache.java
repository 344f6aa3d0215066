package dev.weir.router;

import dev.weir.gre.device.DeviceException;
import dev.weir.gre.device.RawGreSocket;
import java.net.Inet4Address;
import java.nio.ByteBuffer;

/// A cache's packet path that gives every redirected packet back to its router unchanged (§6.4).
final class ReturningCache {
  private static final int OUTER_HEADER = 20;

  private ReturningCache() {}

  /// Runs until it is killed. Arguments: own address, router's address.
  public static void main(String[] arguments) throws DeviceException {
    Inet4Address router = Inet4Address.ofLiteral(arguments[1]);
    ByteBuffer buffer = ByteBuffer.allocateDirect(65_535);
    try (var socket = RawGreSocket.openBothWays(Inet4Address.ofLiteral(arguments[0]))) {
      System.out.println("returning");
      while (true) {
        int octets = socket.receive(buffer.clear(), 1_000);
        if (octets > OUTER_HEADER) {
          socket.send(buffer.clear(), OUTER_HEADER, octets - OUTER_HEADER, router);
        }
      }
    }
  }
}
