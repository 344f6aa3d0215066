package dev.weir.wccp.simulation.invariant;

import dev.weir.wccp.simulation.CacheStep;
import java.net.InetAddress;
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
    return "The designated cache is the lowest address that every live router lists:"
        + " caches with equal views agree on it.";
  }

  @Override
  public Optional<String> afterCache(CacheStep step) {
    if (!step.ours() || !step.party().node().serves()) {
      return Optional.empty();
    }
    Optional<InetAddress> right =
        Sightings.agreed(sightings.views(step)).stream().map(it -> it.address()).findFirst();
    var believed = step.after().designated();
    return Invariant.broken(
        !believed.equals(right), () -> step.party() + " believes " + believed + ", not " + right);
  }
}
