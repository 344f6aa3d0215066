package dev.weir.wccp.simulation.invariant;

import dev.weir.wccp.cache.CacheEffect.Ignored;
import dev.weir.wccp.cache.CacheEffect.IgnoredReason;
import dev.weir.wccp.cache.CacheSnapshot;
import dev.weir.wccp.message.Message;
import dev.weir.wccp.message.ReceiveId;
import dev.weir.wccp.simulation.CacheStep;
import dev.weir.wccp.simulation.Flight;
import dev.weir.wccp.simulation.Input;
import dev.weir.wccp.simulation.Manner;
import dev.weir.wccp.simulation.Plan;
import dev.weir.wccp.simulation.Rewrite;
import java.util.Optional;

/// S10, second half, for caches (§4.2).
final class RefusedChangesNothing implements Invariant {
  private final boolean toGroup;

  RefusedChangesNothing(Plan plan) {
    this.toGroup = plan.manner() == Manner.MULTICAST;
  }

  @Override
  public String name() {
    return "S10 cache";
  }

  @Override
  public String sentence() {
    return "A cache believes an I_SEE_YOU only if it answers this cache, at the configured address"
        + " of a router, and a REMOVAL_QUERY only from a router it knows; what it refuses"
        + " changes nothing, but for the receive id of a router that answers at a second"
        + " address, and who it is taken for.";
  }

  @Override
  public Optional<String> afterCache(CacheStep step) {
    boolean byTime = step.party().isDue(step.now());
    if (!step.ours() || byTime || !(step.input() instanceof Input.Arrived(Flight flight))) {
      return Optional.empty();
    }
    if (step.ignored()) {
      return Invariant.broken(
          step.effects().size() == 1 && !same(step),
          () -> "refused, and yet " + step.before() + " became " + step.after());
    }
    if (overheard(flight.message(), step)) {
      return Invariant.broken(
          step.effects().isEmpty() && !same(step),
          () -> "overheard, and yet " + step.before() + " became " + step.after());
    }
    return switch (flight.message()) {
      case Message.ISeeYou it -> {
        boolean ours = it.router().receivedFrom().contains(step.self());
        boolean theirs =
            Sightings.answerer(step.before(), it.router().sentTo()).isPresent()
                || (toGroup && it.router().sentTo().equals(Manner.GROUP));
        yield Invariant.broken(!ours || !theirs, () -> "believed " + flight);
      }
      case Message.RemovalQuery it ->
          Invariant.broken(
              !it.query().target().equals(step.self())
                  || Sightings.asker(step.before(), it.query().router()).isEmpty(),
              () -> "answered " + flight);
      default -> Optional.of("took " + flight);
    };
  }

  /// What others say in a multicast group is passed over. Without an effect the message itself has
  /// done nothing; with one, time may have.
  private boolean overheard(Message message, CacheStep step) {
    return toGroup
        && switch (message) {
          case Message.HereIAm _, Message.RedirectAssign _ -> true;
          case Message.ISeeYou it ->
              it.router().sentTo().equals(Manner.GROUP)
                  && !it.router().receivedFrom().contains(step.self());
          default -> false;
        };
  }

  /// A router that answers at a second address has told its one number there, and is not heard at
  /// one of the two for a while (§7.2).
  private static boolean same(CacheStep step) {
    boolean spends =
        step.effects().stream()
            .anyMatch(it ->
                it instanceof Ignored refused && refused.reason() == IgnoredReason.ROUTER_TWICE);
    return spends
        ? heardStill(step.before(), step.after()).equals(heardStill(step.after(), step.after()))
        : step.before().equals(step.after());
  }

  private static CacheSnapshot heardStill(CacheSnapshot state, CacheSnapshot after) {
    var live =
        after.routers().stream()
            .filter(CacheStep::live)
            .map(CacheSnapshot.Router::address)
            .toList();
    return Rewrite.with(
        Rewrite.each(state, ReceiveId.class, _ -> ReceiveId.NONE),
        "routers",
        Rewrite.each(state.routers(), ReceiveId.class, _ -> ReceiveId.NONE).stream()
            .filter(it -> live.contains(it.address()))
            .toList());
  }
}
