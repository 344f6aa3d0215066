package dev.weir.wccp.simulation.invariant;

import dev.weir.wccp.assignment.AssignmentKey;
import dev.weir.wccp.simulation.CacheNode;
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
  private static final Duration PATIENCE = Duration.ofSeconds(60);

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
    return "After it has healed every router redirects every bucket to live caches, by one key of"
        + " the lowest of them, and every cache knows; and so it stays.";
  }

  @Override
  public Duration settlesWithin() {
    return PATIENCE;
  }

  @Override
  public Optional<String> settled(World world) {
    for (int group = 0; group < plan.passwords().size(); group++) {
      var wrong = unsettled(world, group);
      if (wrong.isPresent()) {
        return wrong.map(it -> it + " in group of index");
      }
    }
    return Optional.empty();
  }

  private Optional<String> unsettled(World world, int group) {
    var serving = world.caches().stream().filter(CacheNode::serves).toList();
    Set<InetAddress> alive =
        serving.stream().map(CacheNode::address).collect(Collectors.toSet());
    Set<Optional<AssignmentKey>> keys = new HashSet<>();
    for (RouterNode router : world.routers().stream().filter(RouterNode::up).toList()) {
      var state = router.party(group).state();
      var table = Table.of(state.assignment());
      keys.add(state.key());
      if (!table.full() || !alive.equals(Set.copyOf(table.caches()))) {
        return Optional.of(
            router.name() + "/" + group + ": " + table.sizes() + ", alive are " + alive);
      }
    }
    for (CacheNode cache : serving) {
      keys.add(cache.party(group).state().key());
    }
    if (keys.size() != 1) {
      return Optional.of("not one key: " + keys);
    }
    var key = List.copyOf(keys).getFirst().orElseThrow();
    var first = settled.putIfAbsent(group, key);
    return Invariant.broken(
        first != null && !first.equals(key), () -> "had settled on " + first + ", now " + key);
  }
}
