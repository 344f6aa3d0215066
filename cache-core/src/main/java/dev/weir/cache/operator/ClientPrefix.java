package dev.weir.cache.operator;

/// Clients whose IPv4 addresses begin alike.
///
/// @param network the address with zeros behind the prefix
/// @param length 0 to 32 bits
public record ClientPrefix(int network, int length) {
  /// Refuses a length that no address has.
  public ClientPrefix {
    if (length < 0 || length > 32) {
      throw new IllegalArgumentException("prefix length " + length);
    }
  }

  boolean has(int client) {
    int mask = length == 0 ? 0 : -1 << (32 - length);
    return client != 0 && (client & mask) == network;
  }
}
