package dev.weir.node;

import dev.weir.node.admin.Readiness;
import dev.weir.node.telemetry.NodeMetric;
import dev.weir.node.telemetry.Telemetry;
import dev.weir.wccp.cache.CacheSnapshot;
import java.net.Inet4Address;

/// What the routers make of this node, as its readiness and its gauges tell.
///
/// Told by the control thread, read by any.
final class RouterPresence {
  private final Inet4Address own;
  private final Readiness.Condition listed;
  private volatile CacheSnapshot group;

  RouterPresence(Inet4Address own, CacheSnapshot group, Readiness readiness, Telemetry telemetry) {
    this.own = own;
    this.group = group;
    this.listed = readiness.require("router", "no router lists this node yet");
    telemetry.gauge(NodeMetric.ROUTERS_USABLE, this::usableRouters);
    telemetry.gauge(NodeMetric.BUCKETS_OWNED, () -> this.group.assignment().share(own).size());
    telemetry.gauge(NodeMetric.DESIGNATED, () -> designated() ? 1 : 0);
  }

  /// The group has changed.
  void follow(CacheSnapshot changed) {
    group = changed;
    if (usableRouters() > 0) {
      listed.met();
    } else {
      listed.unmet("no router lists this node");
    }
  }

  /// Whether this node is the designated cache.
  boolean designated() {
    return group.designated().filter(own::equals).isPresent();
  }

  private long usableRouters() {
    return group.routers().stream()
        .filter(router -> router.state().equals("usable") || router.state().equals("assigned"))
        .count();
  }
}
