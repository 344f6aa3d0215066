package dev.weir.cache.compact;

import dev.weir.cache.rule.CacheKey;

/// A keyed hash of a URL, by which the store finds what it has. Two URLs may share one, so whoever
/// finds something compares the URL.
///
/// @param high octets 8 to 15 of SipHash-2-4-128, least significant first
/// @param low octets 0 to 7
public record KeyHash(long high, long low) {

  /// The hash is even, so any bits of it will do.
  @Override
  public int hashCode() {
    return (int) low;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof KeyHash hash && hash.low == low && hash.high == high;
  }

  /// What makes hashes unforeseeable: who does not know it cannot make two URLs collide
  /// (SipHash-2-4 with 128 bits of result, Aumasson and Bernstein).
  ///
  /// @param k0 octets 0 to 7 of the key, least significant first
  /// @param k1 octets 8 to 15
  public record Secret(long k0, long k1) {

    /// The hash of a key's URL.
    public KeyHash hash(CacheKey key) {
      byte[] url = Latin.octets(key.url());
      return hash(url, 0, url.length);
    }

    /// The hash of the octets of a URL, `http://host/path?query`.
    public KeyHash hash(byte[] url, int from, int to) {
      return new SipHash(k0, k1).hash(url, from, to);
    }

    @Override
    public String toString() {
      return "Secret[]";
    }
  }
}
