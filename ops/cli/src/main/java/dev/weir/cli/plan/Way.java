package dev.weir.cli.plan;

import dev.weir.wccp.assignment.AddressBits;
import dev.weir.wccp.assignment.BucketTable;
import dev.weir.wccp.assignment.MaskSet.Mask;
import dev.weir.wccp.assignment.PacketFields;
import dev.weir.wccp.assignment.Placement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One way to divide packets: by a hash into 256 buckets (§5.2), or by a mask (§5.3).
///
/// @param name such as `hash of the destination address`
/// @param hash the flags of the hash; 0: by mask
/// @param mask of what counts; empty: by hash
record Way(String name, int hash, Optional<Mask> mask) {
  private static final int[] MASKS = {0x1741, 0xf00, 0x3f, 0x7f, 0x1f00};

  /// Those that are compared: the hash that a service has, then masks that equipment takes.
  static List<Way> all(int hash, Optional<Mask> configured) {
    var ways = new ArrayList<Way>();
    ways.add(new Way("hash " + words(hash), hash, Optional.empty()));
    configured.ifPresent(mask -> ways.add(byMask("mask of the file", mask)));
    for (int bits : MASKS) {
      ways.add(
          byMask(
              "mask destination 0x%x".formatted(bits),
              new Mask(AddressBits.NONE, AddressBits.of(bits), 0, 0)));
    }
    for (int bits : new int[] {0x1741, 0xf00, 0x3f}) {
      ways.add(
          byMask(
              "mask source 0x%x".formatted(bits),
              new Mask(AddressBits.of(bits), AddressBits.NONE, 0, 0)));
    }
    return ways;
  }

  private static Way byMask(String name, Mask mask) {
    return new Way(name, 0, Optional.of(mask));
  }

  private static String words(int hash) {
    var words = new ArrayList<String>();
    if ((hash & Placement.SOURCE_ADDRESS) != 0) {
      words.add("source");
    }
    if ((hash & Placement.DESTINATION_ADDRESS) != 0) {
      words.add("destination");
    }
    if ((hash & Placement.SOURCE_PORT) != 0) {
      words.add("source-port");
    }
    if ((hash & Placement.DESTINATION_PORT) != 0) {
      words.add("destination-port");
    }
    return String.join("+", words);
  }

  /// Whether each origin has one node; else nodes have to relay to each other.
  boolean byDestination() {
    return mask.map(it -> it.source().equals(AddressBits.NONE) && it.sourcePort() == 0)
        .orElse((hash & (Placement.SOURCE_ADDRESS | Placement.SOURCE_PORT)) == 0);
  }

  /// How many slots there are.
  int slots() {
    return mask.map(it -> 1 << it.bits()).orElse(BucketTable.BUCKET_COUNT);
  }

  /// What each slot gets.
  long[] loads(Traffic traffic) {
    long[] loads = new long[slots()];
    for (Map.Entry<PacketFields, Long> pair : traffic.counts().entrySet()) {
      loads[slot(pair.getKey())] += pair.getValue();
    }
    return loads;
  }

  private int slot(PacketFields packet) {
    return mask.map(it -> it.sequenceNumber(it.of(packet)))
        .orElseGet(() -> Placement.slot(packet, hash));
  }
}
