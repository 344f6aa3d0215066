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

/// Takes diverted packets whose connection this host does not know out of the stray TUN.
///
/// While their bucket's previous owner lives, its connections go on there: it is sent them, behind
/// the redirect header with which they came, and so is whatever else nobody knows. All others are
/// given back to the router that sent them (§6.4), as they were when it sent them; so are those
/// that another node has forwarded, so that none is forwarded twice. They belong to nobody: to
/// connections that began before the router diverted anything, and to those that a bypass rule
/// spares. The replies to the self-test come out there too, and go to its [PathProbe].
final class StrayReturn implements AutoCloseable {
  private static final int PACKET_OCTETS_MAX = 65_535;
  private static final int WAIT_MILLIS = 200;
  private static final int AT = PacketReturn.HEADROOM_OCTETS;

  private final TunDevice tun;
  private final PacketReturn giveBack;
  private final RouterMemory memory;
  private final Supplier<DecapsulationPolicy> policy;
  private final Supplier<Predecessors> predecessors;
  private final PathProbe probe;
  private final Consumer<Throwable> onFailure;
  private final AtomicLong forwarded = new AtomicLong();
  private final AtomicLong seen = new AtomicLong();
  private final AtomicLong returned = new AtomicLong();
  private final ByteBuffer packet = ByteBuffer.allocateDirect(AT + PACKET_OCTETS_MAX);
  private final Thread thread;
  private volatile boolean stopping;

  /// By what it is decided where a packet goes, as it is at the moment.
  ///
  /// @param memory by which route packets came
  record Directions(
      RouterMemory memory,
      Supplier<DecapsulationPolicy> policy,
      Supplier<Predecessors> predecessors) {}

  /// A return that does not run yet; the devices stay the caller's to close.
  StrayReturn(
      TunDevice tun,
      PacketReturn giveBack,
      Directions directions,
      PathProbe probe,
      Consumer<Throwable> onFailure) {
    this.tun = tun;
    this.giveBack = giveBack;
    this.memory = directions.memory();
    this.policy = directions.policy();
    this.predecessors = directions.predecessors();
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

  /// Those of them that went to the previous owner of their bucket.
  long forwarded() {
    return forwarded.get();
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
          direct(octets);
        }
      }
    } catch (DeviceException | RuntimeException | Error e) {
      onFailure.accept(e);
    }
  }

  private void direct(int octets) throws DeviceException {
    packet.clear();
    long route = memory.routeOf(packet.getInt(AT + 12), packet.getInt(AT + 16));
    DecapsulationPolicy rules = policy.get();
    if (rules.forwards(RouterMemory.router(route))) {
      returned.addAndGet(gaveBack(octets, rules, rules.beyond(route)) ? 1 : 0);
      return;
    }
    long known = rules.wayOf(route) == ReturnWay.NONE ? rules.anyRoute() : route;
    int previous = predecessors.get().of(packet, AT, octets, RouterMemory.redirectWord(known));
    if (previous == Predecessors.NOBODY) {
      returned.addAndGet(gaveBack(octets, rules, known) ? 1 : 0);
    } else {
      // one hop less to live than it came with: whatever two nodes believe of each other, it ends
      long there = RouterMemory.route(previous, RouterMemory.redirectWord(known));
      forwarded.addAndGet(giveBack.give(packet, AT, octets, there, ReturnWay.GRE) ? 1 : 0);
    }
  }

  /// By the way it came, or, if that is forgotten or the router has gone, to a router that is
  /// there.
  private boolean gaveBack(int octets, DecapsulationPolicy rules, long route)
      throws DeviceException {
    Ipv4Header.undoHop(packet, AT); // from the one TUN into the other
    return giveBack.give(packet, AT, octets, route, rules.wayOf(route));
  }
}
