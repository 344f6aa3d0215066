package dev.weir.gre.device;

import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import dev.weir.gre.Ipv4Octets;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.Inet4Address;
import java.nio.ByteBuffer;
import java.util.Objects;

/// A raw IPv4 socket that hands a whole packet, as it is, to a neighbour: L2 forwarding (§3.10).
///
/// The kernel takes the address that is sent to for the next hop, whatever the packet's header
/// says: it finds out the neighbour's link address and writes nothing but the link header. It
/// fragments nothing; a packet larger than the link is lost. Any thread may send.
public final class NeighbourSocket implements AutoCloseable {
  private static final int AF_INET = 2;
  private static final int SOCK_RAW_CLOEXEC = 3 | 0x80000;
  private static final int IPPROTO_RAW = 255; // the caller brings the IP header

  private final int fd;
  private final Arena arena = Arena.ofShared();
  private final MemorySegment target = arena.allocate(16, 4);
  private boolean closed;

  private NeighbourSocket(int fd) {
    this.fd = fd;
    target.set(JAVA_SHORT, 0, (short) AF_INET);
  }

  /// Opens the socket.
  ///
  /// @throws DeviceException when it is not permitted; nothing stays open
  public static NeighbourSocket open() throws DeviceException {
    int fd = Libc.socket(AF_INET, SOCK_RAW_CLOEXEC, IPPROTO_RAW);
    if (fd < 0) {
      throw new DeviceException(
          "Raw socket: not opened, errno %d; run as root or with CAP_NET_RAW"
              .formatted(Libc.errno()));
    }
    return new NeighbourSocket(fd);
  }

  /// Sends one packet, from its IPv4 header on, taken from absolute offsets of a direct buffer.
  ///
  /// @return whether the kernel took it; it may not when the neighbour is unknown, a queue is full
  ///   or the packet too large. The packet is lost, as on any IP path
  /// @throws DeviceException when the socket is closed or broken
  public boolean send(ByteBuffer direct, int offset, int octets, Inet4Address neighbour)
      throws DeviceException {
    Objects.checkFromIndexSize(offset, octets, direct.limit());
    return send(NativeMemory.addressOf(direct) + offset, octets, Ipv4Octets.toInt(neighbour));
  }

  /// Sends one packet from native memory; allocates nothing.
  synchronized boolean send(long address, int octets, int neighbour) throws DeviceException {
    if (closed) {
      throw new DeviceException("Raw socket: closed");
    }
    target.set(NativeMemory.NETWORK_INT, 4, neighbour);
    if (Libc.sendto(fd, address, octets, target) == octets) {
      return true;
    }
    int errno = Libc.errno();
    if (Libc.losesPacket(errno)) {
      return false;
    }
    throw new DeviceException(
        "Raw socket: sending to %s failed, errno %d"
            .formatted(Ipv4Octets.toAddress(neighbour).getHostAddress(), errno));
  }

  /// Closes the socket; a second call does nothing.
  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      Libc.close(fd);
      arena.close();
    }
  }
}
