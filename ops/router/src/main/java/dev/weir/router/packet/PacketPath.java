package dev.weir.router.packet;

import dev.weir.gre.Encapsulator;
import dev.weir.gre.RedirectHeader;
import dev.weir.gre.device.DeviceException;
import dev.weir.gre.device.RawGreSocket;
import dev.weir.gre.device.TunDevice;
import java.nio.ByteBuffer;

/// Takes each diverted packet out of the TUN and sends it to a cache or back on its way.
///
/// A packet written back comes in on the TUN, matches no rule and is forwarded by the main table;
/// its TTL is one lower than it would be without us. One platform thread runs [#run] and allocates
/// nothing per packet; any thread may call [#install] and [#stop].
public final class PacketPath {
  private static final int PACKET_MAX = 65_535;
  private static final int WAIT_MILLIS = 100;

  /// The redirect header of the standard service 0; the bucket is its last octet (§6.3).
  private static final int WEB_CACHE = RedirectHeader.primary(false, 0, 0).toWord();

  private final TunDevice tun;
  private final RawGreSocket gre;
  private final PacketCounts counts;
  private final ByteBuffer buffer =
      ByteBuffer.allocateDirect(Encapsulator.OVERHEAD_OCTETS + PACKET_MAX);
  private volatile RedirectTable table = RedirectTable.EMPTY;
  private volatile boolean stopping;

  /// A packet path between an open TUN and an open socket, which stay the caller's to close.
  public PacketPath(TunDevice tun, RawGreSocket gre, PacketCounts counts) {
    this.tun = tun;
    this.gre = gre;
    this.counts = counts;
  }

  /// Puts a table in force, from the next packet on.
  public void install(RedirectTable next) {
    table = next;
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
    switch (RedirectDecision.decide(buffer, Encapsulator.OVERHEAD_OCTETS, octets, table)) {
      case Verdict.Redirect redirect -> redirect(redirect, octets);
      case Verdict.Forward reason -> forward(reason, octets);
    }
  }

  private void redirect(Verdict.Redirect to, int octets) throws DeviceException {
    Encapsulator.writeHeaders(buffer, 0, WEB_CACHE | to.bucket());
    if (gre.send(buffer, 0, Encapsulator.OVERHEAD_OCTETS + octets, to.cache())) {
      counts.countRedirected();
    } else {
      counts.countLostToCache();
    }
  }

  private void forward(Verdict.Forward reason, int octets) throws DeviceException {
    if (tun.write(buffer, Encapsulator.OVERHEAD_OCTETS, octets) == dev.weir.gre.Verdict.DELIVER) {
      counts.countForwarded(reason);
    } else {
      counts.countLostToNetwork();
    }
  }
}
