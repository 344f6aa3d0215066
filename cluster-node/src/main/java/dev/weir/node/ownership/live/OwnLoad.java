package dev.weir.node.ownership.live;

import dev.weir.node.ownership.home.HomeCodec;
import dev.weir.node.ownership.home.HomeMessage;
import dev.weir.node.ownership.spread.BusyHosts;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/// What this node's own clients ask for: one request in [#SAMPLE] is looked at. Safe for use by any
/// thread.
final class OwnLoad {
  /// One in so many requests is counted, and counts for all of them.
  static final int SAMPLE = 8;

  private final BusyHosts hosts = new BusyHosts();

  /// A client has asked for something of a host.
  void count(long host) {
    if (ThreadLocalRandom.current().nextInt(SAMPLE) == 0) {
      synchronized (this) {
        hosts.count(host, SAMPLE);
      }
    }
  }

  /// What was counted since the last call, to be told with the hosts that are spread here.
  synchronized HomeMessage.Load take(Set<Long> spread) {
    var busiest = hosts.busiest();
    int count = Math.min(HomeCodec.LOAD_HOSTS_MAX, busiest.size());
    var load =
        new HomeMessage.Load(
            hosts.requests(), busiest.subList(0, count), spread.stream().sorted().toList());
    hosts.clear();
    return load;
  }
}
