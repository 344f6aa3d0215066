package dev.weir.router.packet;

import dev.weir.gre.Encapsulator;
import dev.weir.gre.device.DeviceException;
import dev.weir.gre.device.NeighbourSocket;
import dev.weir.gre.device.RawGreSocket;
import dev.weir.gre.device.TunDevice;
import java.net.Inet4Address;
import java.nio.ByteBuffer;
import java.util.function.Supplier;

/// Takes each diverted packet out of one point's TUN and sends it to a cache or back on its way.
///
/// A packet written back comes in on the TUN and is forwarded by the main table; its TTL is one
/// lower than it would be without us. One platform thread runs [#run] and allocates nothing per
/// packet; any thread may call [#stop].
public final class PacketPath {
  private static final int PACKET_MAX = 65_535;
  private static final int WAIT_MILLIS = 100;

  private final TunDevice tun;
  private final int point;
  private final RawGreSocket gre;
  private final NeighbourSocket neighbours;
  private final PacketCounts counts;
  private final Supplier<RedirectTable> table;
  private final ByteBuffer buffer =
      ByteBuffer.allocateDirect(Encapsulator.OVERHEAD_OCTETS + PACKET_MAX);
  private volatile boolean stopping;

  /// A packet path between an open TUN and open sockets, which stay the caller's to close.
  ///
  /// @param point the number of the point, by which `table` knows its services
  /// @param table gives the table in force
  public PacketPath(
      TunDevice tun,
      int point,
      RawGreSocket gre,
      NeighbourSocket neighbours,
      PacketCounts counts,
      Supplier<RedirectTable> table) {
    this.tun = tun;
    this.point = point;
    this.gre = gre;
    this.neighbours = neighbours;
    this.counts = counts;
    this.table = table;
  }

  /// Works until [#stop].
  ///
  /// @throws DeviceException when the TUN or the socket is broken
  public void run() throws DeviceException {
    while (!stopping) {
      buffer.clear().position(Encapsulator.OVERHEAD_OCTETS);
      int octets = tun.read(buffer, WAIT_MILLIS);
      if (octets > 0) {
        pass(octets);
      }
    }
  }

  /// Ends [#run] within 100 ms.
  public void stop() {
    stopping = true;
  }

  private void pass(int octets) throws DeviceException {
    buffer.clear();
    Verdict verdict =
        RedirectDecision.decide(buffer, Encapsulator.OVERHEAD_OCTETS, octets, table.get(), point);
    switch (verdict) {
      case Verdict.Redirect redirect -> redirect(redirect, octets);
      case Verdict.HandOver(int service, Inet4Address cache) ->
          count(
              service, cache, neighbours.send(buffer, Encapsulator.OVERHEAD_OCTETS, octets, cache));
      case Verdict.Dropped(int service) -> counts.countDropped(service);
      case Verdict.Spared spared -> {
        if (forwards(octets)) {
          counts.countSpared(spared);
        }
      }
      case Verdict.Forward reason -> {
        if (forwards(octets)) {
          counts.countForwarded(reason);
        }
      }
    }
  }

  private void redirect(Verdict.Redirect to, int octets) throws DeviceException {
    int begin;
    if (to.redirectWord().isPresent()) {
      begin = 0;
      Encapsulator.writeHeaders(buffer, begin, to.redirectWord().getAsInt());
    } else {
      begin = Encapsulator.OVERHEAD_OCTETS - Encapsulator.OVERHEAD_OCTETS_V1;
      Encapsulator.writeHeaderV1(buffer, begin);
    }
    int length = Encapsulator.OVERHEAD_OCTETS + octets - begin;
    count(to.service(), to.cache(), gre.send(buffer, begin, length, to.cache()));
  }

  private void count(int service, Inet4Address cache, boolean sent) {
    if (sent) {
      counts.countRedirected(service, cache);
    } else {
      counts.countLostToCache();
    }
  }

  private boolean forwards(int octets) throws DeviceException {
    if (tun.write(buffer, Encapsulator.OVERHEAD_OCTETS, octets) == dev.weir.gre.Verdict.DELIVER) {
      return true;
    }
    counts.countLostToNetwork();
    return false;
  }
}
