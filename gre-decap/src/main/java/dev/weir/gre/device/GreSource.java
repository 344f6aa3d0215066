package dev.weir.gre.device;

import java.net.Inet4Address;
import java.util.Collection;

/// Where GRE packets come from: an open engine that one thread drains.
///
/// | engine | sees packets | outer fragments | needs |
/// |---|---|---|---|
/// | [GreCapture] | before the host firewall | joined by the kernel | libpcap |
/// | [PacketRing] | before the host firewall | joined by the kernel | nothing |
/// | [RawGreReceiver] | behind the host firewall | joined by the kernel | nothing |
///
/// Any thread may change the routers, read the statistics, stop or close.
public sealed interface GreSource extends AutoCloseable
    permits GreCapture, PacketRing, RawGreReceiver {

  /// What the packets of a source begin with.
  enum Framing {
    /// The Ethernet header.
    ETHERNET,
    /// The outer IPv4 header.
    IPV4
  }

  /// What takes the packets. The window's octets are valid during the call only.
  @FunctionalInterface
  interface Receiver {
    /// One packet, at an offset of memory that the source owns.
    void accept(NativeMemory memory, int offset, int captured) throws DeviceException;
  }

  /// What every packet of this source begins with.
  Framing framing();

  /// Lets packets of these routers through only, from now on.
  ///
  /// @throws DeviceException when the kernel refuses the filter
  void acceptOnly(Collection<Inet4Address> routers) throws DeviceException;

  /// Packets lost because nobody took them in time: the node is too slow. Zero once closed.
  long kernelDrops();

  /// Stops draining, waits for its end, and closes.
  @Override
  void close();

  /// Hands packets to the receiver until [#stop()] or [#close()].
  ///
  /// @throws DeviceException when the source fails, or when the receiver does
  void drain(Receiver receiver) throws DeviceException;

  /// Ends [#drain] for good. Does not wait.
  void stop();
}
