package dev.weir.cli.plan;

import dev.weir.wccp.assignment.PacketFields;
import java.net.Inet4Address;
import java.util.LinkedHashMap;
import java.util.Map;

/// How often whom asked whom, of one service group. Confined to the thread that reads.
///
/// Bounded: of a million pairs of addresses no further one is taken up, and what was left out is
/// counted.
final class Traffic {
  private static final int PAIRS_MAX = 1_000_000;

  private final Map<PacketFields, Long> counts = new LinkedHashMap<>();
  private long all;
  private long leftOut;

  /// Somebody asked somebody once.
  void add(Inet4Address client, Inet4Address origin, int port) {
    var pair = new PacketFields(client, origin, 0, port);
    if (counts.size() >= PAIRS_MAX && !counts.containsKey(pair)) {
      leftOut++;
      return;
    }
    all++;
    counts.merge(pair, 1L, Long::sum);
  }

  /// What was seen.
  Map<PacketFields, Long> counts() {
    return counts;
  }

  /// How much was seen.
  long all() {
    return all;
  }

  /// How much was not taken up.
  long leftOut() {
    return leftOut;
  }
}
