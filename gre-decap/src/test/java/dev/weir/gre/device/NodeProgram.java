package dev.weir.gre.device;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.weir.gre.BucketSet;
import dev.weir.gre.DecapsulationPolicy;
import dev.weir.gre.Decapsulator;
import dev.weir.gre.JoinedService;
import dev.weir.gre.ReturnWay;
import dev.weir.gre.Verdict;
import dev.weir.gre.VerdictCounts;
import dev.weir.gre.stray.RouterMemory;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Inet4Address;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// A node's packet path, with the engine it is told, in a process of its own, moved by lines on its
/// standard input: `start`, `read`, `routers [ADDRESS]`, `give WAY PACKET`, `counts`, `reasons`,
/// `close`. Answers each with one line.
final class NodeProgram {
  private static final Inet4Address NODE = Inet4Address.ofLiteral("192.0.2.11");
  private static final Inet4Address PEER = Inet4Address.ofLiteral("192.0.2.12");
  private static final int ROUTER = 0xC0000201;

  private final VerdictCounts counts = new VerdictCounts();
  private final TunDevice tun;
  private final PacketReturn giveBack;
  private final GreSource source;
  private final DecapsulationLoop loop;

  private NodeProgram(String engine) throws DeviceException {
    var routers =
        Map.of(
            Inet4Address.ofLiteral("192.0.2.1"), services(ReturnWay.GRE),
            Inet4Address.ofLiteral("192.0.2.2"), services(ReturnWay.GRE_VERSION_1));
    var policy = new DecapsulationPolicy(NODE, Set.of(), routers, Set.of(PEER));
    tun = TunDevice.open("wccp0");
    giveBack = PacketReturn.open(NODE);
    source = open(engine, routers.keySet());
    loop =
        new DecapsulationLoop(
            source,
            new Decapsulator(policy),
            new DecapsulationLoop.Ways(tun, giveBack),
            new RouterMemory(),
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
              "seen %d delivered %d given-back %d lost %d kernel-drops %d"
                  .formatted(
                      counts.total(),
                      counts.count(Verdict.DELIVER),
                      giveBack.sent(),
                      giveBack.lost(),
                      source.kernelDrops()));
      case "reasons" -> say(reasons());
      case "give" -> say(give(ReturnWay.valueOf(words[1]), words[2]));
      case "close" -> {
        loop.close();
        source.close();
        tun.close();
        giveBack.close();
        say("closed " + loop.isRunning());
      }
      default -> throw new IllegalArgumentException(words[0]);
    }
  }

  /// How often each verdict was passed that was passed at all, and what the kernel has lost.
  private String reasons() {
    return Arrays.stream(Verdict.values())
        .filter(verdict -> counts.count(verdict) > 0)
        .map(verdict -> verdict + "=" + counts.count(verdict))
        .collect(Collectors.joining(" ", "", " lost=" + source.kernelDrops()));
  }

  /// The next TCP packet that the kernel routes into the TUN, within a minute.
  private String read() throws DeviceException {
    var buffer = ByteBuffer.allocateDirect(2048);
    for (int attempt = 0; attempt < 600; attempt++) {
      buffer.clear();
      int octets = tun.read(buffer, 100);
      if (octets >= 40 && buffer.get(0) == 0x45 && buffer.get(9) == 6) {
        return "tcp flags %02x from port %d".formatted(buffer.get(33), buffer.getShort(20));
      }
    }
    return "nothing";
  }

  /// Whether the kernel took a packet for the router 192.0.2.1.
  private String give(ReturnWay way, String hex) throws DeviceException {
    byte[] packet = HexFormat.of().parseHex(hex);
    var buffer = ByteBuffer.allocateDirect(PacketReturn.HEADROOM_OCTETS + packet.length);
    buffer.put(PacketReturn.HEADROOM_OCTETS, packet);
    long route = RouterMemory.route(ROUTER, 0);
    return String.valueOf(
        giveBack.give(buffer, PacketReturn.HEADROOM_OCTETS, packet.length, route, way));
  }

  private static List<JoinedService> services(ReturnWay way) {
    return List.of(JoinedService.webCache(BucketSet.ALL, way));
  }

  private static void say(String line) {
    System.out.println(line);
    System.out.flush();
  }
}
