package dev.weir.wccp.simulation.invariant;

import dev.weir.wccp.message.Message;
import dev.weir.wccp.simulation.CacheStep;
import dev.weir.wccp.simulation.Flight;
import dev.weir.wccp.simulation.Input;
import java.util.Optional;

/// S10, second half, for caches (§4.2).
final class RefusedChangesNothing implements Invariant {
  @Override
  public String name() {
    return "S10 cache";
  }

  @Override
  public String sentence() {
    return "A cache believes an I_SEE_YOU only if it answers this cache, at the configured address of"
        + " a router, and a REMOVAL_QUERY only from a router it knows; what it refuses changes"
        + " nothing.";
  }

  @Override
  public Optional<String> afterCache(CacheStep step) {
    if (!step.ours() || !(step.input() instanceof Input.Arrived(Flight flight))) {
      return Optional.empty();
    }
    if (step.ignored()) {
      return Invariant.broken(
          step.effects().size() == 1 && !step.before().equals(step.after()),
          () -> "refused, and yet " + step.before() + " became " + step.after());
    }
    return switch (flight.message()) {
      case Message.ISeeYou it -> {
        boolean ours = it.router().receivedFrom().contains(step.self());
        boolean theirs = Sightings.answerer(step.before(), it.router().sentTo()).isPresent();
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
}
