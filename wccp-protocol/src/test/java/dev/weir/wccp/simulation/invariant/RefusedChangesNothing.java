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
    return "A cache believes an I_SEE_YOU only from a router it knows, about itself, and about the"
        + " address it had sent to; whatever it refuses changes nothing.";
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
        var link = Sightings.link(step.before(), flight.from(), it.router().router());
        boolean ours = it.router().receivedFrom().contains(step.self());
        boolean theirs = link.filter(it.router().sentTo()::equals).isPresent();
        yield Invariant.broken(!ours || !theirs, () -> "believed " + flight);
      }
      case Message.RemovalQuery it ->
          Invariant.broken(
              !it.query().target().equals(step.self())
                  || Sightings.link(step.before(), flight.from(), it.query().router()).isEmpty(),
              () -> "answered " + flight);
      default -> Optional.of("took " + flight);
    };
  }
}
