package dev.weir.bench;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.stream.IntStream;

/// Caches and routers in virtual time, on a network that takes a millisecond and loses nothing.
final class Cluster {
  private static final Duration LATENCY = Duration.ofMillis(1);
  private static final Duration BETWEEN_STARTS = Duration.ofMillis(37);
  private static final int CACHE_NET = 0;
  private static final int ROUTER_NET = 1;

  private record Due(Instant at, long order, Station station, Runnable action) {}

  private final PriorityQueue<Due> queue =
      new PriorityQueue<>(Comparator.comparing(Due::at).thenComparingLong(Due::order));
  private final Map<InetAddress, Station> stations = new LinkedHashMap<>();
  private final Map<Station, Instant> alarms = new HashMap<>();
  private final Map<Station, Usage> watched = new LinkedHashMap<>();
  private final int groupCount;
  private Instant now = Instant.EPOCH;
  private long order;

  Cluster(int cacheCount, int routerCount, int groupCount) {
    this.groupCount = groupCount;
    var services = Station.services(groupCount);
    var routers =
        IntStream.rangeClosed(1, routerCount).mapToObj(it -> address(ROUTER_NET, it)).toList();
    routers.forEach(it -> stations.put(it, new RouterStation(it, services)));
    var caches =
        IntStream.rangeClosed(1, cacheCount).mapToObj(it -> address(CACHE_NET, it)).toList();
    for (int i = 1; i <= cacheCount; i++) {
      var cache = new CacheStation(caches.get(i - 1), routers, services, now);
      stations.put(cache.address(), cache);
      push(BETWEEN_STARTS.multipliedBy(i), cache, () -> send(cache.join(Set.copyOf(caches), now)));
    }
  }

  /// The cache whose address is that of the first, which is designated, or of another.
  Station cache(int number) {
    return station(address(CACHE_NET, number));
  }

  Station router(int number) {
    return station(address(ROUTER_NET, number));
  }

  /// From now on it is noted what this station uses.
  void watch(Station station) {
    watched.put(station, Usage.NONE);
  }

  /// What a watched station has used since.
  Usage used(Station station) {
    return watched.getOrDefault(station, Usage.NONE);
  }

  /// Goes on for so much simulated time.
  void run(Duration length) {
    var end = now.plus(length);
    while (!queue.isEmpty() && !queue.peek().at().isAfter(end)) {
      var due = queue.remove();
      now = due.at();
      if (watched.containsKey(due.station())) {
        var before = Usage.now();
        due.action().run();
        alarm(due.station());
        watched.merge(due.station(), Usage.now().minus(before), Usage::plus);
      } else {
        due.action().run();
        alarm(due.station());
      }
    }
    now = end;
  }

  /// Whether every station goes by a table without holes in every group, and all by the same.
  boolean converged() {
    var tables = stations.values().iterator().next().tables();
    return tables.size() == groupCount
        && tables.stream().allMatch(it -> it.assignedCount() == 256)
        && stations.values().stream().allMatch(it -> it.tables().equals(tables));
  }

  private void receive(Station station, Datagram datagram) {
    send(station.received(datagram, now));
  }

  private void alarm(Station station) {
    var due = station.nextDeadline();
    if (!due.equals(Instant.MAX) && !due.equals(alarms.put(station, due))) {
      var at = due.isBefore(now) ? now : due;
      push(Duration.between(now, at), station, () -> wake(station, due));
    }
  }

  private void wake(Station station, Instant due) {
    if (alarms.remove(station, due)) {
      send(station.deadlinePassed(now));
    }
  }

  private void send(List<Datagram> datagrams) {
    for (Datagram it : datagrams) {
      var to = station(it.to());
      push(LATENCY, to, () -> receive(to, it));
    }
  }

  private void push(Duration in, Station station, Runnable action) {
    queue.add(new Due(now.plus(in), order++, station, action));
  }

  private Station station(InetAddress address) {
    var station = stations.get(address);
    if (station == null) {
      throw new IllegalArgumentException(address.toString());
    }
    return station;
  }

  private static InetAddress address(int net, int host) {
    try {
      return InetAddress.getByAddress(new byte[] {10, 0, (byte) net, (byte) host});
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
