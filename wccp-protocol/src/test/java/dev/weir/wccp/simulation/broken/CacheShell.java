package dev.weir.wccp.simulation.broken;

import dev.weir.wccp.cache.CacheEffect;
import dev.weir.wccp.cache.CacheSnapshot;
import dev.weir.wccp.message.Message;
import dev.weir.wccp.simulation.CacheMachine;
import java.net.InetAddress;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// A cache's machine with everything that goes in and comes out open to distortion.
class CacheShell implements CacheMachine {
  final CacheMachine real;

  CacheShell(CacheMachine real) {
    this.real = real;
  }

  /// What the machine gets to see of a message; nothing when it is kept from it.
  Optional<Message> in(Message message, InetAddress from, Instant now) {
    return Optional.of(message);
  }

  /// What becomes of an effect.
  Stream<CacheEffect> out(CacheEffect effect, Instant now) {
    return Stream.of(effect);
  }

  @Override
  public List<CacheEffect> join(Instant now) {
    return all(real.join(now), now);
  }

  @Override
  public List<CacheEffect> leave(Instant now) {
    return all(real.leave(now), now);
  }

  @Override
  public List<CacheEffect> received(Message message, InetAddress from, Instant now) {
    return in(message, from, now)
        .map(it -> all(real.received(it, from, now), now))
        .orElse(List.of());
  }

  @Override
  public List<CacheEffect> dead(Set<InetAddress> caches, Instant now) {
    return all(real.dead(caches, now), now);
  }

  @Override
  public List<CacheEffect> deadlinePassed(Instant now) {
    return all(real.deadlinePassed(now), now);
  }

  @Override
  public Instant nextDeadline() {
    return real.nextDeadline();
  }

  @Override
  public CacheSnapshot snapshot() {
    return real.snapshot();
  }

  final List<CacheEffect> all(List<CacheEffect> effects, Instant now) {
    return effects.stream().flatMap(it -> out(it, now)).toList();
  }
}
