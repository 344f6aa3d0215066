package dev.weir.node.config.value;

import java.net.Inet4Address;
import java.util.Optional;

/// An IPv4 prefix in CIDR notation (RFC 4632, Classless Inter-domain Routing), `length` in 0..32.
///
/// The bits after the prefix are zero.
public record Prefix(Inet4Address network, int length) {
  /// Refuses a length outside 0..32 and a network with bits set after the prefix.
  public Prefix {
    if (length < 0 || length > 32) {
      throw new IllegalArgumentException("prefix length " + length);
    }
    if ((bits(network) & ~mask(length)) != 0) {
      throw new IllegalArgumentException(network.getHostAddress() + " has bits after /" + length);
    }
  }

  /// Reads `ADDRESS/LENGTH`, or an address as the prefix of itself alone; empty when it is neither.
  public static Optional<Prefix> parse(String text) {
    try {
      return Optional.of(
          text.contains("/") ? Ipv4.prefix(text) : new Prefix(Ipv4.read(text), Integer.SIZE));
    } catch (Unreadable e) {
      return Optional.empty();
    }
  }

  /// Whether the address lies within this prefix.
  public boolean contains(Inet4Address address) {
    return (bits(address) & mask(length)) == bits(network);
  }

  /// The bits that a prefix of the given length compares, as a 32-bit mask.
  public static int mask(int length) {
    return length == 0 ? 0 : -1 << (32 - length);
  }

  private static int bits(Inet4Address address) {
    byte[] octets = address.getAddress();
    return (octets[0] & 0xff) << 24
        | (octets[1] & 0xff) << 16
        | (octets[2] & 0xff) << 8
        | (octets[3] & 0xff);
  }

  @Override
  public String toString() {
    return network.getHostAddress() + "/" + length;
  }
}
