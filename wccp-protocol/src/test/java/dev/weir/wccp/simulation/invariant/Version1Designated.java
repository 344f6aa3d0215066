package dev.weir.wccp.simulation.invariant;

import dev.weir.wccp.simulation.CacheStep;
import java.util.Optional;

/// S1 in WCCP1 (§2.5).
final class Version1Designated implements Invariant {
  private final Version1Views views;

  Version1Designated(Version1Views views) {
    this.views = views;
  }

  @Override
  public String name() {
    return "S1";
  }

  @Override
  public String sentence() {
    return "The designated cache is the lowest address that the router lists.";
  }

  @Override
  public Optional<String> afterCache(CacheStep step) {
    if (!step.ours() || !step.party().node().serves()) {
      return Optional.empty();
    }
    var believed = step.after().designated();
    return Invariant.broken(
        !believed.equals(views.lowest(step)),
        () -> step.party() + " believes " + believed + ", not " + views.lowest(step));
  }
}
