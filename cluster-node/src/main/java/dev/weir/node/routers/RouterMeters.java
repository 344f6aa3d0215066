package dev.weir.node.routers;

import dev.weir.node.telemetry.Telemetry;
import dev.weir.node.telemetry.WccpMetric;
import dev.weir.wccp.assignment.AssignmentKey;
import dev.weir.wccp.cache.CacheSnapshot;
import dev.weir.wccp.message.ServiceGroup;
import io.micrometer.core.instrument.Counter;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/// The numbers of each router of each service group, and of the tables that come in force there.
///
/// A router gets its own with its first appearance among those of a group, as many as the protocol
/// knows at the most. Told by the control thread.
public final class RouterMeters {
  /// As many as a group can have (§1: 32 each).
  private static final int ROUTERS_MAX = 32;

  private final Telemetry telemetry;
  private final Hearing hearing;
  private final Map<ServiceGroup, Group> groups = new ConcurrentHashMap<>();

  /// What was known of a group when it was looked at last.
  private static final class Group {
    private final Supplier<CacheSnapshot> now;
    private final Set<InetAddress> known = new HashSet<>();
    private final Map<InetAddress, Boolean> usable = new HashMap<>();
    private Optional<AssignmentKey> key = Optional.empty();

    private Group(Supplier<CacheSnapshot> now) {
      this.now = now;
    }
  }

  /// Numbers that are exported there.
  public RouterMeters(Telemetry telemetry, Hearing hearing) {
    this.telemetry = telemetry;
    this.hearing = hearing;
  }

  /// Whether a router lists this node as usable.
  public static boolean usable(CacheSnapshot.Router router) {
    return router.state().equals("usable") || router.state().equals("assigned");
  }

  /// Begins with a group; `now` tells how it stands.
  public void begin(CacheSnapshot group, Supplier<CacheSnapshot> now) {
    ServiceGroup name = group.service().group();
    String label = name.displayName();
    groups.putIfAbsent(name, new Group(now));
    telemetry.counter(WccpMetric.TABLES, label);
    telemetry.gauge(WccpMetric.ROUTERS_REJECTED, () -> rejected(now.get()), label);
    telemetry.gauge(WccpMetric.BUCKETS_UNASSIGNED, () -> unassigned(now.get()), label);
    follow(group);
  }

  /// A group has changed.
  public void follow(CacheSnapshot changed) {
    ServiceGroup name = changed.service().group();
    Group group = groups.get(name);
    if (group == null) {
      return;
    }
    String label = name.displayName();
    for (CacheSnapshot.Router router : changed.routers()) {
      InetAddress address = router.address();
      if (group.known.size() < ROUTERS_MAX && group.known.add(address)) {
        measure(group, address, label);
      }
      boolean before = Boolean.TRUE.equals(group.usable.put(address, usable(router)));
      if (before && !usable(router) && group.known.contains(address)) {
        losses(label, address).increment();
      }
    }
    if (changed.key().isPresent() && !changed.key().equals(group.key)) {
      group.key = changed.key();
      telemetry.counter(WccpMetric.TABLES, label).increment();
    }
  }

  private void measure(Group group, InetAddress router, String service) {
    String label = router.getHostAddress();
    losses(service, router);
    telemetry.gauge(
        WccpMetric.ROUTER_USABLE, () -> listsUs(group.now.get(), router), service, label);
    telemetry.gauge(WccpMetric.ROUTER_SILENT_SECONDS, () -> silence(router), service, label);
  }

  private Counter losses(String service, InetAddress router) {
    return telemetry.counter(WccpMetric.ROUTER_LOSSES, service, router.getHostAddress());
  }

  private static int listsUs(CacheSnapshot group, InetAddress router) {
    return group.routers().stream().anyMatch(it -> it.address().equals(router) && usable(it))
        ? 1
        : 0;
  }

  /// Not a number before its first word: no time has passed since something that never was.
  private double silence(InetAddress router) {
    return hearing.silence(router).map(it -> it.toMillis() / 1000.0).orElse(Double.NaN);
  }

  private static long rejected(CacheSnapshot group) {
    return group.routers().stream().filter(it -> it.state().equals("rejected")).count();
  }

  private static int unassigned(CacheSnapshot group) {
    return group.assignment().slotCount() - group.assignment().assignedCount();
  }
}
