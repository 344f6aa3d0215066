package dev.weir.node.proxy.limit;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Optional;

/// How many client connections the file descriptors of this process bear: each may need a second
/// one to its origin, and the rest of the node needs some. So there is always one to accept a
/// connection with.
public final class Descriptors {
  /// Those of everything else than connections of clients and for clients.
  public static final int RESERVE = 1024;

  /// Client connections where descriptors do not matter.
  public static final int CONNECTIONS_MAX = 20_000;

  private Descriptors() {}

  /// RLIMIT_NOFILE of this process; a great many where it cannot be told.
  public static long available() {
    return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
        ? unix.getMaxFileDescriptorCount()
        : Integer.MAX_VALUE;
  }

  /// As many client connections as these descriptors bear.
  public static int bearable(long descriptors) {
    return Math.clamp((descriptors - RESERVE) / 2, 16, 1_000_000);
  }

  /// The limit in force: what is wanted, else as many as there can be; empty where more are wanted
  /// than these descriptors bear.
  public static Optional<Integer> connectionsMax(Optional<Integer> wanted, long descriptors) {
    int bearable = bearable(descriptors);
    return wanted.isEmpty()
        ? Optional.of(Math.min(CONNECTIONS_MAX, bearable))
        : wanted.filter(it -> it <= bearable);
  }

  /// As many descriptors as so many connections need.
  public static long needed(int connections) {
    return 2L * connections + RESERVE;
  }
}
