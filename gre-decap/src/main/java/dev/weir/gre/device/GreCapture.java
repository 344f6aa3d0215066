package dev.weir.gre.device;

import dev.weir.gre.rate.Moderation;
import java.net.Inet4Address;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.pcap4j.core.BpfProgram.BpfCompileMode;
import org.pcap4j.core.NotOpenException;
import org.pcap4j.core.PcapHandle;
import org.pcap4j.core.PcapHandle.PcapDirection;
import org.pcap4j.core.PcapNativeException;
import org.pcap4j.core.PcapNetworkInterface.PromiscuousMode;
import org.pcap4j.packet.namednumber.DataLinkType;

/// A capture of the GRE packets that arrive on one Ethernet interface from a set of routers.
///
/// pcap4j opens, filters and directs it; the packets are drained by [PcapDrain] from the same
/// handle, since pcap4j's own loop costs an array and several objects per packet. It sees packets
/// before the host firewall does, so the firewall does not protect what is behind it.
///
/// One thread drains; any thread may change the routers, read the statistics or close.
public final class GreCapture implements GreSource {
  private static final int RING_OCTETS = 32 << 20;
  private static final int WAIT_MILLIS = 10;

  private final String interfaceName;
  private final PcapHandle handle;
  private final PcapDrain drain;
  private final Moderation moderation = new Moderation();
  private final AtomicReference<@Nullable String> filterToSet = new AtomicReference<>();
  private final ReentrantLock draining = new ReentrantLock();
  private final Object using = new Object();
  private volatile boolean stopped;

  private GreCapture(String interfaceName, PcapHandle handle, PcapDrain drain) {
    this.interfaceName = interfaceName;
    this.handle = handle;
    this.drain = drain;
  }

  /// Opens a capture of packets received, in immediate mode, not promiscuous.
  ///
  /// @param interfaceName an Ethernet interface
  /// @param routers the outer sources to capture; none yet means no packet
  /// @throws DeviceException when libpcap is missing, the interface unknown, down or no Ethernet,
  ///   or capturing is not permitted; nothing stays open
  public static GreCapture open(String interfaceName, Collection<Inet4Address> routers)
      throws DeviceException {
    PcapDrain.Library library = PcapDrain.Library.load();
    int frameOctets = CaptureInterface.frameOctetsMax(interfaceName);
    PcapHandle handle = openHandle(interfaceName, frameOctets);
    try {
      if (!handle.getDlt().equals(DataLinkType.EN10MB)) {
        throw new DeviceException(
            "capture on %s: link type %s; only Ethernet interfaces can be used"
                .formatted(interfaceName, handle.getDlt()));
      }
      handle.setFilter(filter(routers), BpfCompileMode.OPTIMIZE);
      handle.setDirection(PcapDirection.IN); // else our own returned packets would come back
      handle.setBlockingMode(PcapHandle.BlockingMode.NONBLOCKING); // we do the waiting
      return new GreCapture(interfaceName, handle, new PcapDrain(library, handle, interfaceName));
    } catch (PcapNativeException | NotOpenException e) {
      handle.close();
      throw new DeviceException("capture on %s: %s".formatted(interfaceName, e.getMessage()), e);
    } catch (DeviceException e) {
      handle.close();
      throw e;
    }
  }

  @Override
  public Framing framing() {
    return Framing.ETHERNET;
  }

  /// Captures packets of these routers only, within 10 ms. The draining thread sets the filter
  /// itself: libpcap does not allow it while another thread reads.
  @Override
  public void acceptOnly(Collection<Inet4Address> routers) {
    filterToSet.set(filter(routers));
  }

  /// Hands frames to the receiver until [#stop()] or [#close()].
  ///
  /// @throws DeviceException when the capture fails, for instance because the interface was
  ///   deleted, or when the receiver does
  @Override
  public void drain(Receiver receiver) throws DeviceException {
    draining.lock();
    try {
      while (!stopped) {
        setFilterIfChanged();
        int captured = drain.next();
        if (captured > 0) {
          receiver.accept(drain.memory(), drain.offset(), captured);
          moderation.took(1);
        } else if (moderation.rests()) {
          LockSupport.parkNanos(Moderation.REST_NANOS);
        } else {
          drain.await(WAIT_MILLIS);
        }
      }
    } finally {
      draining.unlock();
    }
  }

  @Override
  public void stop() {
    stopped = true;
  }

  @Override
  public long kernelDrops() {
    synchronized (using) {
      try {
        return handle.isOpen() ? handle.getStats().getNumPacketsDropped() : 0;
      } catch (PcapNativeException | NotOpenException e) {
        return 0; // a failing capture is reported by whoever drains it
      }
    }
  }

  /// Stops draining, waits for its end (10 ms at the most, plus one packet), and closes the
  /// capture.
  @Override
  public void close() {
    stop();
    draining.lock();
    try {
      synchronized (using) {
        if (handle.isOpen()) {
          handle.close();
        }
      }
    } finally {
      draining.unlock();
    }
  }

  static String filter(Collection<Inet4Address> routers) {
    // A source no packet can have: the capture is open, as the kernel wants a filter, but silent.
    List<String> sources =
        routers.isEmpty()
            ? List.of("255.255.255.255")
            : routers.stream().map(Inet4Address::getHostAddress).sorted().toList();
    return sources.stream()
        .map(source -> "src host " + source)
        .collect(Collectors.joining(" or ", "ip proto 47 and (", ")"));
  }

  private void setFilterIfChanged() throws DeviceException {
    if (filterToSet.getOpaque() == null) {
      return; // per packet, and a change is seen soon enough
    }
    String filter = filterToSet.getAndSet(null);
    if (filter != null) {
      try {
        handle.setFilter(filter, BpfCompileMode.OPTIMIZE);
      } catch (PcapNativeException | NotOpenException e) {
        throw new DeviceException(
            "capture on %s: filter '%s' refused: %s"
                .formatted(interfaceName, filter, e.getMessage()),
            e);
      }
    }
  }

  private static PcapHandle openHandle(String interfaceName, int frameOctets)
      throws DeviceException {
    try {
      return new PcapHandle.Builder(interfaceName)
          .snaplen(frameOctets)
          .promiscuousMode(PromiscuousMode.NONPROMISCUOUS)
          .timeoutMillis(WAIT_MILLIS)
          .immediateMode(true) // otherwise whole blocks arrive, 10 ms late
          .bufferSize(RING_OCTETS)
          .build();
    } catch (PcapNativeException e) {
      throw new DeviceException(
          "capture on %s: %s; capturing needs root or CAP_NET_RAW, and the interface must be up"
              .formatted(interfaceName, e.getMessage()),
          e);
    } catch (LinkageError e) {
      throw new DeviceException(
          "capture on %s: libpcap is there but JNA cannot reach it (%s); give JNA a writable folder"
                  .formatted(interfaceName, e.getMessage())
              + " on a file system without noexec by -Djna.tmpdir=FOLDER",
          e);
    }
  }
}
