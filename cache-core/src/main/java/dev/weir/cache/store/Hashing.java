package dev.weir.cache.store;

import dev.weir.cache.compact.KeyHash;
import dev.weir.cache.rule.CacheKey;
import java.nio.charset.StandardCharsets;

/// How the octets of a URL become a hash.
interface Hashing {
  KeyHash of(byte[] url, int from, int to);

  /// The hash of a key's URL.
  default KeyHash of(CacheKey key) {
    byte[] url = key.url().getBytes(StandardCharsets.ISO_8859_1);
    return of(url, 0, url.length);
  }
}
