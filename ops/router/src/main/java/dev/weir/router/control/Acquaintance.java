package dev.weir.router.control;

import dev.weir.router.show.Greeting;
import dev.weir.wccp.message.Message;
import dev.weir.wccp.router.RouterEffect;
import dev.weir.wccp.router.RouterSnapshot;
import java.net.InetAddress;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// What operators ask of a group beyond its machine's state: since when each cache is usable, which
/// caches never echo us, and what routers the caches report.
///
/// A value: each event makes the next one. It knows the caches of the group and no others, so it is
/// as bounded as the group.
///
/// @param caches what is known of each cache
/// @param routers the routers in the last I_SEE_YOU
public record Acquaintance(Map<InetAddress, Known> caches, List<InetAddress> routers) {
  /// Nobody was met yet.
  public static final Acquaintance NONE = new Acquaintance(Map.of(), List.of());

  /// Misses that come before the state is called by its name: one may be a message that crossed
  /// ours.
  private static final int MISSES_MIN = 2;

  /// One cache.
  ///
  /// @param misses greetings that echoed none of our answers, until the first that did
  public record Known(int misses, boolean echoed, Optional<Instant> usableSince) {
    private static final Known NEW = new Known(0, false, Optional.empty());

    /// Whether it has had answers and never told one of their receive ids.
    public boolean neverEchoed() {
      return !echoed && misses >= MISSES_MIN;
    }

    private Known greeted(Greeting greeting) {
      boolean missed = greeting.answered() && !greeting.valid() && misses < MISSES_MIN;
      return new Known(misses + (missed ? 1 : 0), echoed || greeting.valid(), usableSince);
    }
  }

  /// Keeps copies.
  public Acquaintance {
    caches = Map.copyOf(caches);
    routers = List.copyOf(routers);
  }

  /// What is known of a cache.
  public Known of(InetAddress cache) {
    return caches.getOrDefault(cache, Known.NEW);
  }

  /// After a greeting, which the group has not answered yet.
  Acquaintance after(Greeting greeting) {
    var next = new HashMap<>(caches);
    next.put(greeting.cache(), of(greeting.cache()).greeted(greeting));
    return new Acquaintance(next, routers);
  }

  /// After what the group did; caches that it does not know any more are forgotten.
  Acquaintance after(List<RouterEffect> effects, RouterSnapshot group, Instant now) {
    var next = new HashMap<>(caches);
    List<InetAddress> told = routers;
    for (RouterEffect effect : effects) {
      if (effect instanceof RouterEffect.CacheUsable(InetAddress cache, int _)) {
        next.put(cache, new Known(0, true, Optional.of(now)));
      } else if (effect instanceof RouterEffect.Send(Message.ISeeYou message, InetAddress _)) {
        told = message.view().routers();
      }
    }
    next.keySet()
        .retainAll(
            group.caches().stream().map(RouterSnapshot.Cache::address).collect(Collectors.toSet()));
    return new Acquaintance(next, told);
  }
}
