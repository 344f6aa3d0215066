package dev.weir.wccp.simulation.invariant;

import dev.weir.wccp.assignment.AssignmentKey;
import dev.weir.wccp.message.CacheIdentity;
import dev.weir.wccp.message.Message;
import dev.weir.wccp.simulation.CacheStep;
import dev.weir.wccp.simulation.Reading;
import dev.weir.wccp.simulation.Table;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// S4 (§5.4).
final class FewestMoves implements Invariant {
  private final Sightings sightings;
  private final Set<AssignmentKey> judged = new HashSet<>();

  FewestMoves(Sightings sightings) {
    this.sightings = sightings;
  }

  @Override
  public String name() {
    return "S4";
  }

  @Override
  public String sentence() {
    return "Between the table that a router shows and the next one, each cache that stays keeps as"
        + " many of its buckets as its share allows, and shares follow the weights.";
  }

  @Override
  public Optional<String> afterCache(CacheStep step) {
    return step.ours()
        ? step.tables().findFirst().flatMap(it -> wrong(step, it))
        : Optional.empty();
  }

  private Optional<String> wrong(CacheStep step, Message.RedirectAssign assign) {
    var views = sightings.views(step);
    if (views.isEmpty() || !judged.add(Reading.key(assign))) {
      return Optional.empty(); // a repetition
    }
    var next = Reading.table(assign);
    var sizes = next.sizes();
    var unfair = unfair(sizes, weights(sightings.candidates(step)));
    if (unfair.isPresent()) {
      return unfair;
    }
    return Invariant.broken(
        views.stream().map(Reading::shown).noneMatch(before -> sticky(before, next, sizes)),
        () ->
            "from any of "
                + views.stream().map(it -> Reading.shown(it).sizes()).toList()
                + " to "
                + sizes
                + " more buckets moved than must");
  }

  static boolean sticky(Table before, Table next, Map<InetAddress, Integer> sizes) {
    var kept = new HashMap<InetAddress, Integer>();
    if (before.owners().size() != next.owners().size()) {
      return true; // the group has changed between hash and mask
    }
    for (int slot = 0; slot < next.owners().size(); slot++) {
      var owner = before.owners().get(slot);
      if (owner.isPresent() && owner.equals(next.owners().get(slot))) {
        kept.merge(owner.get(), 1, Integer::sum);
      }
    }
    return before.sizes().entrySet().stream()
        .allMatch(it ->
            kept.getOrDefault(it.getKey(), 0)
                == Math.min(it.getValue(), sizes.getOrDefault(it.getKey(), 0)));
  }

  private static Map<InetAddress, Integer> weights(List<CacheIdentity> agreed) {
    var weights = new HashMap<InetAddress, Integer>();
    boolean some = agreed.stream().anyMatch(it -> it.weight() > 0);
    agreed.forEach(it -> weights.put(it.address(), some ? it.weight() : 1));
    return weights;
  }

  /// By the divisor method no bucket would serve another cache better than the one that has it.
  private static Optional<String> unfair(
      Map<InetAddress, Integer> sizes, Map<InetAddress, Integer> weights) {
    for (InetAddress has : sizes.keySet()) {
      for (InetAddress wants : weights.keySet()) {
        long holder = weights.getOrDefault(has, 0) * (2L * sizes.getOrDefault(wants, 0) + 1);
        long claim = weights.getOrDefault(wants, 0) * (2L * sizes.get(has) - 1);
        if (!has.equals(wants) && sizes.get(has) > 0 && claim > holder) {
          return Optional.of("shares " + sizes + " do not follow the weights " + weights);
        }
      }
    }
    return Optional.empty();
  }
}
