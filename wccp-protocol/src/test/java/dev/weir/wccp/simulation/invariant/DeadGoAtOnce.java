package dev.weir.wccp.simulation.invariant;

import dev.weir.wccp.cache.CacheEffect;
import dev.weir.wccp.cache.CacheSnapshot;
import dev.weir.wccp.message.CacheIdentity;
import dev.weir.wccp.message.Message;
import dev.weir.wccp.simulation.CacheParty;
import dev.weir.wccp.simulation.CacheStep;
import dev.weir.wccp.simulation.Input;
import dev.weir.wccp.simulation.Manner;
import dev.weir.wccp.simulation.Plan;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// F1 (§4.3, fast exchange).
///
/// It binds the cache that is designated and hears every router when it is told, of a cache that
/// all routers list; and no longer than both is so. An exchange with a router is open while a
/// HERE_I_AM of the last T/2 is unanswered. By multicast there is none.
final class DeadGoAtOnce implements Invariant {
  private static final Duration SOON = Duration.ofSeconds(2);

  /// What a cache owes, and the messages to each router that are not answered.
  private static final class Duty {
    Set<InetAddress> told = Set.of();
    Set<InetAddress> overdue = Set.of();
    Instant since = Instant.MAX;
    final Map<InetAddress, Exchange> open = new HashMap<>();
  }

  private static final class Exchange {
    int unanswered;
    Instant calledAt = Instant.MIN;
  }

  private final Plan plan;
  private final Sightings sightings;
  private final Map<CacheParty, Duty> duties = new HashMap<>();

  DeadGoAtOnce(Plan plan, Sightings sightings) {
    this.plan = plan;
    this.sightings = sightings;
  }

  @Override
  public String name() {
    return "F1";
  }

  @Override
  public String sentence() {
    return "The designated cache that is told of a death calls every router at once, and with their"
        + " answers, if not sooner, a table without the dead is on the wire: within 2 s where all"
        + " routers can be reached.";
  }

  @Override
  public Optional<String> afterCache(CacheStep step) {
    if (!step.ours() || !plan.knowledge().cluster()) {
      return Optional.empty();
    }
    var duty = duties.computeIfAbsent(step.party(), _ -> new Duty());
    boolean told = step.input() instanceof Input.Dead && learns(step, duty);
    follow(step, duty);
    if (!bound(step) || step.tables().findAny().isPresent()) {
      duty.overdue = Set.of();
    }
    if (duty.overdue.isEmpty()) {
      return Optional.empty();
    }
    if (told && !called(step)) {
      return Optional.of("told of " + duty.overdue + ", and did not call every router");
    }
    if (step.live().noneMatch(it -> exchanging(step, duty, it))) {
      return Optional.of("told of " + duty.overdue + " at " + duty.since + ", and no table went");
    }
    return Invariant.broken(
        plan.reachesRouters() && step.now().isAfter(duty.since.plus(SOON)),
        () -> "told of " + duty.overdue + " at " + duty.since + ", and no table went in time");
  }

  /// Takes in who is dead; tells whether that asks for a new exchange.
  private boolean learns(CacheStep step, Duty duty) {
    var now = sightings.dead(step);
    var more = new HashSet<>(now);
    more.removeAll(duty.told);
    duty.told = now;
    more.retainAll(
        Sightings.agreed(sightings.views(step)).stream().map(CacheIdentity::address).toList());
    var still = new HashSet<>(duty.overdue);
    still.retainAll(now);
    boolean asks = !more.isEmpty() && bound(step) && live(step.before()).equals(live(step.after()));
    if (asks) {
      duty.since = duty.overdue.isEmpty() ? step.now() : duty.since;
      still.addAll(more);
    }
    duty.overdue = still;
    return asks;
  }

  private boolean bound(CacheStep step) {
    var views = sightings.views(step);
    var heard = views.stream().map(it -> it.router().router()).toList();
    return step.party().node().serves()
        && step.after().designated().filter(step.self()::equals).isPresent()
        && views.stream().allMatch(it -> heard.containsAll(it.view().routers()));
  }

  private static List<InetAddress> live(CacheSnapshot state) {
    return state.routers().stream()
        .filter(CacheStep::live)
        .map(CacheSnapshot.Router::address)
        .toList();
  }

  /// Counts as the cache should: what was lost before does not keep an exchange open.
  private static void follow(CacheStep step, Duty duty) {
    if (step.message().isPresent()
        && step.message().get() instanceof Message.ISeeYou seen
        && !step.ignored()) {
      var exchange = duty.open.computeIfAbsent(seen.router().sentTo(), _ -> new Exchange());
      exchange.unanswered = Math.max(0, exchange.unanswered - 1);
    }
    step.sends()
        .filter(it -> it.message() instanceof Message.HereIAm)
        .map(CacheEffect.Send::to)
        .forEach(to -> {
          var exchange = duty.open.computeIfAbsent(to, _ -> new Exchange());
          var half = half(step, to);
          boolean more = step.now().isBefore(exchange.calledAt.plus(half));
          exchange.unanswered = more ? exchange.unanswered + 1 : 1;
          exchange.calledAt = step.now();
        });
  }

  private boolean called(CacheStep step) {
    var to =
        step.sends()
            .filter(it -> it.message() instanceof Message.HereIAm)
            .map(CacheEffect.Send::to)
            .toList();
    return plan.manner() == Manner.MULTICAST
        ? to.contains(Manner.GROUP)
        : to.containsAll(live(step.after()));
  }

  private static boolean exchanging(CacheStep step, Duty duty, CacheSnapshot.Router router) {
    var exchange = duty.open.get(router.address());
    return exchange != null
        && exchange.unanswered > 0
        && step.now().isBefore(exchange.calledAt.plus(router.transmit().dividedBy(2)));
  }

  private static Duration half(CacheStep step, InetAddress router) {
    return step.after().routers().stream()
        .filter(it -> it.address().equals(router))
        .findFirst()
        .map(it -> it.transmit().dividedBy(2))
        .orElse(Duration.ZERO);
  }
}
