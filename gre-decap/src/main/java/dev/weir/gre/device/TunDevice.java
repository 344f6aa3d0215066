package dev.weir.gre.device;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import dev.weir.gre.Verdict;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.regex.Pattern;

/// A TUN device: packets written come out of the kernel's network stack as if received on it,
/// packets the kernel routes to it are read here. IPv4 packets without any header in front
/// (IFF_NO_PI).
///
/// Opening creates the device, closing or the end of the process removes it (unless somebody made
/// it persistent before). Link state, addresses and routes are the caller's business. Any thread
/// may write, one at a time reads; both may run while another closes.
public final class TunDevice implements AutoCloseable {
  private static final String CLONE_DEVICE = "/dev/net/tun";
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,14}");
  private static final long TUNSETIFF = 0x400454caL;
  private static final short IFF_TUN_NO_PI = 0x0001 | 0x1000;
  private static final int IFREQ_OCTETS = 40;
  private static final int IFREQ_FLAGS = 16;

  private final String name;
  private final int fd;
  private final Arena arena = Arena.ofShared();
  private final MemorySegment pollfd;
  private final Object reading = new Object();
  private final Object writing = new Object();
  private volatile boolean closed;

  private TunDevice(String name, int fd) {
    this.name = name;
    this.fd = fd;
    this.pollfd = Libc.pollIn(arena, fd);
  }

  /// Creates the device, or takes over a persistent one of this name that nobody has open.
  ///
  /// @param name 1 to 15 letters, digits, `_`, `.`, `-`
  /// @throws DeviceException when the kernel has no TUN, denies it, or the name is taken; nothing
  ///   stays open
  public static TunDevice open(String name) throws DeviceException {
    if (!NAME.matcher(name).matches()) {
      throw new DeviceException(
          "TUN device '%s': not an interface name; use 1 to 15 letters, digits, '_', '.' or '-'"
              .formatted(name));
    }
    int fd = Libc.open(CLONE_DEVICE, Libc.O_RDWR | Libc.O_NONBLOCK | Libc.O_CLOEXEC);
    if (fd < 0) {
      throw new DeviceException(whyNoCloneDevice(name, Libc.errno()));
    }
    try (var arena = Arena.ofConfined()) {
      var request = arena.allocate(IFREQ_OCTETS, 8);
      byte[] octets = name.getBytes(StandardCharsets.US_ASCII);
      MemorySegment.copy(octets, 0, request, JAVA_BYTE, 0, octets.length);
      request.set(JAVA_SHORT, IFREQ_FLAGS, IFF_TUN_NO_PI);
      if (Libc.ioctl(fd, TUNSETIFF, request) < 0) {
        int errno = Libc.errno();
        Libc.close(fd);
        throw new DeviceException(whyNotCreated(name, errno));
      }
    }
    return new TunDevice(name, fd);
  }

  /// The interface name.
  public String name() {
    return name;
  }

  /// Waits for a packet and reads it into the buffer from its position on, which is advanced. What
  /// does not fit is lost: give the buffer room for the device's MTU.
  ///
  /// @param direct a direct buffer
  /// @param timeoutMillis how long to wait; after it the caller can look at its own stop flag
  /// @return octets read; 0 when no packet came in time
  /// @throws DeviceException when the device is closed, or was deleted
  public int read(ByteBuffer direct, int timeoutMillis) throws DeviceException {
    requireOpen();
    synchronized (reading) {
      requireOpen();
      int ready = Libc.poll(pollfd, timeoutMillis);
      if (ready == 0 || (ready < 0 && Libc.errno() == Libc.EINTR)) {
        return 0;
      }
      long address = NativeMemory.addressOf(direct) + direct.position();
      long octets = ready < 0 ? -1 : Libc.read(fd, address, direct.remaining());
      if (octets < 0) {
        int errno = Libc.errno();
        if (errno == Libc.EAGAIN || errno == Libc.EINTR) {
          return 0;
        }
        throw failed("read", errno);
      }
      direct.position(direct.position() + (int) octets);
      return (int) octets;
    }
  }

  /// Writes one packet from absolute offsets of a direct buffer.
  ///
  /// @return [Verdict#DELIVER], [Verdict#TUN_FULL] or [Verdict#TUN_REFUSED]
  /// @throws DeviceException when the device is closed, or was deleted
  public Verdict write(ByteBuffer direct, int offset, int octets) throws DeviceException {
    Objects.checkFromIndexSize(offset, octets, direct.limit());
    return write(NativeMemory.addressOf(direct) + offset, octets);
  }

  /// Writes one packet from native memory; allocates nothing.
  Verdict write(long address, int octets) throws DeviceException {
    requireOpen();
    synchronized (writing) {
      requireOpen();
      if (Libc.write(fd, address, octets) == octets) {
        return Verdict.DELIVER;
      }
      int errno = Libc.errno();
      Verdict verdict = verdictOf(errno);
      if (verdict == Verdict.DELIVER) {
        throw failed("write", errno);
      }
      return verdict;
    }
  }

  /// What becomes of a packet that the kernel did not take; [Verdict#DELIVER] when it was not for
  /// the packet's sake, so that no other will be taken either.
  static Verdict verdictOf(int errno) {
    return switch (errno) {
      case Libc.EAGAIN, Libc.ENOBUFS, Libc.ENOMEM, Libc.EINTR -> Verdict.TUN_FULL;
      case Libc.EIO, Libc.EINVAL, Libc.EMSGSIZE -> Verdict.TUN_REFUSED; // EIO: link is down
      default -> Verdict.DELIVER;
    };
  }

  /// Removes the device. Waits for a read or write in progress, so at most for its timeout.
  @Override
  public void close() {
    closed = true;
    synchronized (reading) {
      synchronized (writing) {
        if (arena.scope().isAlive()) {
          Libc.close(fd);
          arena.close();
        }
      }
    }
  }

  private void requireOpen() throws DeviceException {
    if (closed) {
      throw new DeviceException("TUN device %s: closed".formatted(name));
    }
  }

  private DeviceException failed(String call, int errno) {
    String why =
        errno == Libc.EBADFD
            ? "it was deleted by somebody else; do not touch it with 'ip link', restart the program"
            : "the kernel answers errno " + errno;
    return new DeviceException("TUN device %s: %s failed, %s".formatted(name, call, why));
  }

  private static String whyNoCloneDevice(String name, int errno) {
    String why =
        switch (errno) {
          case Libc.ENOENT, Libc.ENODEV ->
              CLONE_DEVICE
                  + " is missing; load the module with 'modprobe tun', in a container pass the"
                  + " device through";
          case Libc.EPERM, Libc.EACCES ->
              CLONE_DEVICE + " may not be opened; run as root or let this user read and write it";
          default -> CLONE_DEVICE + " cannot be opened, errno " + errno;
        };
    return "TUN device %s: %s".formatted(name, why);
  }

  private static String whyNotCreated(String name, int errno) {
    String why =
        switch (errno) {
          case Libc.EPERM, Libc.EACCES ->
              "creating it is not permitted; run as root or with CAP_NET_ADMIN";
          case Libc.EBUSY ->
              "the name is taken by another running program; stop it or choose another name";
          case Libc.EINVAL ->
              "the name is taken by an interface that is no TUN device; choose another name, or"
                  + " remove it with 'ip link delete "
                  + name
                  + "'";
          default -> "the kernel refuses it, errno " + errno;
        };
    return "TUN device %s: %s".formatted(name, why);
  }
}
