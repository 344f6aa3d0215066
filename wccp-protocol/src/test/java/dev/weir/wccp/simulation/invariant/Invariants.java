package dev.weir.wccp.simulation.invariant;

import dev.weir.wccp.simulation.Plan;
import java.util.List;

/// Every invariant, new for one run.
public final class Invariants {
  private Invariants() {}

  /// All of them; sightings are the first and echoes the last to learn.
  public static List<Invariant> all(Plan plan) {
    var sightings = new Sightings(plan);
    var echoes = new Echoes();
    return List.of(
        sightings,
        new OneDesignated(sightings),
        new OneTablePerKey(),
        new TableOfTheAgreed(sightings),
        new FewestMoves(sightings),
        new OnlyUsableServed(),
        new SilentIsLost(plan, sightings, echoes),
        new KeyNamesItsTable(plan),
        new HonestEcho(plan),
        new RefusedChangesNothing(),
        new RouterKeepsItsRules(echoes),
        new ChangeIsNumbered(),
        new StaleTableGoes(),
        new BoundedTraffic(plan),
        new QueryIsAnswered(),
        new Converges(plan),
        new CachesKnow(plan),
        echoes);
  }
}
