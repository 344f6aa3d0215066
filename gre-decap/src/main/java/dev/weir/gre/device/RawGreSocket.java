package dev.weir.gre.device;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.Inet4Address;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.Optional;

/// A raw IPv4 socket for protocol 47: sends GRE packets, the kernel writes the outer header.
///
/// While it is open the kernel counts protocol 47 as handled and answers no GRE packet with ICMP
/// "protocol unreachable". It is not read: its receive queue is kept as small as the kernel allows.
/// Packets larger than the path are fragmented (IP_MTU_DISCOVER off), as redirected ones may be.
/// Any thread may send.
public final class RawGreSocket implements AutoCloseable {
  private static final int AF_INET = 2;
  private static final int SOCK_RAW_CLOEXEC = 3 | 0x80000;
  private static final int IPPROTO_GRE = 47;
  private static final int IPPROTO_IP = 0;
  private static final int IP_MTU_DISCOVER = 10;
  private static final int IP_PMTUDISC_DONT = 0;
  private static final int SOL_SOCKET = 1;
  private static final int SO_RCVBUF = 8;

  private final int fd;
  private final Arena arena = Arena.ofShared();
  private final MemorySegment target = socketAddress(arena);
  private boolean closed;

  private RawGreSocket(int fd) {
    this.fd = fd;
  }

  /// Opens the socket, bound to an outer source address or leaving the choice to the kernel.
  ///
  /// @throws DeviceException when it is not permitted or the address is not this host's; nothing
  ///   stays open
  public static RawGreSocket open(Optional<Inet4Address> source) throws DeviceException {
    int fd = Libc.socket(AF_INET, SOCK_RAW_CLOEXEC, IPPROTO_GRE);
    if (fd < 0) {
      int errno = Libc.errno();
      throw new DeviceException(
          errno == Libc.EPERM || errno == Libc.EACCES
              ? "GRE socket: a raw socket is not permitted; run as root or with CAP_NET_RAW"
              : "GRE socket: the kernel opens none, errno " + errno);
    }
    try {
      prepare(fd, source);
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
  public synchronized boolean send(ByteBuffer direct, int offset, int octets, Inet4Address to)
      throws DeviceException {
    Objects.checkFromIndexSize(offset, octets, direct.limit());
    if (closed) {
      throw new DeviceException("GRE socket: closed");
    }
    putAddress(target, to);
    long address = NativeMemory.addressOf(direct) + offset;
    if (Libc.sendto(fd, address, octets, target) == octets) {
      return true;
    }
    int errno = Libc.errno();
    return switch (errno) {
      case Libc.EAGAIN,
          Libc.EINTR,
          Libc.ENOBUFS,
          Libc.ENOMEM,
          Libc.EPERM,
          Libc.EACCES,
          Libc.EMSGSIZE,
          Libc.EINVAL,
          Libc.ENETDOWN,
          Libc.ENETUNREACH,
          Libc.EHOSTUNREACH,
          Libc.ECONNREFUSED ->
          false;
      default ->
          throw new DeviceException(
              "GRE socket: sending to %s failed, errno %d".formatted(to.getHostAddress(), errno));
    };
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

  private static void prepare(int fd, Optional<Inet4Address> source) throws DeviceException {
    if (Libc.setsockopt(fd, IPPROTO_IP, IP_MTU_DISCOVER, IP_PMTUDISC_DONT) < 0
        || Libc.setsockopt(fd, SOL_SOCKET, SO_RCVBUF, 0) < 0) {
      throw new DeviceException("GRE socket: options refused, errno " + Libc.errno());
    }
    if (source.isPresent()) {
      bind(fd, source.get());
    }
  }

  private static void bind(int fd, Inet4Address source) throws DeviceException {
    try (var arena = Arena.ofConfined()) {
      var address = socketAddress(arena);
      putAddress(address, source);
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

  private static void putAddress(MemorySegment socketAddress, Inet4Address value) {
    MemorySegment.copy(value.getAddress(), 0, socketAddress, JAVA_BYTE, 4, 4);
  }
}
