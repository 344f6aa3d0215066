package dev.weir.wccp.simulation.invariant;

import dev.weir.wccp.simulation.CacheNode;
import dev.weir.wccp.simulation.CacheStep;
import dev.weir.wccp.simulation.World;
import java.net.InetAddress;
import java.time.Duration;
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
    return "The designated cache is the lowest address that every live router lists: caches with"
        + " equal views agree on it, and in a healed world exactly one believes to be it.";
  }

  @Override
  public Optional<String> afterCache(CacheStep step) {
    if (!step.ours() || !step.party().node().serves()) {
      return Optional.empty();
    }
    Optional<InetAddress> right =
        Sightings.agreed(sightings.views(step)).stream()
            .map(it -> (InetAddress) it.address())
            .findFirst();
    var believed = step.after().designated().map(it -> (InetAddress) it);
    return Invariant.broken(
        !believed.equals(right), () -> step.party() + " believes " + believed + ", not " + right);
  }

  @Override
  public Optional<String> settled(World world) {
    for (int group = 0; group < world.plan().passwords().size(); group++) {
      int index = group;
      long count =
          world.caches().stream()
              .filter(CacheNode::serves)
              .filter(it ->
                  it.party(index).state().designated().filter(it.address()::equals).isPresent())
              .count();
      if (count != 1) {
        return Optional.of(count + " caches of group " + group + " believe to be designated");
      }
    }
    return Optional.empty();
  }

  @Override
  public Duration settlesWithin() {
    return Duration.ofSeconds(150);
  }
}
