package dev.weir.wccp.assignment;

import java.net.InetAddress;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// What caches last owned, so that one that returns gets it back (§5.4).
///
/// Bounded by [#COUNT_MAX]: the cache whose share was told longest ago is forgotten first. Confined
/// to the machine that keeps it.
public final class FormerShares {
  /// How many caches are remembered.
  public static final int COUNT_MAX = 64;

  private final Map<InetAddress, BucketSet> shares = new LinkedHashMap<>();

  /// Takes in what a cache owns, or says that it has owned. Nothing is no share.
  public void remember(InetAddress cache, BucketSet share) {
    if (share.isEmpty()) {
      return;
    }
    shares.remove(cache);
    shares.put(cache, share);
    if (shares.size() > COUNT_MAX) {
      shares.remove(shares.keySet().iterator().next());
    }
  }

  /// What a cache is remembered to have owned.
  public BucketSet of(InetAddress cache) {
    return shares.getOrDefault(cache, BucketSet.EMPTY);
  }

  /// All that is remembered, as it is now and will be.
  public Map<InetAddress, BucketSet> view() {
    return Collections.unmodifiableMap(shares);
  }
}
