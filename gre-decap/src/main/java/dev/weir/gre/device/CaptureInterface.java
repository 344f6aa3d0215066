package dev.weir.gre.device;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;

/// What must be known of an interface before a capture is opened on it.
final class CaptureInterface {
  private static final int FRAME_OCTETS_MIN = 2048;
  private static final int NAME_OCTETS_MAX = 15;
  private static final int AF_INET = 2;
  private static final int SOCK_DGRAM_CLOEXEC = 2 | 0x80000;
  private static final long SIOCGIFMTU = 0x8921L;
  private static final long SIOCGIFINDEX = 0x8933L;
  private static final int IFREQ_OCTETS = 40;
  private static final int IFREQ_ANSWER = 16;
  private static final int ETHERNET_AND_VLAN_OCTETS = 14 + 4;
  private static final int GRE_OVERHEAD_OCTETS = 20 + 8;

  private CaptureInterface() {}

  /// The longest frame of protocol 47, of a redirected packet of the interface's MTU that was cut
  /// on its way and joined again. The kernel joins TCP segments to frames beyond that (GRO) but
  /// never GRE of a protocol it does not know. It matters because the ring is divided into frames
  /// of this size.
  ///
  /// @throws DeviceException when there is no such interface
  static int frameOctetsMax(String name) throws DeviceException {
    return Math.max(
        FRAME_OCTETS_MIN, ask(name, SIOCGIFMTU) + ETHERNET_AND_VLAN_OCTETS + GRE_OVERHEAD_OCTETS);
  }

  /// The number by which the kernel knows the interface.
  ///
  /// @throws DeviceException when there is no such interface
  static int index(String name) throws DeviceException {
    return ask(name, SIOCGIFINDEX);
  }

  /// Asked of the kernel, since java.net.NetworkInterface knows none that has no address.
  private static int ask(String name, long question) throws DeviceException {
    byte[] octets = name.getBytes(StandardCharsets.UTF_8);
    if (octets.length > NAME_OCTETS_MAX) {
      throw unknown(name);
    }
    int fd = Libc.socket(AF_INET, SOCK_DGRAM_CLOEXEC, 0);
    if (fd < 0) {
      throw new DeviceException("capture on %s: no socket, errno %d".formatted(name, Libc.errno()));
    }
    try (var arena = Arena.ofConfined()) {
      var request = arena.allocate(IFREQ_OCTETS, 8);
      MemorySegment.copy(octets, 0, request, JAVA_BYTE, 0, octets.length);
      if (Libc.ioctl(fd, question, request) < 0) {
        throw unknown(name);
      }
      return request.get(JAVA_INT, IFREQ_ANSWER);
    } finally {
      Libc.close(fd);
    }
  }

  private static DeviceException unknown(String name) {
    return new DeviceException(
        "capture on %s: no such interface; see 'ip link' for those there are".formatted(name));
  }
}
