package dev.weir.wccp.assignment;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A mask and the caches for the values under it (§3.12, §5.3).
public record MaskSet(Mask mask, List<Value> values) {
  /// The most bits a mask may have (§3.14).
  public static final int MASK_BITS_MAX = 32;

  /// Copies the list.
  public MaskSet {
    values = List.copyOf(values);
  }

  /// Which bits of a packet count; ports are 0–65535.
  ///
  /// Bits are numbered from the least significant of the destination port through the source port
  /// and the destination address to the source address (§3.14): that order makes a value's
  /// **sequence number**, 0 to 2^n − 1 for n bits.
  public record Mask(
      AddressBits source, AddressBits destination, int sourcePort, int destinationPort) {
    /// The mask of the field: six bits of the destination address, 64 values (§5.3).
    public static final Mask DEFAULT = new Mask(AddressBits.NONE, AddressBits.of(0x1741), 0, 0);

    /// How many bits count.
    public int bits() {
      return source.count()
          + destination.count()
          + Integer.bitCount(sourcePort)
          + Integer.bitCount(destinationPort);
    }

    /// What of a packet counts.
    public Mask of(PacketFields packet) {
      return new Mask(
          AddressBits.of(packet.source()).and(source),
          AddressBits.of(packet.destination()).and(destination),
          packet.sourcePort() & sourcePort,
          packet.destinationPort() & destinationPort);
    }

    /// The value with a sequence number, of which only the lowest [#bits] count.
    public Mask value(int sequenceNumber) {
      int rest = sequenceNumber;
      int[] ports = new int[2];
      int[] masks = {destinationPort, sourcePort};
      for (int field = 0; field < 2; field++) {
        for (int bit = 0; bit < 16; bit++) {
          if ((masks[field] >>> bit & 1) != 0) {
            ports[field] |= (rest & 1) << bit;
            rest >>>= 1;
          }
        }
      }
      var destinationValue = spread(destination, rest);
      rest = destination.count() >= 32 ? 0 : rest >>> destination.count();
      return new Mask(spread(source, rest), destinationValue, ports[1], ports[0]);
    }

    /// The sequence number of a value under this mask, of whose bits only those count that the mask
    /// has. Unsigned.
    public int sequenceNumber(Mask value) {
      long number = 0;
      int next = 0;
      for (int bit = 0; bit < 16; bit++) {
        if ((destinationPort >>> bit & 1) != 0) {
          number |= (long) (value.destinationPort >>> bit & 1) << next++;
        }
      }
      for (int bit = 0; bit < 16; bit++) {
        if ((sourcePort >>> bit & 1) != 0) {
          number |= (long) (value.sourcePort >>> bit & 1) << next++;
        }
      }
      for (int bit = 0; bit < 128; bit++) {
        if (destination.has(bit)) {
          number |= (value.destination.has(bit) ? 1L : 0L) << next++;
        }
      }
      for (int bit = 0; bit < 128; bit++) {
        if (source.has(bit)) {
          number |= (value.source.has(bit) ? 1L : 0L) << next++;
        }
      }
      return (int) number;
    }

    private static AddressBits spread(AddressBits mask, int bits) {
      var value = AddressBits.NONE;
      int rest = bits;
      for (int bit = 0; bit < 128 && rest != 0; bit++) {
        if (mask.has(bit)) {
          value = (rest & 1) != 0 ? value.or(AddressBits.bit(bit)) : value;
          rest >>>= 1;
        }
      }
      return value;
    }
  }

  /// The cache for the packets that, under the mask, are this.
  public record Value(Mask match, InetAddress cache) {
    /// Whether it has no bit that the mask has not: else no packet can ever match it.
    public boolean within(Mask mask) {
      return match.source().and(mask.source()).equals(match.source())
          && match.destination().and(mask.destination()).equals(match.destination())
          && (match.sourcePort() & ~mask.sourcePort()) == 0
          && (match.destinationPort() & ~mask.destinationPort()) == 0;
    }
  }

  /// The position of the first value that a packet matches.
  public Optional<Integer> position(PacketFields packet) {
    var wanted = mask.of(packet);
    for (int i = 0; i < values.size(); i++) {
      if (values.get(i).match().equals(wanted)) {
        return Optional.of(i);
      }
    }
    return Optional.empty();
  }

  /// The cache of each value that has one; of two the first (§5.3).
  Map<Mask, InetAddress> byValue() {
    var caches = new HashMap<Mask, InetAddress>();
    values.forEach(value -> caches.putIfAbsent(value.match(), value.cache()));
    return caches;
  }
}
