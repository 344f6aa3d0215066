package dev.weir.wccp.simulation;

import dev.weir.wccp.assignment.MaskSet;
import dev.weir.wccp.cache.CacheEffect;
import dev.weir.wccp.cache.CacheEvent;
import dev.weir.wccp.cache.CacheGroup;
import dev.weir.wccp.cache.CacheSettings;
import dev.weir.wccp.cache.CacheSnapshot;
import dev.weir.wccp.message.Component;
import dev.weir.wccp.message.Component.Commands;
import dev.weir.wccp.message.Component.Commands.Command;
import dev.weir.wccp.message.Message;
import dev.weir.wccp.negotiation.CachePreferences;
import dev.weir.wccp.negotiation.Distribution;
import dev.weir.wccp.negotiation.RouterOffer;
import dev.weir.wccp.negotiation.Transport;
import dev.weir.wccp.router.RouterEffect;
import dev.weir.wccp.router.RouterEvent;
import dev.weir.wccp.router.RouterGroup;
import dev.weir.wccp.router.RouterSnapshot;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// The product's machines: the one place of the simulation that constructs them and their events.
public final class RealMachines implements Machines {
  private static final List<Transport> GRE = List.of(Transport.GRE);
  private static final Duration FASTEST = Duration.ofSeconds(1);
  private static final Duration SLOWEST = Duration.ofSeconds(10);

  @Override
  public CacheMachine cache(CacheSeat seat, Instant now) {
    var terms = seat.terms();
    var group =
        new CacheGroup(
            new CacheSettings(
                service(terms.group()),
                seat.self(),
                seat.weight(),
                new CacheSettings.Routers.Listed(seat.routers()),
                new CachePreferences(
                    GRE,
                    terms.byMask()
                        ? List.of(Distribution.MASK, Distribution.HASH)
                        : List.of(Distribution.HASH),
                    GRE,
                    terms.interval()),
                MaskSet.Mask.DEFAULT,
                terms.minorMost(),
                seat.firstNumber()),
            now);
    seat.members().ifPresent(it -> group.on(new CacheEvent.Members(it), now));
    return new RealCache(group);
  }

  @Override
  public RouterMachine router(RouterSeat seat, Instant now) {
    var offer = RouterOffer.plain(seat.plainTimers() ? SLOWEST : FASTEST, SLOWEST);
    var settings =
        RouterGroup.Settings.standard(
            service(seat.terms().group()),
            seat.routerId(),
            new RouterOffer(
                offer.forwarding(),
                EnumSet.allOf(Distribution.class),
                offer.packetReturn(),
                offer.timers()),
            _ -> true);
    var real =
        new RealRouter(
            new RouterGroup(Rewrite.with(settings, "minorMost", seat.terms().minorMost())));
    return seat.plainTimers() || seat.strict() ? new OtherMake(real, seat) : real;
  }

  /// The SHUTDOWN command about a cache.
  static Commands shutdown(InetAddress cache) {
    return new Commands(List.of(new Command(Command.SHUTDOWN, cache)));
  }

  private static Component.Service service(dev.weir.wccp.message.ServiceGroup group) {
    return group.type() == dev.weir.wccp.message.ServiceGroup.Type.STANDARD
        ? group.standardService()
        : new Component.Service(group, 100, 6, 0x11, List.of(8000 + group.id()));
  }

  private record RealCache(CacheGroup group) implements CacheMachine {
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

  private record RealRouter(RouterGroup group) implements RouterMachine {
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
