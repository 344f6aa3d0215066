package dev.weir.node.ownership;

import dev.weir.cache.rule.CacheKey;

/// The 64-bit number that stands for a name, the same on every node.
///
/// It is no secret and not hard to forge. Two names with one number have one home, which is on one
/// node as any home is: that is all a forger gains.
public final class NameHash {
  private static final long OFFSET = 0xcbf29ce484222325L;
  private static final long PRIME = 0x100000001b3L;

  private NameHash() {}

  /// The number of a host with its port, as a key's authority has it.
  public static long ofHost(String authority) {
    return mixed(folded(OFFSET, authority));
  }

  /// The number of a whole URL.
  public static long ofUrl(CacheKey key) {
    return mixed(folded(folded(folded(OFFSET, key.scheme()), key.authority()), key.target()));
  }

  /// The bucket of a number: its highest octet.
  public static int bucket(long hash) {
    return (int) (hash >>> (Long.SIZE - Byte.SIZE));
  }

  private static long folded(long before, String text) {
    long hash = before;
    for (int i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * PRIME;
    }
    return hash;
  }

  static long mixed(long hash) {
    long mixed = (hash ^ hash >>> 33) * 0xff51afd7ed558ccdL;
    mixed = (mixed ^ mixed >>> 33) * 0xc4ceb9fe1a85ec53L;
    return mixed ^ mixed >>> 33;
  }
}
