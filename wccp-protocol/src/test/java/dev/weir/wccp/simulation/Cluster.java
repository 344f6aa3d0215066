package dev.weir.wccp.simulation;

import java.net.InetAddress;
import java.util.HashSet;
import java.util.Set;

/// What a cluster tells its caches of each other, where the plan has one: late, and not always
/// truly.
final class Cluster {
  private final World world;
  private final Chance chance;
  private final Set<InetAddress> dead = new HashSet<>();

  Cluster(World world, Chance chance) {
    this.world = world;
    this.chance = chance;
  }

  /// A cache has died, or stands still and seems to have.
  void suspect(CacheNode node) {
    if (world.plan().knowledge().cluster() && node.make() == CacheNode.Make.OURS) {
      dead.add(node.address());
      announce();
    }
  }

  /// A cache is back; whoever only stood still is believed at the next such occasion.
  void trust(CacheNode node) {
    if (dead.remove(node.address())) {
      announce();
    }
  }

  /// At last everybody knows the truth.
  void trustAll() {
    dead.clear();
    world.caches().forEach(it -> world.condemn(it, Set.of()));
  }

  private void announce() {
    var told = Set.copyOf(dead);
    for (CacheNode node : world.caches()) {
      if (node.make() == CacheNode.Make.OURS) {
        long at = world.now() + chance.millis(100, 5_000);
        if (at < world.plan().healAt()) {
          world.at(at, "DEAD", () -> world.condemn(node, told));
        }
      }
    }
  }
}
