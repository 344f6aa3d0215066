package dev.weir.router.packet;

import dev.weir.wccp.assignment.AddressBits;
import dev.weir.wccp.assignment.MaskSet;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The values of one mask by their fields: one probe or a few find the verdict (§5.3).
///
/// Open addressing over flat arrays, at most half full. Immutable, lookups allocate nothing.
final class MaskIndex {
  private final Fields mask;
  private final int[] sources;
  private final int[] destinations;
  private final int[] ports;
  private final @Nullable Verdict[] verdicts;

  MaskIndex(MaskSet set, ServiceRules rules) {
    this.mask = Fields.of(set.mask());
    int slots = Integer.highestOneBit(Math.max(1, set.values().size())) << 2;
    this.sources = new int[slots];
    this.destinations = new int[slots];
    this.ports = new int[slots];
    this.verdicts = new Verdict[slots];
    for (MaskSet.Value value : set.values()) {
      if (Fields.isIpv4(value.match())) {
        put(Fields.of(value.match()), rules.redirect(Optional.of(value.cache()), 0));
      }
    }
  }

  /// The four fields of a mask or a value as they are compared, ports together.
  private record Fields(int source, int destination, int ports) {
    static Fields of(MaskSet.Mask it) {
      return new Fields(
          (int) it.source().low(),
          (int) it.destination().low(),
          (it.sourcePort() << 16) | it.destinationPort());
    }

    /// Whether a packet of IPv4 can have this value.
    static boolean isIpv4(MaskSet.Mask it) {
      return isIpv4(it.source()) && isIpv4(it.destination());
    }

    private static boolean isIpv4(AddressBits bits) {
      return bits.high() == 0 && bits.low() >>> 32 == 0;
    }
  }

  /// The verdict of the first value that equals the masked packet, or null. Absent ports are 0.
  @Nullable Verdict find(int source, int destination, int sourcePort, int destinationPort) {
    int maskedSource = source & mask.source();
    int maskedDestination = destination & mask.destination();
    int maskedPorts = ((sourcePort << 16) | destinationPort) & mask.ports();
    return verdicts[slot(maskedSource, maskedDestination, maskedPorts)];
  }

  /// Of equal values the first stays.
  private void put(Fields value, Verdict verdict) {
    int slot = slot(value.source(), value.destination(), value.ports());
    if (verdicts[slot] == null) {
      sources[slot] = value.source();
      destinations[slot] = value.destination();
      ports[slot] = value.ports();
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
