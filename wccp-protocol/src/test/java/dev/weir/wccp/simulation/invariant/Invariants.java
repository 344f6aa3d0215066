package dev.weir.wccp.simulation.invariant;

import dev.weir.wccp.simulation.Manner;
import dev.weir.wccp.simulation.Plan;
import java.util.List;

/// Every invariant, new for one run.
public final class Invariants {
  private Invariants() {}

  /// All that apply; sightings are the first and echoes the last to learn.
  public static List<Invariant> all(Plan plan) {
    return plan.manner() == Manner.VERSION_1 ? ofVersion1(plan) : ofVersion2(plan);
  }

  private static List<Invariant> ofVersion1(Plan plan) {
    var views = new Version1Views();
    return List.of(
        views,
        new Version1Designated(views),
        new Version1Tables(views),
        new Version1Rules(),
        new OnlyUsableServed(),
        new ChangeIsNumbered(),
        new BoundedTraffic(plan),
        new Converges(plan),
        new CachesKnow(plan));
  }

  private static List<Invariant> ofVersion2(Plan plan) {
    var sightings = new Sightings(plan);
    var echoes = new Echoes();
    return List.of(
        sightings,
        new OneDesignated(sightings),
        new OneTablePerKey(),
        new TableOfTheAgreed(sightings),
        new FewestMoves(sightings),
        new DeadGoAtOnce(plan, sightings),
        new OnlyUsableServed(),
        new SilentIsLost(plan, sightings, echoes),
        new KeyNamesItsTable(plan),
        new HonestEcho(plan),
        new RefusedChangesNothing(plan),
        new RouterKeepsItsRules(echoes),
        new OneDescription(),
        new ChangeIsNumbered(),
        new StaleTableGoes(),
        new BoundedTraffic(plan),
        new QueryIsAnswered(),
        new Converges(plan),
        new CachesKnow(plan),
        echoes);
  }
}
