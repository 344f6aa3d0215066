package dev.weir.wccp.simulation;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;

/// What goes wrong with processes and lines, at random times until the world heals.
final class Troubles {
  /// Beyond 2038, where change numbers no longer fit a signed one, and before 2106.
  private static final long AHEAD_SECONDS_MAX = 1_000_000_000L;

  private final World world;
  private final Plan plan;
  private final Chance chance;
  private final Cluster cluster;
  private boolean healed;

  Troubles(World world, Chance chance) {
    this.world = world;
    this.plan = world.plan();
    this.chance = chance;
    this.cluster = new Cluster(world, chance.fork());
  }

  /// Starts the processes, and schedules the first of each kind of trouble.
  void begin() {
    world.routers().forEach(it -> world.at(chance.millis(0, 2_000), it.name(), () -> revive(it)));
    world.caches().forEach(it -> world.at(chance.millis(0, 20_000), it.name(), () -> revive(it)));
    plan.faults().stream().sorted().forEach(this::schedule);
    if (plan.heals()) {
      world.at(plan.healAt(), "HEAL", this::heal);
    }
  }

  private void schedule(Fault fault) {
    long at = world.now() + chance.millis(2_000, 90_000);
    Runnable action =
        switch (fault) {
          case CACHE_CRASH -> this::crashCache;
          case ROUTER_CRASH -> this::crashRouter;
          case FREEZE -> this::freeze;
          case CLOCK_JUMP -> this::jump;
          case SHUTDOWN -> this::shutdown;
          case PARTITION -> this::cut;
          default -> null;
        };
    if (action != null && at < plan.healAt()) {
      world.at(
          at,
          fault.name(),
          () -> {
            action.run();
            schedule(fault);
          });
    }
  }

  private void crashCache() {
    var node = chance.pick(world.caches());
    if (node.up()) {
      world.stop(node);
      cluster.suspect(node);
    }
    world.at(world.now() + chance.millis(0, 90_000), node.name(), () -> revive(node));
  }

  private void crashRouter() {
    var node = chance.pick(world.routers());
    if (node.up()) {
      world.stop(node);
    }
    world.at(world.now() + chance.millis(0, 60_000), node.name(), () -> revive(node));
  }

  private void revive(CacheNode node) {
    if (!node.up() && !node.retired && !healed) {
      if (plan.has(Fault.DISK_LOSS)) {
        java.util.Arrays.fill(node.persisted, 0);
      }
      world.start(node);
      cluster.trust(node);
    }
  }

  private void revive(RouterNode node) {
    if (!node.up() && !healed) {
      world.start(node);
    }
  }

  private void freeze() {
    long until = Math.min(plan.healAt(), world.now() + chance.millis(0, 60_000));
    if (chance.hits(0.6)) {
      var node = chance.pick(world.caches());
      node.frozenUntil = until;
      cluster.suspect(node);
    } else {
      chance.pick(world.routers()).frozenUntil = until;
    }
  }

  /// Backwards only where the disk remembers the numbers: nobody is safe from losing both.
  private void jump() {
    var node = chance.pick(world.caches());
    int seconds = chance.pick(List.of(1, 60, 3_600, 60_000_000));
    boolean back = !plan.has(Fault.DISK_LOSS) && chance.hits(0.5);
    long jumped = node.wallOffsetSeconds + (back ? -seconds : seconds);
    node.wallOffsetSeconds = Math.min(jumped, AHEAD_SECONDS_MAX);
  }

  private void shutdown() {
    var node = chance.pick(world.caches());
    if (node.serves() && node.frozenUntil <= world.now()) {
      var life = node.parties;
      world.leave(node);
      world.at(
          world.now() + 3_000_000_000L,
          node.name(),
          () -> {
            if (node.parties.equals(life)) {
              world.stop(node);
            }
          });
      world.at(world.now() + chance.millis(3_001, 90_000), node.name(), () -> revive(node));
    }
  }

  /// Some lines for a while: of one process, or any; both directions, or one.
  private void cut() {
    long until = world.now() + chance.millis(1_000, 120_000);
    boolean oneProcess = chance.hits(0.5);
    var hit = chance.pick(world.caches());
    double share = chance.pick(List.of(0.3, 0.7, 1.0));
    int directions = chance.between(0, 2);
    for (CacheNode cache : world.caches()) {
      for (RouterNode router : world.routers()) {
        if ((!oneProcess || cache == hit) && chance.hits(share)) {
          cut(cache.address(), router, directions, until);
        }
      }
    }
  }

  private void cut(InetAddress cache, RouterNode router, int directions, long until) {
    if (directions != 0) {
      world.network().cut(cache, router.address(), until);
    }
    if (directions != 1) {
      world.network().cut(router.source(), cache, until);
    }
  }

  /// From now on nothing goes wrong. Some of what is dead stays dead, some comes back.
  private void heal() {
    world.network().heal();
    cluster.trustAll();
    var alive = new ArrayList<CacheNode>();
    for (CacheNode node : world.caches()) {
      if (node.make().harmful() || node.leaving) {
        world.stop(node);
      }
      boolean lives = node.up() || chance.hits(0.7);
      node.retired = !lives || node.make().harmful();
      if (!node.retired) {
        alive.add(node);
      }
    }
    if (alive.stream().noneMatch(it -> it.make() == CacheNode.Make.OURS)) {
      world.caches().getFirst().retired = false;
    }
    world.caches().forEach(this::revive);
    for (RouterNode node : world.routers()) {
      if (chance.hits(0.8)) {
        revive(node);
      }
    }
    if (world.routers().stream().noneMatch(RouterNode::up)) {
      revive(world.routers().getFirst());
    }
    healed = true;
  }
}
