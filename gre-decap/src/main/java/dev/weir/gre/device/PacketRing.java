package dev.weir.gre.device;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import dev.weir.gre.rate.Moderation;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.net.Inet4Address;
import java.util.Collection;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/// A packet socket whose frames lie in memory shared with the kernel (TPACKET_V2): the same ring
/// that libpcap uses, read without libpcap and without a call per packet.
///
/// It sees packets before the host firewall does, so the firewall does not protect what is behind
/// it. Fragments of outer packets are joined by the kernel before they are seen.
@SuppressWarnings("restricted")
public final class PacketRing implements GreSource {
  private static final int AF_PACKET = 17;
  private static final int SOCK_RAW_CLOEXEC = 3 | 0x80000;
  private static final int ETHERTYPE_IPV4 = 0x0800;
  private static final int SOL_PACKET = 263;
  private static final int PACKET_RX_RING = 5;
  private static final int PACKET_STATISTICS = 6;
  private static final int PACKET_VERSION = 10;
  private static final int PACKET_FANOUT = 18;
  private static final int PACKET_IGNORE_OUTGOING = 23;
  // by hash, of one socket, under a number the kernel chooses, with defragmentation
  private static final int FANOUT_OF_ONE_JOINING = (0x8000 | 0x2000) << 16;
  private static final int SOL_SOCKET = 1;
  private static final int SO_ERROR = 4;
  private static final int TPACKET_V2 = 1;

  private static final int RING_OCTETS = 32 << 20;
  private static final int BLOCK_OCTETS_MIN = 1 << 16;
  private static final int WAIT_MILLIS = 100;
  private static final int BATCH = 16;
  private static final int CACHE_LINE = 64;

  // struct tpacket2_hdr
  private static final int STATUS = 0;
  private static final int CAPTURED = 8;
  private static final int FRAME = 12;
  private static final int HEADERS_OCTETS_MAX = 128;
  private static final int OF_KERNEL = 0;
  private static final int OF_USER = 1;
  private static final VarHandle STATUS_WORD = JAVA_INT.varHandle();

  private final String interfaceName;
  private final int index;
  private final int fd;
  private final int frameOctets;
  private final MemorySegment ring;
  private final long blockMask;
  private final Arena arena = Arena.ofShared();
  private final MemorySegment pollfd;
  private final MemorySegment statistics = arena.allocate(8, 4);
  private final NativeMemory memory = new NativeMemory();
  private final ReentrantLock draining = new ReentrantLock();
  private final Object using = new Object();
  private final Moderation moderation = new Moderation();
  private long drops;
  private int unusedOctets; // keeps the reads of ready() from being optimised away
  private volatile boolean stopped;

  private PacketRing(String interfaceName, int index, int fd, int frameOctets, long address) {
    this.interfaceName = interfaceName;
    this.index = index;
    this.fd = fd;
    this.frameOctets = frameOctets;
    this.ring = MemorySegment.ofAddress(address).reinterpret(RING_OCTETS);
    this.blockMask = blockOctets(frameOctets) - 1L;
    this.pollfd = Libc.pollIn(arena, fd);
  }

  /// Opens a ring of packets received, not promiscuous.
  ///
  /// @param interfaceName an Ethernet interface
  /// @param routers the outer sources to capture; none yet means no packet
  /// @throws DeviceException when the interface is unknown or down, or capturing is not permitted;
  ///   nothing stays open
  public static PacketRing open(String interfaceName, Collection<Inet4Address> routers)
      throws DeviceException {
    int index = CaptureInterface.index(interfaceName);
    int frameOctets = frameOctets(CaptureInterface.frameOctetsMax(interfaceName));
    int fd = Libc.socket(AF_PACKET, SOCK_RAW_CLOEXEC, 0);
    if (fd < 0) {
      throw new DeviceException(
          "ring on %s: no packet socket, errno %d; run as root or with CAP_NET_RAW"
              .formatted(interfaceName, Libc.errno()));
    }
    try {
      RouterFilter.attach(fd, Framing.ETHERNET, routers);
      long address = prepare(fd, interfaceName, index, frameOctets);
      return new PacketRing(interfaceName, index, fd, frameOctets, address);
    } catch (DeviceException e) {
      Libc.close(fd);
      throw e;
    }
  }

  @Override
  public Framing framing() {
    return Framing.ETHERNET;
  }

  @Override
  public void acceptOnly(Collection<Inet4Address> routers) throws DeviceException {
    synchronized (using) {
      if (arena.scope().isAlive()) {
        RouterFilter.attach(fd, Framing.ETHERNET, routers);
      }
    }
  }

  @Override
  public void drain(Receiver receiver) throws DeviceException {
    draining.lock();
    try {
      long at = 0;
      while (!stopped) {
        int ready = ready(at);
        for (int i = 0; i < ready; i++) {
          int captured = ring.get(JAVA_INT, at + CAPTURED);
          int frame = ring.get(JAVA_SHORT, at + FRAME) & 0xffff;
          int offset = memory.cover(ring.address() + at + frame, captured);
          receiver.accept(memory, offset, captured);
          STATUS_WORD.setRelease(ring, at + STATUS, OF_KERNEL);
          at = after(at);
        }
        moderation.took(ready);
        if (ready == 0) {
          await();
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
      if (arena.scope().isAlive()
          && Libc.getsockopt(fd, SOL_PACKET, PACKET_STATISTICS, statistics) == 0) {
        drops += Integer.toUnsignedLong(statistics.get(JAVA_INT, 4)); // reading sets it to 0
      }
      return drops;
    }
  }

  /// Waits for the draining thread for 100 ms at the most, plus one packet.
  @Override
  public void close() {
    stop();
    draining.lock();
    try {
      synchronized (using) {
        if (arena.scope().isAlive()) {
          Libc.unmap(ring.address(), ring.byteSize());
          Libc.close(fd);
          arena.close();
        }
      }
    } finally {
      draining.unlock();
    }
  }

  /// How many of the next frames hold packets, [#BATCH] at the most. Their first octets are asked
  /// of the memory all at once: the kernel wrote them on another core, and asked for one by one,
  /// each would be waited for.
  private int ready(long first) {
    int count = 0;
    int octets = 0;
    long at = first;
    while (count < BATCH && ((int) STATUS_WORD.getAcquire(ring, at + STATUS) & OF_USER) != 0) {
      octets += ring.get(JAVA_INT, at + CACHE_LINE) + ring.get(JAVA_INT, at + 2 * CACHE_LINE);
      at = after(at);
      count++;
    }
    unusedOctets = octets;
    return count;
  }

  private long after(long at) {
    long next = at + frameOctets;
    if ((next & blockMask) + frameOctets > blockMask + 1) {
      next = (next | blockMask) + 1; // what is left of a block is too small for a frame
    }
    return next == RING_OCTETS ? 0 : next;
  }

  /// Waits for a frame. An interface that only goes down comes back, and the ring goes on.
  ///
  /// @throws DeviceException when the interface is gone
  private void await() throws DeviceException {
    if (moderation.rests()) {
      LockSupport.parkNanos(Moderation.REST_NANOS);
      return;
    }
    if (Libc.poll(pollfd, WAIT_MILLIS) <= 0 || !Libc.hasFailed(pollfd)) {
      return;
    }
    int error;
    try (var local = Arena.ofConfined()) {
      var value = local.allocate(JAVA_INT);
      Libc.getsockopt(fd, SOL_SOCKET, SO_ERROR, value); // reading takes the error away
      error = value.get(JAVA_INT, 0);
    }
    if (CaptureInterface.index(interfaceName) != index || error != Libc.ENETDOWN) {
      throw new DeviceException("ring on %s failed, errno %d".formatted(interfaceName, error));
    }
  }

  /// Room for a packet and what the kernel writes before it: an odd number of cache lines, so that
  /// the beginnings of successive frames do not all compete for the same sets of the caches.
  private static int frameOctets(int packetOctets) {
    int lines = (packetOctets + HEADERS_OCTETS_MAX + CACHE_LINE - 1) / CACHE_LINE;
    return (lines | 1) * CACHE_LINE;
  }

  /// What the kernel allocates in one piece, and no frame crosses the end of.
  private static int blockOctets(int frameOctets) {
    int octets = BLOCK_OCTETS_MIN;
    while (octets < frameOctets) {
      octets *= 2;
    }
    return octets;
  }

  private static long prepare(int fd, String interfaceName, int index, int frameOctets)
      throws DeviceException {
    try (var arena = Arena.ofConfined()) {
      int block = blockOctets(frameOctets);
      int blocks = RING_OCTETS / block;
      int frames = blocks * (block / frameOctets);
      var request = arena.allocateFrom(JAVA_INT, block, blocks, frameOctets, frames);
      if (Libc.setsockopt(fd, SOL_PACKET, PACKET_VERSION, TPACKET_V2) < 0
          || Libc.setsockopt(fd, SOL_PACKET, PACKET_IGNORE_OUTGOING, 1) < 0
          || Libc.setsockopt(fd, SOL_PACKET, PACKET_RX_RING, request) < 0) {
        throw refused(interfaceName, "no ring");
      }
      long address = Libc.map(fd, RING_OCTETS);
      if (address == -1) {
        throw refused(interfaceName, "its ring cannot be mapped");
      }
      if (Libc.bind(fd, linkAddress(arena, index)) < 0) {
        DeviceException why = refused(interfaceName, "it cannot be bound");
        Libc.unmap(address, RING_OCTETS);
        throw why;
      }
      joinFragments(fd);
      return address;
    }
  }

  /// Lets the kernel join the fragments of outer packets before a bound packet socket sees them
  /// (the MSS keeps most from being made). A kernel that cannot leaves them as they are, and they
  /// are counted.
  static void joinFragments(int fd) {
    Libc.setsockopt(fd, SOL_PACKET, PACKET_FANOUT, FANOUT_OF_ONE_JOINING);
  }

  /// A `struct sockaddr_ll` for IPv4 on one interface.
  private static MemorySegment linkAddress(Arena arena, int index) {
    var address = arena.allocate(20, 4);
    address.set(JAVA_SHORT, 0, (short) AF_PACKET);
    address.set(JAVA_SHORT, 2, Short.reverseBytes((short) ETHERTYPE_IPV4));
    address.set(JAVA_INT, 4, index);
    return address;
  }

  private static DeviceException refused(String interfaceName, String what) {
    return new DeviceException(
        "ring on %s: %s, errno %d".formatted(interfaceName, what, Libc.errno()));
  }
}
