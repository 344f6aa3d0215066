package dev.weir.node.relief;

import dev.weir.node.config.health.HealthConfig;
import java.time.Duration;
import java.util.Locale;

/// How much a node has to do at one moment.
///
/// @param loopDelay how late tasks run on the event loop that is worst off, or on the health thread
/// @param selfTest how long the self-test took last, or has been taking
/// @param connections open client connections
/// @param memory the share of the heap, or of the memory for buffers, in use, 0..1
/// @param lostPackets a second for which capture or TUN had no room
public record Load(
    Duration loopDelay, Duration selfTest, long connections, double memory, double lostPackets) {

  /// What tells that there is too much to do. The names are metric labels.
  public enum Signal {
    /// Tasks run late.
    LOOP_DELAY,
    /// The self-test is answered late.
    SELF_TEST,
    /// Clients have many connections open.
    CONNECTIONS,
    /// Memory is short.
    MEMORY,
    /// Packets are lost because nobody takes them.
    LOST_PACKETS;

    /// As metrics, events and pages have it.
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// A signal as a share of its limit: from 1 on it is too much.
  double share(Signal signal, HealthConfig config) {
    var limits = config.overload();
    return switch (signal) {
      case LOOP_DELAY -> share(loopDelay, limits.loopDelay());
      case SELF_TEST -> share(selfTest, config.selfTest().dividedBy(2));
      case CONNECTIONS -> (double) connections / limits.connections();
      case MEMORY -> 100 * memory / limits.memoryPercent();
      case LOST_PACKETS -> lostPackets / limits.lostPackets();
    };
  }

  private static double share(Duration of, Duration limit) {
    return (double) of.toNanos() / limit.toNanos();
  }
}
