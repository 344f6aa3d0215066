package dev.weir.wccp.assignment;

import java.net.InetAddress;
import java.util.LinkedHashMap;
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
      long rest = Integer.toUnsignedLong(sequenceNumber);
      int destinationPortValue = (int) Long.expand(rest, destinationPort);
      rest >>>= Integer.bitCount(destinationPort);
      int sourcePortValue = (int) Long.expand(rest, sourcePort);
      rest >>>= Integer.bitCount(sourcePort);
      var destinationValue = destination.expanded(rest);
      rest = destination.count() < Long.SIZE ? rest >>> destination.count() : 0;
      return new Mask(
          source.expanded(rest), destinationValue, sourcePortValue, destinationPortValue);
    }

    /// The sequence number of a value under this mask, of whose bits only those count that the mask
    /// has. Unsigned; of a mask of more than 32 bits the lowest 32 count.
    public int sequenceNumber(Mask value) {
      long ports =
          Long.compress(value.destinationPort, destinationPort)
              | Long.compress(value.sourcePort, sourcePort) << Integer.bitCount(destinationPort);
      int portBits = Integer.bitCount(destinationPort) + Integer.bitCount(sourcePort);
      int bits = portBits + destination.count();
      long above = bits < Long.SIZE ? source.compressed(value.source) << bits : 0;
      return (int) (ports | destination.compressed(value.destination) << portBits | above);
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
    var caches = new LinkedHashMap<Mask, InetAddress>();
    values.forEach(value -> caches.putIfAbsent(value.match(), value.cache()));
    return caches;
  }
}
