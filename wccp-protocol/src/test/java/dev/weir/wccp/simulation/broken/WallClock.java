package dev.weir.wccp.simulation.broken;

import dev.weir.wccp.cache.CacheEffect;
import dev.weir.wccp.cache.CacheSnapshot;
import dev.weir.wccp.message.Message;
import dev.weir.wccp.simulation.CacheMachine;
import dev.weir.wccp.simulation.Machines.CacheSeat;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/// A machine whose driver goes by the wall clock instead of the monotonic one.
record WallClock(CacheMachine real, CacheSeat seat, Duration ahead) implements CacheMachine {
  static CacheMachine of(CacheMachine real, CacheSeat seat, Instant now) {
    return new WallClock(real, seat, Duration.between(now, seat.wallClock().get()));
  }

  @Override
  public List<CacheEffect> join(Instant now) {
    return real.join(wall());
  }

  @Override
  public List<CacheEffect> leave(Instant now) {
    return real.leave(wall());
  }

  @Override
  public List<CacheEffect> received(Message message, InetAddress from, Instant now) {
    return real.received(message, from, wall());
  }

  @Override
  public List<CacheEffect> dead(Set<InetAddress> caches, Instant now) {
    return real.dead(caches, wall());
  }

  @Override
  public List<CacheEffect> deadlinePassed(Instant now) {
    return real.deadlinePassed(wall());
  }

  /// On the monotonic clock, as far as one can tell before the next jump.
  @Override
  public Instant nextDeadline() {
    var next = real.nextDeadline();
    return next.equals(Instant.MAX) ? next : next.minus(Duration.between(monotonic(), wall()));
  }

  @Override
  public CacheSnapshot snapshot() {
    return real.snapshot();
  }

  private Instant wall() {
    return seat.wallClock().get().minus(ahead);
  }

  private Instant monotonic() {
    return seat.monotonicClock().get();
  }
}
