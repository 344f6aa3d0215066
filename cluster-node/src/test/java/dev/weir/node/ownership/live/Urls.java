package dev.weir.node.ownership.live;

import dev.weir.cache.rule.CacheKey;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/// The URLs that clients ask for, of a few hosts with a hundred addresses each.
record Urls(Random random, int hosts, int targets) {
  /// An address that is no origin's.
  static final InetSocketAddress ANYWHERE =
      new InetSocketAddress(InetAddress.ofLiteral("198.51.100.1"), 80);

  CacheKey any() {
    return key(random.nextInt(hosts), random.nextInt(targets));
  }

  private static CacheKey key(int host, int target) {
    return new CacheKey("http", "host" + host + ".test", "/" + target);
  }

  /// Each of them.
  List<CacheKey> all() {
    return IntStream.range(0, hosts * targets)
        .mapToObj(i -> key(i / targets, i % targets))
        .toList();
  }

  /// Where a client connects to.
  InetSocketAddress destination(CacheKey key) {
    int host = 1 + key.authority().charAt(4) - '0';
    return new InetSocketAddress(
        InetAddress.ofLiteral("198.51." + host + "." + random.nextInt(100)), 80);
  }
}
