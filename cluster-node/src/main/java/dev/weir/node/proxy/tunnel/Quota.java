package dev.weir.node.proxy.tunnel;

import java.net.InetAddress;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;

/// How many of something there may be, in all and for one client. For any thread.
public final class Quota {
  private final IntSupplier max;
  private final IntSupplier perClientMax;
  private final AtomicInteger used = new AtomicInteger();
  private final ConcurrentMap<InetAddress, Integer> clients = new ConcurrentHashMap<>();

  /// One of which nothing is taken; each bound is asked for whenever something is.
  public Quota(IntSupplier max, IntSupplier perClientMax) {
    this.max = max;
    this.perClientMax = perClientMax;
  }

  /// Takes one, unless there are too many; to be given back.
  public boolean take(InetAddress client) {
    if (used.incrementAndGet() > max.getAsInt()) {
      used.decrementAndGet();
      return false;
    }
    if (clients.merge(client, 1, Integer::sum) > perClientMax.getAsInt()) {
      giveBack(client);
      return false;
    }
    return true;
  }

  /// Gives back what was taken for this client.
  public void giveBack(InetAddress client) {
    clients.computeIfPresent(client, (_, count) -> count == 1 ? null : count - 1);
    used.decrementAndGet();
  }

  /// How many are taken now.
  public int used() {
    return used.get();
  }
}
