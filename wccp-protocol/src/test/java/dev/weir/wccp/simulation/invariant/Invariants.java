package dev.weir.wccp.simulation.invariant;

import dev.weir.wccp.simulation.Plan;
import java.util.List;

/// Every invariant, new for one run.
public final class Invariants {
  private Invariants() {}

  /// All of them; the sightings come first, because others ask them.
  public static List<Invariant> all(Plan plan) {
    var sightings = new Sightings();
    return List.of(
        sightings,
        new OneDesignated(sightings),
        new OneTablePerKey(),
        new TableOfTheAgreed(sightings),
        new FewestMoves(sightings),
        new OnlyUsableServed(),
        new SilentIsLost(plan, sightings),
        new KeyNamesItsTable(plan),
        new HonestEcho(plan),
        new RefusedChangesNothing(),
        new RouterKeepsItsRules(),
        new ChangeIsNumbered(),
        new StaleTableGoes(),
        new BoundedTraffic(plan),
        new QueryIsAnswered(),
        new Converges(plan),
        new CachesKnow(plan));
  }
}
