package dev.weir.node;

import dev.weir.node.admin.Readiness;
import dev.weir.node.routers.RouterMeters;
import dev.weir.node.telemetry.NodeMetric;
import dev.weir.node.telemetry.Telemetry;
import dev.weir.wccp.cache.CacheSnapshot;
import dev.weir.wccp.message.ServiceGroup;
import java.net.Inet4Address;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// What the routers make of this node, as its readiness and its gauges tell, by service group.
///
/// Told by the control thread, read by any.
final class RouterPresence {
  private final Inet4Address own;
  private final Readiness.Condition listed;
  private final boolean awaited;
  private final RouterMeters meters;
  private final Map<ServiceGroup, CacheSnapshot> groups = new ConcurrentHashMap<>();

  /// `awaited` tells whether there are routers at all: others may bring packets unasked.
  RouterPresence(Inet4Address own, Readiness readiness, boolean awaited, RouterMeters meters) {
    this.own = own;
    this.meters = meters;
    this.listed = readiness.require("router", "no router lists this node yet");
    this.awaited = awaited;
    if (!awaited) {
      listed.met();
    }
  }

  /// Begins with a group that nothing has happened in.
  void begin(CacheSnapshot group, Telemetry telemetry) {
    ServiceGroup name = group.service().group();
    String label = name.displayName();
    groups.put(name, group);
    telemetry.gauge(NodeMetric.ROUTERS_USABLE, () -> usableRouters(name), label);
    telemetry.gauge(
        NodeMetric.BUCKETS_OWNED, () -> group(name).assignment().share(own).size(), label);
    telemetry.gauge(NodeMetric.DESIGNATED, () -> designated(name) ? 1 : 0, label);
    telemetry.gauge(NodeMetric.FOREIGN_CACHES, () -> group(name).foreign().size(), label);
    meters.begin(group, () -> group(name));
  }

  /// A group has changed. One router of one group is enough for traffic to come.
  void follow(CacheSnapshot changed) {
    meters.follow(changed);
    groups.put(changed.service().group(), changed);
    if (!awaited || groups.keySet().stream().anyMatch(name -> usableRouters(name) > 0)) {
      listed.met();
    } else {
      listed.unmet("no router lists this node");
    }
  }

  /// The node is not in the group any longer.
  void end(ServiceGroup name) {
    follow(CacheSnapshot.alone(name.standardService()));
  }

  /// Whether this node is the designated cache of a group.
  boolean designated(ServiceGroup name) {
    return group(name).designated().filter(own::equals).isPresent();
  }

  private CacheSnapshot group(ServiceGroup name) {
    var group = groups.get(name);
    if (group == null) {
      throw new IllegalArgumentException("no group " + name);
    }
    return group;
  }

  private long usableRouters(ServiceGroup name) {
    return group(name).routers().stream().filter(RouterMeters::usable).count();
  }
}
