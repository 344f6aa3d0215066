package dev.weir.gre.device;

import dev.weir.gre.MalformedPackets;
import dev.weir.gre.VerdictCounts;
import java.net.Inet4Address;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/// Sends malformed GRE packets as fast as a node can take them: `SOURCE DESTINATION COUNT`. Prints
/// how many of each kind went.
final class FloodProgram {
  private static final int OUTER_OCTETS = 20;
  private static final int BURST = 512;
  private static final long PAUSE_NANOS = 100_000;

  private FloodProgram() {}

  public static void main(String[] arguments) throws DeviceException {
    var target = Inet4Address.ofLiteral(arguments[1]);
    int count = Integer.parseInt(arguments[2]);
    var packets = new MalformedPackets(47, MalformedPackets.INSIDE);
    var packet = ByteBuffer.allocateDirect(MalformedPackets.OCTETS_MAX);
    var sent = new VerdictCounts();
    try (var socket = RawGreSocket.open(Optional.of(Inet4Address.ofLiteral(arguments[0])))) {
      for (int i = 0; i < count; i++) {
        packets.next(packet);
        int octets = packet.limit() - OUTER_OCTETS;
        if (socket.send(packet, OUTER_OCTETS, octets, target)) {
          sent.add(packets.reason());
        }
        if (i % BURST == 0) {
          LockSupport.parkNanos(PAUSE_NANOS);
        }
      }
    }
    System.out.println(
        MalformedPackets.INSIDE.stream()
            .map(reason -> reason + "=" + sent.count(reason))
            .collect(Collectors.joining(" ")));
  }
}
