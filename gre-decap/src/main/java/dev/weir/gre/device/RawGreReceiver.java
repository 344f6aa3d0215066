package dev.weir.gre.device;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.weir.gre.rate.Moderation;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.Inet4Address;
import java.util.Collection;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/// A raw IPv4 socket for protocol 47 that is read by batches: packets come behind the host
/// firewall, with their fragments joined, and the kernel answers none of them with ICMP "protocol
/// unreachable" while it is open.
@SuppressWarnings("restricted")
public final class RawGreReceiver implements GreSource {
  private static final int AF_INET = 2;
  private static final int SOCK_RAW_CLOEXEC = 3 | 0x80000;
  private static final int IPPROTO_GRE = 47;
  private static final int SOL_SOCKET = 1;
  private static final int SO_RCVBUF = 8;
  private static final int SO_RCVTIMEO = 20;
  private static final int SO_RCVBUFFORCE = 33;
  private static final int SO_MEMINFO = 55;
  private static final int MEMINFO_DROPS = 8;
  private static final int QUEUE_OCTETS = 16 << 20;
  private static final long WAIT_MICROSECONDS = 100_000;

  private static final int BATCH = 64;
  private static final int PACKET_OCTETS_MAX = 1 << 16;
  // apart by a few cache lines more than the largest packet, so that they do not all compete for
  // the same sets of the processor's caches
  private static final int PLACE_OCTETS = PACKET_OCTETS_MAX + 5 * 64;
  // struct mmsghdr: a struct msghdr, then the length received
  private static final int MESSAGE_OCTETS = 64;
  private static final int VECTOR = 16;
  private static final int VECTORS = 24;
  private static final int LENGTH = 56;
  private static final int VECTOR_OCTETS = 16;

  private final int fd;
  private final Arena arena = Arena.ofShared();
  private final MemorySegment packets = arena.allocate((long) BATCH * PLACE_OCTETS, 64);
  private final MemorySegment messages;
  private final NativeMemory memory = new NativeMemory();
  private final Moderation moderation = new Moderation();
  private final ReentrantLock draining = new ReentrantLock();
  private final Object using = new Object();
  private volatile boolean stopped;

  private RawGreReceiver(int fd) {
    this.fd = fd;
    this.messages = messages(arena, packets);
  }

  /// Opens the socket for GRE that is sent to one address of this host.
  ///
  /// @param routers the outer sources to receive from; none yet means no packet
  /// @throws DeviceException when it is not permitted or the address is not this host's; nothing
  ///   stays open
  public static RawGreReceiver open(Inet4Address own, Collection<Inet4Address> routers)
      throws DeviceException {
    int fd = Libc.socket(AF_INET, SOCK_RAW_CLOEXEC, IPPROTO_GRE);
    if (fd < 0) {
      throw new DeviceException(
          "GRE socket: not opened, errno %d; run as root or with CAP_NET_RAW"
              .formatted(Libc.errno()));
    }
    try {
      RouterFilter.attach(fd, Framing.IPV4, routers);
      prepare(fd);
      RawGreSocket.bind(fd, own);
    } catch (DeviceException e) {
      Libc.close(fd);
      throw e;
    }
    return new RawGreReceiver(fd);
  }

  @Override
  public Framing framing() {
    return Framing.IPV4;
  }

  @Override
  public void acceptOnly(Collection<Inet4Address> routers) throws DeviceException {
    synchronized (using) {
      if (arena.scope().isAlive()) {
        RouterFilter.attach(fd, Framing.IPV4, routers);
      }
    }
  }

  @Override
  public void drain(Receiver receiver) throws DeviceException {
    draining.lock();
    try {
      while (!stopped) {
        int count = Libc.receiveMany(fd, messages.address(), BATCH);
        if (count < 0) {
          requireHarmless(Libc.errno());
        }
        for (int i = 0; i < count; i++) {
          int octets = messages.get(JAVA_INT, (long) i * MESSAGE_OCTETS + LENGTH);
          int offset = memory.cover(packets.address() + (long) i * PLACE_OCTETS, octets);
          receiver.accept(memory, offset, octets);
        }
        moderation.took(Math.max(0, count));
        if (count < BATCH && moderation.rests()) {
          LockSupport.parkNanos(Moderation.REST_NANOS);
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
      if (!arena.scope().isAlive()) {
        return 0;
      }
      try (var local = Arena.ofConfined()) {
        var counters = local.allocate(JAVA_INT, MEMINFO_DROPS + 1L);
        return Libc.getsockopt(fd, SOL_SOCKET, SO_MEMINFO, counters) == 0
            ? Integer.toUnsignedLong(counters.getAtIndex(JAVA_INT, MEMINFO_DROPS))
            : 0;
      }
    }
  }

  /// Waits for the draining thread for 100 ms at the most, plus one batch.
  @Override
  public void close() {
    stop();
    draining.lock();
    try {
      synchronized (using) {
        if (arena.scope().isAlive()) {
          Libc.close(fd);
          arena.close();
        }
      }
    } finally {
      draining.unlock();
    }
  }

  private static void requireHarmless(int errno) throws DeviceException {
    switch (errno) {
      case Libc.EAGAIN, Libc.EINTR, Libc.ENOBUFS, Libc.ENOMEM -> {
        // no packet in time, or none now
      }
      default -> throw new DeviceException("GRE socket: receiving failed, errno " + errno);
    }
  }

  private static void prepare(int fd) throws DeviceException {
    try (var arena = Arena.ofConfined()) {
      var timeout = arena.allocateFrom(JAVA_LONG, 0, WAIT_MICROSECONDS);
      boolean queue =
          Libc.setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, QUEUE_OCTETS) == 0
              || Libc.setsockopt(fd, SOL_SOCKET, SO_RCVBUF, QUEUE_OCTETS) == 0;
      if (!queue || Libc.setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, timeout) < 0) {
        throw new DeviceException("GRE socket: options refused, errno " + Libc.errno());
      }
    }
  }

  /// As many `struct mmsghdr`, each with a place of its own among the packets.
  private static MemorySegment messages(Arena arena, MemorySegment packets) {
    var messages = arena.allocate((long) BATCH * MESSAGE_OCTETS, 8);
    var vectors = arena.allocate((long) BATCH * VECTOR_OCTETS, 8);
    for (int i = 0; i < BATCH; i++) {
      vectors.setAtIndex(JAVA_LONG, 2L * i, packets.address() + (long) i * PLACE_OCTETS);
      vectors.setAtIndex(JAVA_LONG, 2L * i + 1, PACKET_OCTETS_MAX);
      var message = messages.asSlice((long) i * MESSAGE_OCTETS, MESSAGE_OCTETS);
      message.set(JAVA_LONG, VECTOR, vectors.address() + (long) i * VECTOR_OCTETS);
      message.set(JAVA_LONG, VECTORS, 1);
    }
    return messages;
  }
}
