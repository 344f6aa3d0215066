package dev.weir.wccp.simulation;

import dev.weir.wccp.simulation.invariant.Invariant;
import dev.weir.wccp.simulation.invariant.Invariants;
import java.time.Duration;
import java.util.List;

/// One run: a world of caches and routers in which things go wrong as the seed says, and every
/// invariant looked at after every step.
public final class Simulation {
  private Simulation() {}

  /// Runs a seed for so much simulated time.
  ///
  /// @throws Violation when an invariant does not hold
  public static Outcome run(long seed, Duration length, Machines machines) {
    return run(Plan.of(seed, length), machines);
  }

  static Outcome run(Plan plan, Machines machines) {
    var chance = new Chance(plan.seed());
    var network = new Network(plan, Population.groups(plan.groups()), chance.fork());
    var population = new Population(plan, machines, network, chance.fork());
    List<Invariant> invariants = Invariants.all(plan);
    var world = new World(plan, population, network, invariants);
    new Troubles(world, chance.fork()).begin();
    new Attacker(world, chance.fork()).begin();
    if (plan.heals()) {
      for (Invariant it : invariants) {
        world.at(
            plan.healAt() + it.settlesWithin().toNanos(),
            it.name(),
            () -> world.judge(it, it.settled(world)));
        world.at(plan.length(), it.name(), () -> world.judge(it, it.settled(world)));
      }
    }
    try {
      world.run(plan.length());
    } catch (RuntimeException escaped) {
      throw new Violation(
          "EXCEPTION", "seed " + plan.seed() + " " + plan + "\n" + world.trace(), escaped);
    }
    return new Outcome(plan, world.trace().hash(), world.trace().count());
  }
}
