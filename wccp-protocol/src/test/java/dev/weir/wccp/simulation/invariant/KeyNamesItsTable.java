package dev.weir.wccp.simulation.invariant;

import dev.weir.wccp.assignment.AssignmentKey;
import dev.weir.wccp.cache.CacheEffect;
import dev.weir.wccp.router.RouterEffect;
import dev.weir.wccp.simulation.CacheStep;
import dev.weir.wccp.simulation.Plan;
import dev.weir.wccp.simulation.Reading;
import dev.weir.wccp.simulation.RouterStep;
import dev.weir.wccp.simulation.Table;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// S7 (§4.3, §4.4).
final class KeyNamesItsTable implements Invariant {
  private record Name(int group, AssignmentKey key) {}

  private final Map<Name, Table> sent = new HashMap<>();
  private final Plan plan;

  KeyNamesItsTable(Plan plan) {
    this.plan = plan;
  }

  @Override
  public String name() {
    return "S7";
  }

  @Override
  public String sentence() {
    return "Whoever goes by a key, router or cache, goes by the table that was sent with it, but"
        + " for caches that were removed since.";
  }

  @Override
  public Optional<String> afterCache(CacheStep step) {
    step.tables()
        .forEach(
            it -> sent.put(new Name(step.party().group(), Reading.key(it)), Reading.table(it)));
    if (!step.ours() || plan.tainted(step.party().group())) {
      return Optional.empty();
    }
    return step.effects().stream()
        .flatMap(it ->
            it instanceof CacheEffect.InForce(var key, var table) && key.isPresent()
                ? wrong(step.party().group(), key.get(), Table.of(table)).stream()
                : java.util.stream.Stream.empty())
        .findFirst();
  }

  @Override
  public Optional<String> afterRouter(RouterStep step) {
    if (plan.tainted(step.party().group())) {
      return Optional.empty();
    }
    return step.effects().stream()
        .flatMap(it ->
            it instanceof RouterEffect.Installed(var key, var table) && key.isPresent()
                ? wrong(step.party().group(), key.get(), Table.of(table)).stream()
                : java.util.stream.Stream.empty())
        .findFirst();
  }

  private Optional<String> wrong(int group, AssignmentKey key, Table used) {
    var whole = sent.get(new Name(group, key));
    return Invariant.broken(
        whole == null || !used.within(whole),
        () ->
            key
                + " names "
                + (whole == null ? "nothing" : whole.sizes())
                + ", not "
                + used.sizes());
  }
}
