package dev.weir.wccp.assignment;

import java.net.InetAddress;
import java.nio.ByteBuffer;

/// The bits of an address, or of a mask over addresses (§3.12): 128 of them, of which IPv4 uses the
/// lowest 32.
public record AddressBits(long high, long low) {
  /// No bit at all: as a mask, *do not care*.
  public static final AddressBits NONE = new AddressBits(0, 0);

  /// The bits of an IPv4 mask or address, given as a big-endian integer.
  public static AddressBits of(int ipv4) {
    return new AddressBits(0, ipv4 & 0xffff_ffffL);
  }

  /// The bits of an address.
  public static AddressBits of(InetAddress address) {
    return ofOctets(address.getAddress());
  }

  /// The bits that 4 or 16 octets stand for, most significant first.
  public static AddressBits ofOctets(byte[] octets) {
    var in = ByteBuffer.wrap(octets);
    return octets.length == 4 ? of(in.getInt()) : new AddressBits(in.getLong(), in.getLong());
  }

  /// The sixteen octets, most significant first.
  public byte[] toOctets() {
    return ByteBuffer.allocate(16).putLong(high).putLong(low).array();
  }

  /// The bits that both have.
  public AddressBits and(AddressBits other) {
    return new AddressBits(high & other.high, low & other.low);
  }

  /// How many bits are set.
  public int count() {
    return Long.bitCount(high) + Long.bitCount(low);
  }

  /// The lowest bits of a number, spread in their order over the bits that this mask has.
  AddressBits expanded(long number) {
    int lowBits = Long.bitCount(low);
    long rest = lowBits < Long.SIZE ? number >>> lowBits : 0;
    return new AddressBits(Long.expand(rest, high), Long.expand(number, low));
  }

  /// The bits of a value that this mask has, side by side; the lowest 64 of them.
  long compressed(AddressBits value) {
    int lowBits = Long.bitCount(low);
    long above = lowBits < Long.SIZE ? Long.compress(value.high, high) << lowBits : 0;
    return Long.compress(value.low, low) | above;
  }

  /// As the hexadecimal number that `show ip wccp` prints: `0x00001741`.
  @Override
  public String toString() {
    return high == 0 && low >>> 32 == 0
        ? String.format("0x%08x", low)
        : String.format("0x%016x%016x", high, low);
  }
}
