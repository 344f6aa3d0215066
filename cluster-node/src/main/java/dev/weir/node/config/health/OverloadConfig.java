package dev.weir.node.config.health;

import dev.weir.node.config.value.Quantities;
import dev.weir.node.config.value.Values;
import dev.weir.node.config.yaml.SectionReader;
import java.time.Duration;

/// The `health.overload` section: from when on this node has too much to do, and whether it gives
/// buckets back then.
///
/// @param relief whether it does
/// @param loopDelay how late tasks of the event loops run
/// @param connections open client connections; nine tenths of `proxy.limits.connections` at the
///   most
/// @param memoryPercent of the heap, or of the memory beside it, that is in use
/// @param lostPackets a second for which capture or TUN had no room
public record OverloadConfig(
    boolean relief, Duration loopDelay, int connections, int memoryPercent, int lostPackets) {
  /// What is in force when the section is not written.
  public static final OverloadConfig DEFAULTS =
      new OverloadConfig(true, Duration.ofMillis(200), 15_000, 90, 100);

  /// The same where no more connections than these can be open: there must be too many before that.
  public OverloadConfig within(int connectionsMax) {
    int most = Math.min(connections, connectionsMax - connectionsMax / 10);
    return new OverloadConfig(relief, loopDelay, most, memoryPercent, lostPackets);
  }

  static OverloadConfig read(SectionReader section) {
    return new OverloadConfig(
        section
            .key(
                "relief",
                Values.flag(),
                "Whether new connections go back to the router, bucket by bucket, while this node"
                    + " has too much to do.")
            .or(DEFAULTS.relief),
        section
            .key(
                "loop-delay",
                Quantities.duration(Duration.ofMillis(10), Duration.ofSeconds(10)),
                "How late the tasks of an event loop run, for a whole second, when there is too much"
                    + " to do.")
            .or(DEFAULTS.loopDelay),
        section
            .key(
                "connections",
                Values.integer(1, 1_000_000),
                "Open client connections that are too many; nine tenths of those that there can be"
                    + " at the most (proxy.limits.connections).")
            .or(DEFAULTS.connections),
        section
            .key(
                "memory",
                Values.integer(10, 100),
                "Percent of the heap, or of the memory for buffers, that are too much.")
            .or(DEFAULTS.memoryPercent),
        section
            .key(
                "lost-packets",
                Values.integer(1, 1_000_000),
                "Packets a second, for which the capture or the TUN has no room, that are too many.")
            .or(DEFAULTS.lostPackets));
  }
}
