package dev.weir.node.ownership.spread;

import dev.weir.node.ownership.home.HomeMessage.Busy;
import dev.weir.node.ownership.home.HomeMessage.Load;
import java.net.Inet4Address;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// What all nodes have told of their clients' requests in the last minute.
///
/// Not safe for two threads.
public final class ClusterLoad {
  /// How long a node counts before it tells.
  public static final Duration INTERVAL = Duration.ofSeconds(10);

  /// How far back shares are looked at.
  public static final Duration SPAN = Duration.ofMinutes(1);

  /// Twice what 32 nodes tell in that time.
  private static final int TOLD_MAX = 384;

  private final Deque<Told> told = new ArrayDeque<>();
  private Optional<Instant> began = Optional.empty();

  private record Told(Inet4Address by, Instant at, Load load) {}

  /// A node has told what it counted in the last interval.
  public void add(Inet4Address by, Load load, Instant now) {
    began = began.or(() -> Optional.of(now));
    told.addLast(new Told(by, now, load));
    while (!told.getFirst().at().plus(SPAN).isAfter(now) || told.size() > TOLD_MAX) {
      told.removeFirst();
    }
  }

  /// The share of the cluster's requests that each busy host took, 0–1, in a whole minute.
  ///
  /// None before that minute is over, and none of fewer than `requestsMin` requests.
  public Map<Long, Double> shares(long requestsMin, Instant now) {
    var hosts = new HashMap<Long, Long>();
    long requests = 0;
    for (Told it : told) {
      if (it.at().plus(SPAN).isAfter(now)) {
        requests += it.load().requests();
        for (Busy busy : it.load().hosts()) {
          hosts.merge(busy.host(), busy.requests(), Long::sum);
        }
      }
    }
    var shares = new HashMap<Long, Double>();
    boolean whole = began.filter(it -> !now.isBefore(it.plus(SPAN).minus(INTERVAL))).isPresent();
    if (whole && requests >= requestsMin && requests > 0) {
      double all = requests;
      hosts.forEach((host, count) -> shares.put(host, count / all));
    }
    return shares;
  }
}
