package dev.weir.node.tally;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.LongAdder;

/// The hosts that are asked for most. For any thread; a host that is known is counted without lock.
///
/// Of [#HOSTS_MAX] hosts a new one takes the place of the rarest and its count, as in "space
/// saving" (Metwally); one in [#TRIES] does, so that a flood of names costs little.
final class PopularHosts {
  static final int HOSTS_MAX = 512;
  private static final int TRIES = 16;
  private static final int NAME_CHARS_MAX = 253;

  private final Map<String, Host> hosts = new ConcurrentHashMap<>();

  private record Host(LongAdder requests, LongAdder octets) {}

  /// A host with what was asked of it, since the start.
  record Row(String host, long requests, long octets) {}

  void count(String name, long octets) {
    Host known = hosts.get(name);
    if (known == null) {
      if (name.isEmpty() || name.length() > NAME_CHARS_MAX) {
        return;
      }
      if (hosts.size() >= HOSTS_MAX && ThreadLocalRandom.current().nextInt(TRIES) > 0) {
        return;
      }
      known = admit(name);
    }
    known.requests.increment();
    known.octets.add(octets);
  }

  private synchronized Host admit(String name) {
    var host = new Host(new LongAdder(), new LongAdder());
    if (hosts.size() >= HOSTS_MAX) {
      top(HOSTS_MAX).stream()
          .min(Comparator.comparingLong(Row::requests))
          .ifPresent(rarest -> {
            hosts.remove(rarest.host);
            host.requests.add(rarest.requests);
          });
    }
    Host before = hosts.putIfAbsent(name, host);
    return before == null ? host : before;
  }

  /// The most popular, first.
  List<Row> top(int most) {
    return hosts.entrySet().stream()
        .map(it -> new Row(it.getKey(), it.getValue().requests.sum(), it.getValue().octets.sum()))
        .sorted(Comparator.comparingLong(Row::requests).reversed().thenComparing(Row::host))
        .limit(most)
        .toList();
  }
}
