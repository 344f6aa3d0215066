package dev.weir.node.ownership.spread;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/// Which of the hosts that this node is the directory of are spread.
///
/// In a cluster of N nodes a host that took more than 1.5/N of the last minute's requests is
/// spread; when it has taken less than 0.75/N for [#CALM_FOR], it goes home. Not safe for two
/// threads.
public final class SpreadRule {
  /// How long a spread host is calm before it goes home; longer than two hand-overs.
  public static final Duration CALM_FOR = Duration.ofMinutes(5);

  /// Below this many requests in a minute a cluster has no busy hosts.
  public static final long REQUESTS_MIN = 3_000;

  /// No more hosts than this can each take more than 1.5/N of the requests of 32 nodes.
  public static final int SPREAD_MAX = 22;

  private static final double BUSY = 1.5;
  private static final double CALM = 0.75;

  private final Map<Long, Instant> calmSince = new HashMap<>();

  /// Looks at the shares of all hosts that this node is the directory of; `spread` are those of
  /// them that are spread so far. Those that are from now on.
  public Set<Long> look(Map<Long, Double> shares, Set<Long> spread, int nodes, Instant now) {
    calmSince.keySet().retainAll(spread);
    spread.forEach(host -> calmSince.putIfAbsent(host, now));
    shares.forEach((host, share) -> {
      if (nodes > 1 && share * nodes > BUSY && calmSince.size() < SPREAD_MAX) {
        calmSince.putIfAbsent(host, now);
      }
    });
    calmSince.replaceAll(
        (host, since) -> shares.getOrDefault(host, 0.0) * nodes < CALM ? since : now);
    calmSince.values().removeIf(since -> !now.isBefore(since.plus(CALM_FOR)));
    return Set.copyOf(calmSince.keySet());
  }
}
