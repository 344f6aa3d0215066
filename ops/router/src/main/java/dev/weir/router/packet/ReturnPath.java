package dev.weir.router.packet;

import dev.weir.gre.Verdict;
import dev.weir.gre.device.DeviceException;
import dev.weir.gre.device.RawGreSocket;
import dev.weir.gre.device.TunDevice;
import java.nio.ByteBuffer;
import java.util.function.Supplier;

/// Takes the packets that caches return in GRE, and sends what is in them on its way (§6.4).
///
/// They go into the TUN of the last point, from which no packet is diverted a second time. One
/// platform thread runs [#run] and allocates nothing per packet; any thread may call [#stop].
public final class ReturnPath {
  private static final int PACKET_MAX = 65_535;
  private static final int WAIT_MILLIS = 100;

  private final RawGreSocket gre;
  private final TunDevice tun;
  private final PacketCounts counts;
  private final Supplier<RedirectTable> table;
  private final ReturnDecision decision = new ReturnDecision();
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(PACKET_MAX);
  private volatile boolean stopping;

  /// A return path from an open socket into an open TUN, which stay the caller's to close.
  public ReturnPath(
      RawGreSocket gre, TunDevice tun, PacketCounts counts, Supplier<RedirectTable> table) {
    this.gre = gre;
    this.tun = tun;
    this.counts = counts;
    this.table = table;
  }

  /// Works until [#stop].
  ///
  /// @throws DeviceException when the TUN or the socket is broken
  public void run() throws DeviceException {
    while (!stopping) {
      buffer.clear();
      int octets = gre.receive(buffer, WAIT_MILLIS);
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
    ReturnVerdict verdict = decision.judge(buffer, 0, octets, table.get());
    if (verdict != ReturnVerdict.FORWARDED) {
      counts.countReturned(verdict);
    } else if (tun.write(buffer, decision.innerOffset(), decision.innerLength())
        == Verdict.DELIVER) {
      counts.countBypassed(decision.service());
    } else {
      counts.countLostToNetwork();
    }
  }
}
