package dev.weir.wccp.simulation.broken;

import dev.weir.wccp.assignment.AddressOrder;
import dev.weir.wccp.assignment.AssignmentKey;
import dev.weir.wccp.cache.CacheEffect;
import dev.weir.wccp.message.CacheIdentity;
import dev.weir.wccp.message.Component.RouterIdentity;
import dev.weir.wccp.message.Component.RouterView;
import dev.weir.wccp.message.Message;
import dev.weir.wccp.message.Version1;
import dev.weir.wccp.simulation.CacheMachine;
import dev.weir.wccp.simulation.Machines.CacheSeat;
import dev.weir.wccp.simulation.Reading;
import dev.weir.wccp.simulation.Rewrite;
import java.net.InetAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/// Caches that hear what was not said, or do not hear what was.
final class HearingDefects {
  private HearingDefects() {}

  private static Optional<Message> view(Message message, UnaryOperator<RouterView> change) {
    return Optional.of(Rewrite.each(message, RouterView.class, change));
  }

  /// Views without the caches that are not believed in.
  private static Optional<Message> seeing(Message message, Predicate<CacheIdentity> believed) {
    return view(
        message, it -> Rewrite.with(it, "caches", it.caches().stream().filter(believed).toList()));
  }

  static final class OneView extends CacheShell {
    private Optional<InetAddress> first = Optional.empty();
    private List<CacheIdentity> caches = List.of();

    OneView(CacheMachine real) {
      super(real);
    }

    @Override
    Optional<Message> in(Message message, InetAddress from, Instant now) {
      if (message instanceof Message.ISeeYou seen) {
        first = first.isEmpty() ? Optional.of(seen.router().router()) : first;
        caches = first.get().equals(seen.router().router()) ? seen.view().caches() : caches;
      }
      return view(message, it -> Rewrite.with(it, "caches", caches));
    }
  }

  static final class Duel extends CacheShell {
    private final InetAddress self;

    Duel(CacheMachine real, CacheSeat seat) {
      super(real);
      this.self = seat.self();
    }

    @Override
    Optional<Message> in(Message message, InetAddress from, Instant now) {
      return seeing(message, cache -> AddressOrder.UNSIGNED.compare(cache.address(), self) >= 0);
    }
  }

  static final class Version1Duel extends CacheShell {
    private final InetAddress self;

    Version1Duel(CacheMachine real, CacheSeat seat) {
      super(real);
      this.self = seat.self();
    }

    @Override
    Optional<Message> in(Message message, InetAddress from, Instant now) {
      return Optional.of(
          Rewrite.each(
              message,
              Version1.ISeeYou.class,
              it ->
                  Rewrite.with(
                      it,
                      "caches",
                      it.caches().stream()
                          .filter(one -> AddressOrder.UNSIGNED.compare(one.cache(), self) >= 0)
                          .toList())));
    }
  }

  static final class FlushIgnored extends CacheShell {
    private Optional<AssignmentKey> sent = Optional.empty();

    FlushIgnored(CacheMachine real) {
      super(real);
    }

    @Override
    Optional<Message> in(Message message, InetAddress from, Instant now) {
      return view(message, it -> it.key().isPresent() ? it : Rewrite.with(it, "key", sent));
    }

    @Override
    Stream<CacheEffect> out(CacheEffect effect, Instant now) {
      if (effect instanceof CacheEffect.Send send
          && send.message() instanceof Message.RedirectAssign assign) {
        sent = Optional.of(Reading.key(assign));
      }
      return Stream.of(effect);
    }
  }

  static final class QueryIgnored extends CacheShell {
    QueryIgnored(CacheMachine real) {
      super(real);
    }

    @Override
    public List<CacheEffect> received(Message message, InetAddress from, Instant now) {
      var effects = super.received(message, from, now);
      return message instanceof Message.RemovalQuery
          ? effects.stream().filter(it -> !(it instanceof CacheEffect.Send)).toList()
          : effects;
    }
  }

  static final class Undead extends CacheShell {
    private final Map<InetAddress, Message> last = new LinkedHashMap<>();

    Undead(CacheMachine real) {
      super(real);
    }

    @Override
    public List<CacheEffect> received(Message message, InetAddress from, Instant now) {
      var effects = super.received(message, from, now);
      if (message instanceof Message.ISeeYou
          && effects.stream().noneMatch(CacheEffect.Ignored.class::isInstance)) {
        last.put(from, message);
      }
      return effects;
    }

    @Override
    public List<CacheEffect> deadlinePassed(Instant now) {
      var effects = new ArrayList<CacheEffect>();
      last.forEach((from, message) ->
          real.received(message, from, now).stream()
              .filter(it -> !(it instanceof CacheEffect.Ignored))
              .forEach(effects::add));
      effects.addAll(super.deadlinePassed(now));
      return effects;
    }
  }

  static final class Gullible extends CacheShell {
    private final CacheSeat seat;

    Gullible(CacheMachine real, CacheSeat seat) {
      super(real);
      this.seat = seat;
    }

    @Override
    Optional<Message> in(Message message, InetAddress from, Instant now) {
      return Optional.of(
          seat.routers().contains(from)
              ? Rewrite.each(
                  message,
                  RouterIdentity.class,
                  it ->
                      Rewrite.with(
                          Rewrite.with(it, "sentTo", from), "receivedFrom", List.of(seat.self())))
              : message);
    }
  }

  /// Foreign caches are not heard of: the lowest member always takes itself for designated.
  static final class Fighter extends CacheShell {
    private final CacheSeat seat;

    Fighter(CacheMachine real, CacheSeat seat) {
      super(real);
      this.seat = seat;
    }

    @Override
    Optional<Message> in(Message message, InetAddress from, Instant now) {
      return seeing(
          message, cache -> seat.members().filter(all -> !all.contains(cache.address())).isEmpty());
    }
  }

  static final class DeafToDeath extends CacheShell {
    DeafToDeath(CacheMachine real) {
      super(real);
    }

    @Override
    public List<CacheEffect> dead(Set<InetAddress> caches, Instant now) {
      return List.of();
    }
  }
}
