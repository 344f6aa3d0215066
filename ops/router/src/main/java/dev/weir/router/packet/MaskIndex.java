package dev.weir.router.packet;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The values of one mask by their fields: one probe or a few find the verdict (§5.3).
///
/// Open addressing over flat arrays, at most half full. Immutable, lookups allocate nothing.
final class MaskIndex {
  private final Share.Fields mask;
  private final int[] sources;
  private final int[] destinations;
  private final int[] ports;
  private final @Nullable Verdict[] verdicts;

  MaskIndex(Share.MaskSet set, Function<Share.MaskValue, Verdict> verdict) {
    this.mask = set.mask();
    int slots = Integer.highestOneBit(Math.max(1, set.values().size())) << 2;
    this.sources = new int[slots];
    this.destinations = new int[slots];
    this.ports = new int[slots];
    this.verdicts = new Verdict[slots];
    for (Share.MaskValue value : set.values()) {
      put(value.value(), verdict.apply(value));
    }
  }

  /// The verdict of the first value that equals the masked packet, or null. Absent ports are 0.
  @Nullable Verdict find(int source, int destination, int sourcePort, int destinationPort) {
    int maskedSource = source & mask.source();
    int maskedDestination = destination & mask.destination();
    int maskedPorts =
        ((sourcePort & mask.sourcePort()) << 16) | (destinationPort & mask.destinationPort());
    return verdicts[slot(maskedSource, maskedDestination, maskedPorts)];
  }

  /// Of equal values the first stays.
  private void put(Share.Fields value, Verdict verdict) {
    int both = (value.sourcePort() << 16) | value.destinationPort();
    int slot = slot(value.source(), value.destination(), both);
    if (verdicts[slot] == null) {
      sources[slot] = value.source();
      destinations[slot] = value.destination();
      ports[slot] = both;
      verdicts[slot] = verdict;
    }
  }

  /// Where these fields are, or would be.
  private int slot(int source, int destination, int both) {
    int hash = (source * 0x9e3779b1 + destination) * 0x85ebca6b + both * 0xc2b2ae35;
    int slot = (hash ^ (hash >>> 15)) & (verdicts.length - 1);
    while (verdicts[slot] != null
        && (sources[slot] != source || destinations[slot] != destination || ports[slot] != both)) {
      slot = (slot + 1) & (verdicts.length - 1);
    }
    return slot;
  }
}
