package dev.weir.gre.device;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.weir.gre.BucketSet;
import dev.weir.gre.DecapsulationPolicy;
import dev.weir.gre.Decapsulator;
import dev.weir.gre.JoinedService;
import dev.weir.gre.Verdict;
import dev.weir.gre.VerdictCounts;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Inet4Address;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A node's packet path, with the engine it is told, in a process of its own, moved by lines on its
/// standard input: `start`, `read`, `routers [ADDRESS]`, `counts`, `close`. Answers each with one
/// line.
final class NodeProgram {
  private static final Inet4Address NODE = Inet4Address.ofLiteral("192.0.2.11");
  private static final List<JoinedService> SERVICES =
      List.of(JoinedService.webCache(BucketSet.ALL));

  private final VerdictCounts counts = new VerdictCounts();
  private final TunDevice tun;
  private final GreSource source;
  private final DecapsulationLoop loop;

  private NodeProgram(String engine) throws DeviceException {
    var routers =
        Map.of(
            Inet4Address.ofLiteral("192.0.2.1"), SERVICES,
            Inet4Address.ofLiteral("192.0.2.2"), SERVICES);
    var policy = new DecapsulationPolicy(NODE, Set.of(), routers, Set.of());
    tun = TunDevice.open("wccp0");
    source = open(engine, routers.keySet());
    loop =
        new DecapsulationLoop(
            source,
            new Decapsulator(policy),
            tun,
            counts,
            failure -> say("failure " + failure.getMessage()));
  }

  public static void main(String[] arguments) throws IOException, DeviceException {
    var program = new NodeProgram(arguments[0]);
    say("open");
    var in = new BufferedReader(new InputStreamReader(System.in, UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      program.obey(line.split(" ", -1));
    }
  }

  private static GreSource open(String engine, Set<Inet4Address> routers) throws DeviceException {
    return switch (engine) {
      case "pcap" -> GreCapture.open("n0", routers);
      case "raw" -> RawGreReceiver.open(NODE, routers);
      case "ring" -> PacketRing.open("n0", routers);
      default -> throw new IllegalArgumentException(engine);
    };
  }

  private void obey(String[] words) throws DeviceException {
    switch (words[0]) {
      case "start" -> {
        loop.start();
        say("started");
      }
      case "read" -> say(read());
      case "routers" -> {
        source.acceptOnly(Arrays.stream(words).skip(1).map(Inet4Address::ofLiteral).toList());
        say("routers");
      }
      case "counts" ->
          say(
              "seen %d delivered %d kernel-drops %d"
                  .formatted(counts.total(), counts.count(Verdict.DELIVER), source.kernelDrops()));
      case "close" -> {
        loop.close();
        source.close();
        tun.close();
        say("closed " + loop.isRunning());
      }
      default -> throw new IllegalArgumentException(words[0]);
    }
  }

  /// The next TCP packet that the kernel routes into the TUN, within 10 s.
  private String read() throws DeviceException {
    var buffer = ByteBuffer.allocateDirect(2048);
    for (int attempt = 0; attempt < 100; attempt++) {
      buffer.clear();
      int octets = tun.read(buffer, 100);
      if (octets >= 40 && buffer.get(0) == 0x45 && buffer.get(9) == 6) {
        return "tcp flags %02x from port %d".formatted(buffer.get(33), buffer.getShort(20));
      }
    }
    return "nothing";
  }

  private static void say(String line) {
    System.out.println(line);
    System.out.flush();
  }
}
