package dev.weir.wccp.simulation.invariant;

import dev.weir.wccp.message.Message;
import dev.weir.wccp.router.RouterSnapshot;
import dev.weir.wccp.simulation.CacheStep;
import dev.weir.wccp.simulation.Flight;
import dev.weir.wccp.simulation.Input;
import dev.weir.wccp.simulation.Plan;
import dev.weir.wccp.simulation.RouterParty;
import dev.weir.wccp.simulation.RouterStep;
import java.net.InetAddress;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// S6 (§4.1).
final class SilentIsLost implements Invariant {
  private static final int INTERVALS = 3;

  /// 3 × the largest timeout scale: nobody agrees on one, unless an offer was falsified.
  private static final int INTERVALS_MAX = 15;

  private final Plan plan;
  private final Sightings sightings;
  private final Echoes echoes;
  private final Map<RouterParty, Map<InetAddress, Instant>> valid = new HashMap<>();

  SilentIsLost(Plan plan, Sightings sightings, Echoes echoes) {
    this.echoes = echoes;
    this.plan = plan;
    this.sightings = sightings;
  }

  @Override
  public String name() {
    return "S6";
  }

  @Override
  public String sentence() {
    return "Who was not validly heard for 3 T is lost: a router to a cache, a cache to a router.";
  }

  @Override
  public Optional<String> afterCache(CacheStep step) {
    if (!step.ours()) {
      return Optional.empty();
    }
    int intervals = plan.tainted(step.party().group()) ? INTERVALS_MAX : INTERVALS;
    return step.live()
        .flatMap(router -> {
          var heard = sightings.heardAt(step.party(), router.address()).orElse(Instant.EPOCH);
          var limit = router.transmit().multipliedBy(intervals);
          return Invariant.broken(
              !step.now().isBefore(heard.plus(limit)),
              () -> router.address() + " is live, last heard at " + heard)
              .stream();
        })
        .findFirst();
  }

  @Override
  public Optional<String> afterRouter(RouterStep step) {
    var times = valid.computeIfAbsent(step.party(), _ -> new HashMap<>());
    step.flight().ifPresent(it -> note(step, it, times));
    if (!(step.input() instanceof Input.Deadline)) {
      return Optional.empty();
    }
    return step.after().caches().stream()
        .filter(RouterSnapshot.Cache::usable)
        .flatMap(cache -> {
          var last = times.getOrDefault(cache.address(), Instant.EPOCH);
          return Invariant.broken(
              !step.now().isBefore(last.plus(step.after().timers().lostAfter())),
              () -> cache.address() + " is usable, last heard at " + last)
              .stream();
        })
        .findFirst();
  }

  private void note(RouterStep step, Flight flight, Map<InetAddress, Instant> times) {
    if (flight.message() instanceof Message.HereIAm hello
        && !step.refused()
        && echoes.echoed(step, flight, hello)) {
      times.put(hello.cache().address(), step.now());
    }
  }
}
