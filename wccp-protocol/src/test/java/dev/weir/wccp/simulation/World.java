package dev.weir.wccp.simulation;

import dev.weir.wccp.cache.CacheEffect;
import dev.weir.wccp.router.RouterEffect;
import dev.weir.wccp.simulation.invariant.Invariant;
import java.net.InetAddress;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;

/// Processes, the network between them, and one queue of what happens next. Single-threaded.
public final class World {
  private static final long NEVER = Long.MAX_VALUE;

  private sealed interface Item {}

  private record Arrive(Flight flight, InetAddress receiver) implements Item {}

  private record Wake(Party party, long due) implements Item {}

  private record Happen(String what, Runnable action) implements Item {}

  private record Due(long at, long order, Item item) {}

  private final Plan plan;
  private final Population population;
  private final Network network;
  private final List<Invariant> invariants;
  private final Trace trace = new Trace();
  private final Map<InetAddress, CacheNode> cacheAt = new HashMap<>();
  private final Map<InetAddress, RouterNode> routerAt = new HashMap<>();
  private final PriorityQueue<Due> queue =
      new PriorityQueue<>(Comparator.comparingLong(Due::at).thenComparingLong(Due::order));
  private final Recorder recorder;
  private long now;
  private long order;

  World(Plan plan, Population population, Network network, List<Invariant> invariants) {
    this.plan = plan;
    this.population = population;
    this.network = network;
    this.invariants = invariants;
    this.recorder = new Recorder(plan);
    population.caches().forEach(it -> cacheAt.put(it.address(), it));
    for (RouterNode router : population.routers()) {
      List.of(router.address(), router.id(), router.source())
          .forEach(address -> routerAt.put(address, router));
    }
  }

  /// What the seed decided.
  public Plan plan() {
    return plan;
  }

  /// Every cache, whether it runs or not.
  public List<CacheNode> caches() {
    return population.caches();
  }

  /// Every router, whether it runs or not.
  public List<RouterNode> routers() {
    return population.routers();
  }

  Network network() {
    return network;
  }

  Recorder recorder() {
    return recorder;
  }

  long now() {
    return now;
  }

  Trace trace() {
    return trace;
  }

  void at(long when, String what, Runnable action) {
    push(when, new Happen(what, action));
  }

  void deliver(Flight flight, long when) {
    population.receivers(flight).forEach(it -> push(when, new Arrive(flight, it)));
  }

  void run(long end) {
    while (!queue.isEmpty() && queue.peek().at() <= end) {
      var due = queue.remove();
      now = due.at();
      switch (due.item()) {
        case Arrive it -> arrive(it);
        case Wake(Party party, long at) -> wake(party, at);
        case Happen(String what, Runnable action) -> {
          trace.note(now, what, what.length());
          action.run();
        }
      }
    }
    now = end;
  }

  void start(CacheNode node) {
    trace.note(now, node.name() + " starts", 1);
    node.leaving = false;
    node.frozenUntil = 0;
    node.parties = population.parties(node, now, () -> now);
    for (CacheParty party : node.parties) {
      step((Party) party, new Input.Join());
    }
  }

  void start(RouterNode node) {
    trace.note(now, node.name() + " starts", 2);
    node.frozenUntil = 0;
    node.parties = population.parties(node, now);
    node.parties.forEach(this::schedule);
  }

  void stop(CacheNode node) {
    trace.note(now, node.name() + " ends", 3);
    node.parties = List.of();
  }

  void stop(RouterNode node) {
    trace.note(now, node.name() + " ends", 4);
    node.parties = List.of();
  }

  void leave(CacheNode node) {
    node.leaving = true;
    for (CacheParty party : node.parties) {
      step((Party) party, new Input.Leave());
    }
  }

  /// The cluster tells each of its caches whom it takes for dead; one that stands still hears it
  /// later, and after all has healed the truth: that nobody is.
  void condemn(CacheNode node, Set<InetAddress> dead) {
    if (node.frozenUntil > now) {
      at(node.frozenUntil, "DEAD", () -> condemn(node, dead));
    } else if (node.serves()) {
      for (CacheParty party : node.parties) {
        step((Party) party, new Input.Dead(now >= plan.healAt() ? Set.of() : dead));
      }
    }
  }

  void judge(Invariant invariant, Optional<String> broken) {
    broken.ifPresent(detail -> fail(invariant.name(), invariant.sentence() + "\n" + detail));
  }

  private void fail(String name, String detail) {
    throw new Violation(
        name,
        "seed "
            + plan.seed()
            + " at "
            + now / 1e9
            + " s: "
            + name
            + ": "
            + detail
            + "\n"
            + plan
            + "\n"
            + trace);
  }

  private void push(long at, Item item) {
    queue.add(new Due(at, order++, item));
  }

  private void arrive(Arrive it) {
    var cache = cacheAt.get(it.receiver());
    var router = routerAt.get(it.receiver());
    if (cache != null && cache.up()) {
      arrive(it, cache.party(it.flight().group()));
    } else if (router != null && router.up()) {
      arrive(it, router.party(it.flight().group()));
    }
  }

  private void arrive(Arrive it, Party party) {
    if (party.frozenUntil() > now) {
      push(party.frozenUntil(), it);
    } else {
      step(party, new Input.Arrived(it.flight()));
    }
  }

  private void wake(Party party, long due) {
    if (party.alarm().at != due || !party.runs()) {
      return;
    }
    party.alarm().at = NEVER;
    if (party.frozenUntil() > now || nanos(party.nextDeadline()) > now) {
      schedule(party);
    } else {
      step(party, new Input.Deadline());
    }
  }

  private void schedule(Party party) {
    long due = Math.max(nanos(party.nextDeadline()), Math.max(now, party.frozenUntil()));
    if (due < party.alarm().at) {
      party.alarm().at = due;
      push(due, new Wake(party, due));
    }
  }

  private void step(Party party, Input input) {
    switch (party) {
      case CacheParty cache -> step(cache, input);
      case RouterParty router -> step(router, input);
    }
    boolean stillDue = input instanceof Input.Deadline && nanos(party.nextDeadline()) <= now;
    if (party.alarm().spins(stillDue)) {
      fail("SPIN", "a deadline that was met stays due");
    }
    schedule(party);
  }

  private void step(CacheParty party, Input input) {
    var time = instant(now);
    var machine = party.machine();
    List<CacheEffect> effects =
        switch (input) {
          case Input.Join() -> machine.join(time);
          case Input.Leave() -> machine.leave(time);
          case Input.Deadline() -> machine.deadlinePassed(time);
          case Input.Dead(var caches) -> machine.dead(caches, time);
          case Input.Arrived(Flight it) -> machine.received(it.message(), it.from(), time);
        };
    var before = party.state();
    party.became(machine.snapshot());
    var step = new CacheStep(party, input, before, party.state(), effects, time);
    long digest = 31L * party.node().name().hashCode() + effects.size();
    for (CacheEffect effect : effects) {
      if (effect instanceof CacheEffect.Send(var message, var to)) {
        digest = digest * 31 + Words.digest(message);
        send(new Flight(message, party.group(), party.node().address(), to, Flight.Origin.GENUINE));
        population.noteNumber(party, message);
      } else if (effect instanceof CacheEffect.Left && party.node().leaving) {
        at(now, party + " has left", () -> stop(party.node()));
      }
    }
    trace.note(now, step, digest);
    invariants.forEach(it -> judge(it, it.afterCache(step)));
  }

  private void step(RouterParty party, Input input) {
    var time = instant(now);
    var machine = party.machine();
    List<RouterEffect> effects =
        input instanceof Input.Arrived(Flight it)
            ? machine.received(it.message(), it.from(), it.to(), time)
            : machine.deadlinePassed(time);
    var before = party.state();
    party.became(machine.snapshot());
    var step = new RouterStep(party, input, before, party.state(), effects, time);
    long digest = 31L * party.node().name().hashCode() + effects.size();
    for (RouterEffect effect : effects) {
      if (effect instanceof RouterEffect.Send(var message, var to)) {
        digest = digest * 31 + Words.digest(message);
        send(new Flight(message, party.group(), party.node().source(), to, Flight.Origin.GENUINE));
      }
    }
    trace.note(now, step, digest);
    invariants.forEach(it -> judge(it, it.afterRouter(step)));
  }

  private void send(Flight flight) {
    recorder.record(flight);
    for (InetAddress receiver : population.receivers(flight)) {
      network
          .send(flight, receiver, now)
          .forEach(it -> push(it.at(), new Arrive(it.flight(), receiver)));
    }
  }

  static Instant instant(long nanos) {
    return Instant.EPOCH.plusNanos(nanos);
  }

  static long nanos(Instant instant) {
    return instant.getEpochSecond() > 1_000_000_000L
        ? NEVER
        : instant.getEpochSecond() * 1_000_000_000L + instant.getNano();
  }
}
