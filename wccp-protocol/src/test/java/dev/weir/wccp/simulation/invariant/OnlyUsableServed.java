package dev.weir.wccp.simulation.invariant;

import dev.weir.wccp.simulation.RouterStep;
import java.util.Optional;

/// S5 (§4.4).
final class OnlyUsableServed implements Invariant {
  @Override
  public String name() {
    return "S5";
  }

  @Override
  public String sentence() {
    return "A router redirects to usable caches only: never to one that was removed.";
  }

  @Override
  public Optional<String> afterRouter(RouterStep step) {
    var usable = RouterStep.usable(step.after());
    return Invariant.broken(
        !usable.containsAll(step.after().assignment().caches()),
        () -> step.after().assignment().caches() + " are served, usable are " + usable);
  }
}
