package dev.weir.gre.device.tap;

import dev.weir.gre.device.DeviceException;
import java.io.IOException;
import java.sql.Timestamp;
import org.pcap4j.core.BpfProgram.BpfCompileMode;
import org.pcap4j.core.NotOpenException;
import org.pcap4j.core.PcapHandle;
import org.pcap4j.core.PcapNativeException;
import org.pcap4j.core.PcapNetworkInterface.PromiscuousMode;

/// The packets of an Ethernet interface that a filter lets through, in both directions, as copies
/// with their time. A socket of its own: whoever else captures there does not notice.
///
/// One thread runs; any thread may stop.
public final class PacketTap implements AutoCloseable {
  // jumbo frames; the ring is divided into as many parts as fit
  private static final int FRAME_OCTETS_MAX = 9_300;
  private static final int RING_OCTETS = 32 << 20;
  private static final int TIMEOUT_MILLIS = 100;
  private static final int ETHERNET = 1;

  private final String interfaceName;
  private final PcapHandle handle;
  private final Object using = new Object();
  private volatile boolean stopped;

  private PacketTap(String interfaceName, PcapHandle handle) {
    this.interfaceName = interfaceName;
    this.handle = handle;
  }

  /// What takes the frames.
  @FunctionalInterface
  public interface Receiver {
    /// One frame, and when it was seen, in microseconds since 1970.
    ///
    /// @return whether more are wanted
    boolean accept(byte[] frame, long atMicros) throws IOException;
  }

  /// Opens the tap.
  ///
  /// @param filter an expression of the packet filter, as tcpdump takes it
  /// @throws DeviceException when libpcap is missing, the interface unknown, down or no Ethernet,
  ///   or capturing is not permitted; nothing stays open
  public static PacketTap open(String interfaceName, String filter) throws DeviceException {
    PcapHandle handle;
    try {
      handle =
          new PcapHandle.Builder(interfaceName)
              .snaplen(FRAME_OCTETS_MAX)
              .promiscuousMode(PromiscuousMode.NONPROMISCUOUS)
              .timeoutMillis(TIMEOUT_MILLIS)
              .immediateMode(true)
              .bufferSize(RING_OCTETS)
              .build();
    } catch (PcapNativeException | LinkageError e) {
      throw failed(interfaceName, e);
    }
    try {
      if (handle.getDlt().value() != ETHERNET) {
        throw new DeviceException("tap on %s: no Ethernet interface".formatted(interfaceName));
      }
      handle.setFilter(filter, BpfCompileMode.OPTIMIZE);
      return new PacketTap(interfaceName, handle);
    } catch (PcapNativeException | NotOpenException e) {
      handle.close();
      throw failed(interfaceName, e);
    } catch (DeviceException e) {
      handle.close();
      throw e;
    }
  }

  /// Hands frames to the receiver until it wants no more, or [#stop()].
  ///
  /// @throws DeviceException when the capture fails, for instance because the interface was deleted
  /// @throws IOException when the receiver does
  public void run(Receiver receiver) throws DeviceException, IOException {
    try {
      while (!stopped) {
        byte[] frame = handle.getNextRawPacket();
        if (frame != null && !receiver.accept(frame, micros(handle.getTimestamp()))) {
          return;
        }
      }
    } catch (NotOpenException e) {
      throw failed(interfaceName, e);
    }
  }

  /// Ends [#run] for good. Does not wait.
  public void stop() {
    stopped = true;
    synchronized (using) {
      try {
        if (handle.isOpen()) {
          handle.breakLoop();
        }
      } catch (NotOpenException e) {
        throw new IllegalStateException("closed only under the same lock", e);
      }
    }
  }

  /// Frames lost because nobody took them in time.
  public long lost() {
    synchronized (using) {
      try {
        return handle.isOpen() ? handle.getStats().getNumPacketsDropped() : 0;
      } catch (PcapNativeException | NotOpenException e) {
        return 0; // what failed is told by run
      }
    }
  }

  /// Closes the tap, which nobody runs any longer.
  @Override
  public void close() {
    synchronized (using) {
      handle.close();
    }
  }

  private static long micros(Timestamp time) {
    return Math.floorDiv(time.getTime(), 1_000L) * 1_000_000 + time.getNanos() / 1_000;
  }

  private static DeviceException failed(String interfaceName, Throwable why) {
    return new DeviceException(
        "tap on %s: %s; capturing needs libpcap, root or CAP_NET_RAW, and the interface to be up"
            .formatted(interfaceName, why.getMessage()),
        why);
  }
}
