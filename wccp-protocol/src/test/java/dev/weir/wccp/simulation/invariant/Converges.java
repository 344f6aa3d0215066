package dev.weir.wccp.simulation.invariant;

import dev.weir.wccp.assignment.AssignmentKey;
import dev.weir.wccp.simulation.CacheNode;
import dev.weir.wccp.simulation.Manner;
import dev.weir.wccp.simulation.Plan;
import dev.weir.wccp.simulation.RouterNode;
import dev.weir.wccp.simulation.Table;
import dev.weir.wccp.simulation.World;
import java.net.InetAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// L1 (§4.3).
final class Converges implements Invariant {
  /// 55 s, and 5 s for what is under way at the time of healing.
  private static final Duration ROUTERS_SETTLE = Duration.ofSeconds(60);

  /// How long a router that discards wrong receive ids is silent before it is called anew.
  private static final Duration MUTE = Duration.ofSeconds(40);

  /// How long a router is left alone whose falsified offer had nothing for us.
  private static final Duration REJECTED = Duration.ofSeconds(60);

  /// How long a cache keeps a group for itself by which it means something else.
  private static final Duration OTHERS_LOST = Duration.ofSeconds(30);

  /// What multicast answers take longer, or WCCP1, whose caches learn of a change only at their
  /// turn.
  private static final Duration SLOWER = Duration.ofSeconds(30);

  private final Plan plan;
  private final Map<Integer, AssignmentKey> settled = new HashMap<>();

  Converges(Plan plan) {
    this.plan = plan;
  }

  @Override
  public String name() {
    return "L1";
  }

  @Override
  public String sentence() {
    return "After it has healed every router redirects every bucket to live caches, by one key;"
        + " and so it stays.";
  }

  @Override
  public Duration settlesWithin() {
    return ROUTERS_SETTLE
        .plus(plan.strictRouters() ? MUTE : Duration.ZERO)
        .plus(plan.tainted() ? REJECTED : Duration.ZERO)
        .plus(plan.misdescribed() ? OTHERS_LOST : Duration.ZERO)
        .plus(plan.manner() == Manner.LISTED ? Duration.ZERO : SLOWER);
  }

  @Override
  public Optional<String> settled(World world) {
    for (int group = 0; group < plan.passwords().size(); group++) {
      var wrong = unsettled(world, group);
      if (wrong.isPresent()) {
        return wrong;
      }
    }
    return Optional.empty();
  }

  private Optional<String> unsettled(World world, int group) {
    var serving = world.caches().stream().filter(CacheNode::serves).toList();
    Set<InetAddress> alive = serving.stream().map(CacheNode::address).collect(Collectors.toSet());
    Set<Optional<AssignmentKey>> keys = new HashSet<>();
    for (RouterNode router : world.routers().stream().filter(RouterNode::up).toList()) {
      var state = router.party(group).state();
      var table = Table.of(state.assignment());
      keys.add(state.key());
      boolean listed =
          table.byMask()
              ? alive.containsAll(table.caches())
              : alive.equals(Set.copyOf(table.caches()));
      if (!table.full() || !listed) {
        return Optional.of(
            router.name() + "/" + group + ": " + table.sizes() + ", alive are " + alive);
      }
    }
    if (keys.size() != 1) {
      return Optional.of("not one key: " + keys);
    }
    if (plan.manner() == Manner.VERSION_1) {
      return Optional.empty();
    }
    var key = List.copyOf(keys).getFirst().orElseThrow();
    var first = settled.putIfAbsent(group, key);
    return Invariant.broken(
        first != null && !first.equals(key), () -> "had settled on " + first + ", now " + key);
  }
}
