package dev.weir.bench;

import dev.weir.gre.BucketSet;
import dev.weir.gre.DecapsulationPolicy;
import dev.weir.gre.Decapsulator;
import dev.weir.gre.JoinedService;
import dev.weir.gre.ReturnWay;
import dev.weir.gre.Verdict;
import dev.weir.gre.VerdictCounts;
import dev.weir.gre.device.DecapsulationLoop;
import dev.weir.gre.device.DeviceException;
import dev.weir.gre.device.GreCapture;
import dev.weir.gre.device.GreSource;
import dev.weir.gre.device.PacketReturn;
import dev.weir.gre.device.PacketRing;
import dev.weir.gre.device.RawGreReceiver;
import dev.weir.gre.device.TunDevice;
import dev.weir.gre.stray.RouterMemory;
import java.io.IOException;
import java.net.Inet4Address;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The packet path alone, without a node around it: what `ops/bench/decapsulation.sh` measures.
///
/// It runs until its standard input ends and then tells its counts.
public final class Decapsulation {
  private Decapsulation() {}

  /// Runs `ENGINE INTERFACE TUN NODE ROUTER`, where the engine is `pcap`, `raw` or `ring`.
  public static void main(String[] words) throws DeviceException, IOException {
    var node = Inet4Address.ofLiteral(words[3]);
    var router = Inet4Address.ofLiteral(words[4]);
    var services = Map.of(router, List.of(JoinedService.webCache(BucketSet.ALL, ReturnWay.GRE)));
    var policy = new DecapsulationPolicy(node, Set.of(), services, Set.of());
    var counts = new VerdictCounts();
    try (var source = open(words[0], words[1], node, List.of(router));
        var tun = TunDevice.open(words[2]);
        var giveBack = PacketReturn.open(node);
        var loop =
            new DecapsulationLoop(
                source,
                new Decapsulator(policy),
                new DecapsulationLoop.Ways(tun, giveBack),
                new RouterMemory(),
                counts,
                Decapsulation::fail)) {
      loop.start();
      System.out.println("ready");
      while (System.in.read() >= 0) {
        // until whoever started it lets go
      }
    }
    long refused =
        Arrays.stream(Verdict.values())
            .filter(it -> it != Verdict.DELIVER)
            .mapToLong(counts::count)
            .sum();
    System.out.println("delivered " + counts.count(Verdict.DELIVER) + " refused " + refused);
  }

  private static GreSource open(
      String engine, String interfaceName, Inet4Address node, List<Inet4Address> routers)
      throws DeviceException {
    return switch (engine) {
      case "pcap" -> GreCapture.open(interfaceName, routers);
      case "raw" -> RawGreReceiver.open(node, routers);
      case "ring" -> PacketRing.open(interfaceName, routers);
      default -> throw new IllegalArgumentException("no engine: " + engine);
    };
  }

  private static void fail(Throwable why) {
    System.err.println(why);
    Runtime.getRuntime().halt(1);
  }
}
