package dev.weir.wccp.simulation.invariant;

import dev.weir.wccp.message.ReceiveId;
import dev.weir.wccp.message.Version1;
import dev.weir.wccp.router.RouterEffect;
import dev.weir.wccp.router.RouterSnapshot;
import dev.weir.wccp.simulation.Flight;
import dev.weir.wccp.simulation.Input;
import dev.weir.wccp.simulation.RouterParty;
import dev.weir.wccp.simulation.RouterStep;
import java.net.InetAddress;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// S10, second half, and S6, for routers of WCCP1 (§2.5).
final class Version1Rules implements Invariant {
  /// What a router has sent to a cache, and when that last echoed it.
  private static final class Line {
    ReceiveId sent = ReceiveId.NONE;
    Instant echoedAt = Instant.EPOCH;
  }

  private final Map<RouterParty, Map<InetAddress, Line>> lines = new HashMap<>();

  @Override
  public String name() {
    return "S10 router";
  }

  @Override
  public String sentence() {
    return "A router changes nothing for a message without the receive id that it last sent to its"
        + " source, nor for a table of who is not usable; and after 30 s without a cache is gone.";
  }

  @Override
  public Optional<String> afterRouter(RouterStep step) {
    var known = lines.computeIfAbsent(step.party(), _ -> new HashMap<>());
    boolean allowed = step.flight().map(it -> allowed(step, it, known)).orElse(true);
    step.effects().stream()
        .filter(RouterEffect.Send.class::isInstance)
        .map(RouterEffect.Send.class::cast)
        .forEach(it -> {
          if (it.message() instanceof Version1.ISeeYou seen) {
            known.computeIfAbsent(it.to(), _ -> new Line()).sent = seen.receiveId();
          }
        });
    if (!allowed && !RouterKeepsItsRules.same(step.before(), step.after())) {
      return Optional.of(step.flight().get() + " changed " + step.before() + " to " + step.after());
    }
    return step.input() instanceof Input.Deadline ? silent(step, known) : Optional.empty();
  }

  private static boolean allowed(RouterStep step, Flight flight, Map<InetAddress, Line> known) {
    var line = known.computeIfAbsent(flight.from(), _ -> new Line());
    return switch (flight.message()) {
      case Version1.HereIAm hello -> {
        boolean echoes = !line.sent.equals(ReceiveId.NONE) && hello.received().equals(line.sent);
        line.echoedAt = echoes ? step.now() : line.echoedAt;
        yield echoes;
      }
      case Version1.AssignBuckets assign ->
          RouterStep.usable(step.before()).contains(flight.from())
              && assign.received().equals(line.sent);
      default -> false;
    };
  }

  private static Optional<String> silent(RouterStep step, Map<InetAddress, Line> known) {
    return step.after().caches().stream()
        .filter(RouterSnapshot.Cache::usable)
        .filter(it -> {
          var echoedAt = known.get(it.address()).echoedAt;
          return !step.now().isBefore(echoedAt.plus(Version1Views.SILENCE));
        })
        .map(it -> it.address() + " is usable and silent")
        .findFirst();
  }
}
