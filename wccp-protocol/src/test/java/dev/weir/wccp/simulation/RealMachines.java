package dev.weir.wccp.simulation;

import dev.weir.wccp.assignment.MaskSet;
import dev.weir.wccp.cache.CacheEffect;
import dev.weir.wccp.cache.CacheEvent;
import dev.weir.wccp.cache.CacheGroup;
import dev.weir.wccp.cache.CacheSettings;
import dev.weir.wccp.cache.CacheSnapshot;
import dev.weir.wccp.cache.Version1Cache;
import dev.weir.wccp.message.Component.Commands;
import dev.weir.wccp.message.Component.Commands.Command;
import dev.weir.wccp.message.Message;
import dev.weir.wccp.message.Version1;
import dev.weir.wccp.negotiation.CachePreferences;
import dev.weir.wccp.negotiation.Distribution;
import dev.weir.wccp.negotiation.RouterOffer;
import dev.weir.wccp.negotiation.Transport;
import dev.weir.wccp.router.RouterEffect;
import dev.weir.wccp.router.RouterEvent;
import dev.weir.wccp.router.RouterGroup;
import dev.weir.wccp.router.RouterSnapshot;
import dev.weir.wccp.router.Version1Router;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The product's machines: the one place of the simulation that constructs them and their events.
public final class RealMachines implements Machines {
  private static final List<Transport> GRE = List.of(Transport.GRE);
  private static final Duration FASTEST = Duration.ofSeconds(1);
  private static final Duration SLOWEST = Duration.ofSeconds(10);

  @Override
  public CacheMachine cache(CacheSeat seat, Instant now) {
    var machine =
        seat.terms().manner() == Manner.VERSION_1
            ? new Version1Cache(version1(seat), now)
            : new CacheGroup(settings(seat), now);
    seat.members().ifPresent(it -> machine.on(new CacheEvent.Members(it), now));
    return new RealCache(machine);
  }

  private static CacheSettings settings(CacheSeat seat) {
    var terms = seat.terms();
    return new CacheSettings(
        terms.service(),
        seat.self(),
        seat.weight(),
        terms.manner() == Manner.MULTICAST
            ? new CacheSettings.Routers.Multicast(Manner.GROUP)
            : new CacheSettings.Routers.Listed(seat.routers()),
        new CachePreferences(
            GRE,
            terms.byMask()
                ? List.of(Distribution.MASK, Distribution.HASH)
                : List.of(Distribution.HASH),
            GRE,
            terms.interval()),
        MaskSet.Mask.DEFAULT,
        terms.minorMost(),
        new CacheSettings.Numbering(seat.firstNumber(), seat.lead()),
        false);
  }

  private static Version1Cache.Settings version1(CacheSeat seat) {
    boolean tellsHistory = (seat.self().getAddress()[3] & 1) == 0;
    return new Version1Cache.Settings(
        seat.self(), seat.routers().getFirst(), Version1.VERSION, tellsHistory);
  }

  @Override
  public RouterMachine router(RouterSeat seat, Instant now) {
    if (seat.terms().manner() == Manner.VERSION_1) {
      return new RealRouter(
          new Version1Router(new Version1Router.Settings(seat.routerId(), _ -> true)));
    }
    var offer = RouterOffer.plain(seat.plainTimers() ? SLOWEST : FASTEST, SLOWEST);
    var settings =
        RouterGroup.Settings.standard(
            seat.terms().service(),
            seat.routerId(),
            new RouterOffer(
                offer.forwarding(),
                EnumSet.allOf(Distribution.class),
                offer.packetReturn(),
                offer.timers()),
            _ -> true);
    var real =
        new RealRouter(
            new RouterGroup(
                Rewrite.with(
                    seat.terms().manner() == Manner.MULTICAST ? inGroup(settings) : settings,
                    "minorMost",
                    seat.terms().minorMost())));
    return seat.plainTimers() || seat.strict() ? new OtherMake(real, seat) : real;
  }

  /// The SHUTDOWN command about a cache.
  static Commands shutdown(InetAddress cache) {
    return new Commands(List.of(new Command(Command.SHUTDOWN, cache)));
  }

  private static RouterGroup.Settings inGroup(RouterGroup.Settings settings) {
    return Rewrite.with(
        Rewrite.with(settings, "groupAddress", Optional.of(Manner.GROUP)),
        "seed",
        (long) settings.routerId().hashCode());
  }

  private record RealCache(dev.weir.wccp.cache.CacheMachine group) implements CacheMachine {
    @Override
    public List<CacheEffect> join(Instant now) {
      return group.on(new CacheEvent.Join(), now);
    }

    @Override
    public List<CacheEffect> leave(Instant now) {
      return group.on(new CacheEvent.Leave(), now);
    }

    @Override
    public List<CacheEffect> received(Message message, InetAddress from, Instant now) {
      return group.on(new CacheEvent.Received(message, from), now);
    }

    @Override
    public List<CacheEffect> dead(Set<InetAddress> caches, Instant now) {
      return group.on(new CacheEvent.Dead(caches), now);
    }

    @Override
    public List<CacheEffect> deadlinePassed(Instant now) {
      return group.on(new CacheEvent.DeadlinePassed(), now);
    }

    @Override
    public Instant nextDeadline() {
      return group.nextDeadline();
    }

    @Override
    public CacheSnapshot snapshot() {
      return group.snapshot();
    }
  }

  private record RealRouter(dev.weir.wccp.router.RouterMachine group) implements RouterMachine {
    @Override
    public List<RouterEffect> received(
        Message message, InetAddress from, InetAddress sentTo, Instant now) {
      return group.on(new RouterEvent.Received(message, from, sentTo), now);
    }

    @Override
    public List<RouterEffect> deadlinePassed(Instant now) {
      return group.on(new RouterEvent.DeadlinePassed(), now);
    }

    @Override
    public Instant nextDeadline() {
      return group.nextDeadline();
    }

    @Override
    public RouterSnapshot snapshot() {
      return group.snapshot();
    }
  }
}
