package dev.weir.node.ownership.spread;

import dev.weir.node.ownership.home.HomeMessage.Busy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/// The busiest hosts of a stream of requests, counted in a bounded space (Misra-Gries).
///
/// A host that takes more than 1/[#COUNT_MAX] of the requests is among them; its count is too low
/// by at most that share. Not safe for two threads.
public final class BusyHosts {
  /// How many hosts are counted at once.
  public static final int COUNT_MAX = 64;

  private final long[] hosts = new long[COUNT_MAX];
  private final long[] counts = new long[COUNT_MAX];
  private long requests;

  /// A request has named a host; it stands for `weight` requests.
  public void count(long host, int weight) {
    requests += weight;
    int free = COUNT_MAX;
    for (int i = 0; i < COUNT_MAX; i++) {
      if (counts[i] > 0 && hosts[i] == host) {
        counts[i] += weight;
        return;
      }
      free = counts[i] == 0 ? i : free;
    }
    if (free < COUNT_MAX) {
      hosts[free] = host;
      counts[free] = weight;
    } else {
      for (int i = 0; i < COUNT_MAX; i++) {
        counts[i] = Math.max(0, counts[i] - weight);
      }
    }
  }

  /// How many requests were counted.
  public long requests() {
    return requests;
  }

  /// The busiest hosts first.
  public List<Busy> busiest() {
    var busy = new ArrayList<Busy>();
    for (int i = 0; i < COUNT_MAX; i++) {
      if (counts[i] > 0) {
        busy.add(new Busy(hosts[i], counts[i]));
      }
    }
    busy.sort(Comparator.comparingLong(Busy::requests).reversed());
    return busy;
  }

  /// Begins anew.
  public void clear() {
    Arrays.fill(counts, 0);
    requests = 0;
  }
}
