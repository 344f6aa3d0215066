package dev.weir.wccp.simulation.invariant;

import dev.weir.wccp.simulation.CacheStep;
import java.util.Optional;

/// S1 (§4.3).
final class OneDesignated implements Invariant {
  private final Sightings sightings;

  OneDesignated(Sightings sightings) {
    this.sightings = sightings;
  }

  @Override
  public String name() {
    return "S1";
  }

  @Override
  public String sentence() {
    return "The designated cache is the lowest address that every live router lists and that is"
        + " not known dead: caches with equal views agree on it, but for a foreign cache that does"
        + " not do its duty.";
  }

  @Override
  public Optional<String> afterCache(CacheStep step) {
    if (!step.ours() || !step.party().node().serves()) {
      return Optional.empty();
    }
    var right = sightings.designable(step);
    var believed = step.after().designated();
    return Invariant.broken(
        believed.isPresent() ? !right.contains(believed.get()) : !right.isEmpty(),
        () -> step.party() + " believes " + believed + ", not " + right);
  }
}
