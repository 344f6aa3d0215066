package dev.weir.gre.device;

import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import dev.weir.gre.Ipv4Octets;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.Inet4Address;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// A raw IPv4 socket for protocol 47: sends GRE packets, the kernel writes the outer header, and,
/// if so opened, receives those that come to its address, reassembled, with their outer header.
///
/// While it is open the kernel counts protocol 47 as handled and answers no GRE packet with ICMP
/// "protocol unreachable". If it is not to receive, its queue is kept as small as the kernel
/// allows. Packets larger than the path are fragmented (IP_MTU_DISCOVER off), as redirected ones
/// may be. Any thread may send, one at a time receives; both may run while another closes.
public final class RawGreSocket implements AutoCloseable {
  private static final int AF_INET = 2;
  private static final int SOCK_RAW_CLOEXEC = 3 | 0x80000;
  private static final int IPPROTO_GRE = 47;
  private static final int IPPROTO_IP = 0;
  private static final int IP_MTU_DISCOVER = 10;
  private static final int IP_PMTUDISC_DONT = 0;
  private static final int SOL_SOCKET = 1;
  private static final int SO_RCVBUF = 8;
  private static final int RECEIVE_OCTETS = 1 << 20;

  private final int fd;
  private final Arena arena = Arena.ofShared();
  private final MemorySegment target = socketAddress(arena);
  private final MemorySegment pollfd;
  private final Object receiving = new Object();
  private final Object sending = new Object();
  private volatile boolean closed;

  private RawGreSocket(int fd) {
    this.fd = fd;
    this.pollfd = Libc.pollIn(arena, fd);
  }

  /// Opens the socket to send only, bound to an outer source address or leaving the choice to the
  /// kernel.
  ///
  /// @throws DeviceException when it is not permitted or the address is not this host's; nothing
  ///   stays open
  public static RawGreSocket open(Optional<Inet4Address> source) throws DeviceException {
    return open(source, 0);
  }

  /// Opens the socket to send from an address of this host, and to receive what is sent to it.
  ///
  /// @throws DeviceException when it is not permitted or the address is not this host's; nothing
  ///   stays open
  public static RawGreSocket openBothWays(Inet4Address own) throws DeviceException {
    return open(Optional.of(own), RECEIVE_OCTETS);
  }

  private static RawGreSocket open(Optional<Inet4Address> source, int receiveOctets)
      throws DeviceException {
    int fd = Libc.socket(AF_INET, SOCK_RAW_CLOEXEC, IPPROTO_GRE);
    if (fd < 0) {
      int errno = Libc.errno();
      throw new DeviceException(
          errno == Libc.EPERM || errno == Libc.EACCES
              ? "GRE socket: a raw socket is not permitted; run as root or with CAP_NET_RAW"
              : "GRE socket: the kernel opens none, errno " + errno);
    }
    try {
      prepare(fd, source, receiveOctets);
    } catch (DeviceException e) {
      Libc.close(fd);
      throw e;
    }
    return new RawGreSocket(fd);
  }

  /// Sends one GRE packet, from its GRE header on, taken from absolute offsets of a direct buffer.
  ///
  /// @return whether the kernel took it; it may not when a queue is full, the path is gone or a
  ///   firewall denies it. The packet is lost, as on any IP path
  /// @throws DeviceException when the socket is closed or broken
  public boolean send(ByteBuffer direct, int offset, int octets, Inet4Address to)
      throws DeviceException {
    Objects.checkFromIndexSize(offset, octets, direct.limit());
    return send(NativeMemory.addressOf(direct) + offset, octets, Ipv4Octets.toInt(to));
  }

  /// Sends one GRE packet from native memory; allocates nothing.
  boolean send(long address, int octets, int to) throws DeviceException {
    synchronized (sending) {
      requireOpen();
      target.set(NativeMemory.NETWORK_INT, 4, to);
      if (Libc.sendto(fd, address, octets, target) == octets) {
        return true;
      }
    }
    int errno = Libc.errno();
    if (Libc.losesPacket(errno)) {
      return false;
    }
    throw new DeviceException(
        "GRE socket: sending to %s failed, errno %d"
            .formatted(Ipv4Octets.toAddress(to).getHostAddress(), errno));
  }

  /// Waits for a packet and reads it, from its outer IPv4 header on, into the buffer from its
  /// position on, which is advanced. What does not fit is lost.
  ///
  /// @param direct a direct buffer
  /// @param timeoutMillis how long to wait; after it the caller can look at its own stop flag
  /// @return octets read; 0 when no packet came in time
  /// @throws DeviceException when the socket is closed or broken
  public int receive(ByteBuffer direct, int timeoutMillis) throws DeviceException {
    synchronized (receiving) {
      requireOpen();
      int ready = Libc.poll(pollfd, timeoutMillis);
      if (ready == 0 || (ready < 0 && Libc.errno() == Libc.EINTR)) {
        return 0;
      }
      long address = NativeMemory.addressOf(direct) + direct.position();
      long octets = ready < 0 ? -1 : Libc.receive(fd, address, direct.remaining());
      if (octets >= 0) {
        direct.position(direct.position() + (int) octets);
        return (int) octets;
      }
      int errno = Libc.errno();
      return switch (errno) {
        // what ICMP said about a packet that was sent
        case Libc.EAGAIN,
            Libc.EINTR,
            Libc.ENOMEM,
            Libc.EMSGSIZE,
            Libc.ENETDOWN,
            Libc.ENETUNREACH,
            Libc.EHOSTUNREACH,
            Libc.ECONNREFUSED ->
            0;
        default -> throw new DeviceException("GRE socket: receiving failed, errno " + errno);
      };
    }
  }

  /// Closes the socket; a second call does nothing. Waits for a receive in progress.
  @Override
  public void close() {
    closed = true;
    synchronized (receiving) {
      synchronized (sending) {
        if (arena.scope().isAlive()) {
          Libc.close(fd);
          arena.close();
        }
      }
    }
  }

  private void requireOpen() throws DeviceException {
    if (closed) {
      throw new DeviceException("GRE socket: closed");
    }
  }

  private static void prepare(int fd, Optional<Inet4Address> source, int receiveOctets)
      throws DeviceException {
    if (Libc.setsockopt(fd, IPPROTO_IP, IP_MTU_DISCOVER, IP_PMTUDISC_DONT) < 0
        || Libc.setsockopt(fd, SOL_SOCKET, SO_RCVBUF, receiveOctets) < 0) {
      throw new DeviceException("GRE socket: options refused, errno " + Libc.errno());
    }
    if (receiveOctets == 0) {
      RouterFilter.attach(fd, GreSource.Framing.IPV4, List.of()); // from nobody
    }
    if (source.isPresent()) {
      bind(fd, source.get());
    }
  }

  static void bind(int fd, Inet4Address source) throws DeviceException {
    try (var arena = Arena.ofConfined()) {
      var address = socketAddress(arena);
      address.set(NativeMemory.NETWORK_INT, 4, Ipv4Octets.toInt(source));
      if (Libc.bind(fd, address) < 0) {
        int errno = Libc.errno();
        throw new DeviceException(
            errno == Libc.EADDRNOTAVAIL
                ? "GRE socket: %s is not an address of this host; correct the configured address"
                    .formatted(source.getHostAddress())
                : "GRE socket: cannot be bound to %s, errno %d"
                    .formatted(source.getHostAddress(), errno));
      }
    }
  }

  /// A `struct sockaddr_in`, still without its address.
  private static MemorySegment socketAddress(Arena arena) {
    var address = arena.allocate(16, 4);
    address.set(JAVA_SHORT, 0, (short) AF_INET);
    return address;
  }
}
