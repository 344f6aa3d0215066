package dev.weir.node.proxy.entrance;

import java.net.InetAddress;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;

/// How many of something there may be, in all and for one client. For any thread.
final class Quota {
  private final int max;
  private final int perClientMax;
  private final AtomicInteger used = new AtomicInteger();
  private final ConcurrentMap<InetAddress, Integer> clients = new ConcurrentHashMap<>();

  Quota(int max, int perClientMax) {
    this.max = max;
    this.perClientMax = perClientMax;
  }

  /// Takes one, unless there are too many; to be given back.
  boolean take(InetAddress client) {
    if (used.incrementAndGet() > max) {
      used.decrementAndGet();
      return false;
    }
    if (clients.merge(client, 1, Integer::sum) > perClientMax) {
      giveBack(client);
      return false;
    }
    return true;
  }

  void giveBack(InetAddress client) {
    clients.computeIfPresent(client, (_, count) -> count == 1 ? null : count - 1);
    used.decrementAndGet();
  }

  int used() {
    return used.get();
  }
}
