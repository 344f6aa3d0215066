package dev.weir.node.ownership.live;

import dev.weir.cache.rule.CacheKey;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Random;

/// The URLs that clients ask for, of a few hosts with a hundred addresses each.
record Urls(Random random, int hosts, int targets) {
  /// An address that is no origin's.
  static final InetSocketAddress ANYWHERE =
      new InetSocketAddress(InetAddress.ofLiteral("198.51.100.1"), 80);

  CacheKey any() {
    return new CacheKey(
        "http", "host" + random.nextInt(hosts) + ".test", "/" + random.nextInt(targets));
  }

  /// Where a client connects to.
  InetSocketAddress destination(CacheKey key) {
    int host = 1 + key.authority().charAt(4) - '0';
    return new InetSocketAddress(
        InetAddress.ofLiteral("198.51." + host + "." + random.nextInt(100)), 80);
  }
}
