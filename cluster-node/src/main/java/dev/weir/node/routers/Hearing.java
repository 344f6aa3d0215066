package dev.weir.node.routers;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// When each router was last heard. Told by the control thread, read by any.
public final class Hearing {
  /// As many as two service groups can have (§1: 32 each).
  private static final int ROUTERS_MAX = 64;

  private final InstantSource clock;
  private final Map<InetAddress, Instant> heard = new ConcurrentHashMap<>();

  /// Nobody has been heard yet.
  ///
  /// @param clock the node's monotonic clock
  public Hearing(InstantSource clock) {
    this.clock = clock;
  }

  /// A router has said something.
  public void heard(InetAddress router) {
    if (heard.size() < ROUTERS_MAX || heard.containsKey(router)) {
      heard.put(router, clock.instant());
    }
  }

  /// For how long a router has said nothing; empty before its first word.
  public Optional<Duration> silence(InetAddress router) {
    return Optional.ofNullable(heard.get(router))
        .map(since -> Duration.between(since, clock.instant()));
  }
}
