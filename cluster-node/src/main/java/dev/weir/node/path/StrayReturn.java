package dev.weir.node.path;

import dev.weir.gre.DecapsulationPolicy;
import dev.weir.gre.Ipv4Header;
import dev.weir.gre.ReturnWay;
import dev.weir.gre.device.DeviceException;
import dev.weir.gre.device.PacketReturn;
import dev.weir.gre.device.TunDevice;
import dev.weir.gre.stray.RouterMemory;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// Takes diverted packets whose connection this host does not know out of the stray TUN, and gives
/// them back to the router that sent them (§6.4), as they were when it sent them.
///
/// They belong to connections that another node accepted, or nobody: those that began before the
/// router diverted anything, and those that a bypass rule spares. The replies to the self-test come
/// out there too, and go to its [PathProbe].
final class StrayReturn implements AutoCloseable {
  private static final int PACKET_OCTETS_MAX = 65_535;
  private static final int WAIT_MILLIS = 200;
  private static final int AT = PacketReturn.HEADROOM_OCTETS;

  private final TunDevice tun;
  private final PacketReturn giveBack;
  private final RouterMemory memory;
  private final Supplier<DecapsulationPolicy> policy;
  private final PathProbe probe;
  private final Consumer<Throwable> onFailure;
  private final AtomicLong seen = new AtomicLong();
  private final AtomicLong returned = new AtomicLong();
  private final ByteBuffer packet = ByteBuffer.allocateDirect(AT + PACKET_OCTETS_MAX);
  private final Thread thread;
  private volatile boolean stopping;

  /// A return that does not run yet; the devices stay the caller's to close.
  StrayReturn(
      TunDevice tun,
      PacketReturn giveBack,
      RouterMemory memory,
      Supplier<DecapsulationPolicy> policy,
      PathProbe probe,
      Consumer<Throwable> onFailure) {
    this.tun = tun;
    this.giveBack = giveBack;
    this.memory = memory;
    this.policy = policy;
    this.probe = probe;
    this.onFailure = onFailure;
    this.thread = Thread.ofPlatform().name("strays-" + tun.name()).unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  /// Packets that came out of the TUN.
  long seen() {
    return seen.get();
  }

  /// Those of them that went back to a router.
  long returned() {
    return returned.get();
  }

  /// Stops the thread and waits for it, 200 ms at the most.
  @Override
  public void close() {
    stopping = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try {
      while (!stopping) {
        int octets = tun.read(packet.clear().position(AT), WAIT_MILLIS);
        if (octets >= Ipv4Header.OCTETS && PathProbe.isFor(packet, AT)) {
          probe.received(packet, AT, octets);
        } else if (octets >= Ipv4Header.OCTETS) {
          seen.incrementAndGet();
          if (gaveBack(octets)) {
            returned.incrementAndGet();
          }
        }
      }
    } catch (DeviceException | RuntimeException | Error e) {
      onFailure.accept(e);
    }
  }

  /// By the way it came, or, if that is forgotten or the router has gone, to a router that is
  /// there.
  private boolean gaveBack(int octets) throws DeviceException {
    packet.clear();
    Ipv4Header.undoHop(packet, AT); // from the one TUN into the other
    DecapsulationPolicy rules = policy.get();
    long route = memory.routeOf(packet.getInt(AT + 12), packet.getInt(AT + 16));
    ReturnWay way = rules.wayOf(route);
    if (way == ReturnWay.NONE) {
      route = rules.anyRoute();
      way = rules.wayOf(route);
    }
    return giveBack.give(packet, AT, octets, route, way);
  }
}
