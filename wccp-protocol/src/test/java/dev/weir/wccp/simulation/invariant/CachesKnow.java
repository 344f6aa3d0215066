package dev.weir.wccp.simulation.invariant;

import dev.weir.wccp.assignment.AddressOrder;
import dev.weir.wccp.cache.CacheSnapshot;
import dev.weir.wccp.simulation.CacheNode;
import dev.weir.wccp.simulation.Plan;
import dev.weir.wccp.simulation.RouterNode;
import dev.weir.wccp.simulation.Table;
import dev.weir.wccp.simulation.World;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;

/// L2 (§4.3).
final class CachesKnow implements Invariant {
  /// What one T more takes.
  private static final Duration ONE_MORE = Duration.ofSeconds(12);

  private final Plan plan;

  CachesKnow(Plan plan) {
    this.plan = plan;
  }

  @Override
  public String name() {
    return "L2";
  }

  @Override
  public String sentence() {
    return "In a healed world exactly one cache believes to be designated, the lowest alive; every"
        + " cache agrees, and knows the table by which the routers go.";
  }

  @Override
  public Duration settlesWithin() {
    return new Converges(plan).settlesWithin().plus(ONE_MORE);
  }

  @Override
  public Optional<String> settled(World world) {
    var serving = world.caches().stream().filter(CacheNode::serves).toList();
    Optional<InetAddress> lowest =
        serving.stream().map(CacheNode::address).min(AddressOrder.UNSIGNED);
    var router = world.routers().stream().filter(RouterNode::up).findFirst().orElseThrow();
    for (int group = 0; group < plan.passwords().size(); group++) {
      var truth = router.party(group).state();
      for (CacheNode cache : serving) {
        CacheSnapshot known = cache.party(group).state();
        boolean same =
            known.key().equals(truth.key())
                && Table.of(known.assignment()).within(Table.of(truth.assignment()));
        if (!known.designated().equals(lowest) || !same) {
          return Optional.of(
              cache.party(group)
                  + " knows "
                  + known.designated()
                  + " and "
                  + known.key()
                  + "; it is "
                  + lowest
                  + " and "
                  + truth.key());
        }
      }
    }
    return Optional.empty();
  }
}
