package dev.weir.node;

import dev.weir.node.admin.AdminPages;
import dev.weir.node.admin.AdminPages.Method;
import dev.weir.node.admin.Answer;
import dev.weir.node.admin.Readiness;
import dev.weir.node.telemetry.EventLog;
import dev.weir.node.telemetry.NodeEvent;
import java.net.Inet4Address;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntSupplier;

/// A node that an operator has drained: it runs, and has nothing to do until it is wanted again.
///
/// Asked for on this host alone.
final class Drain {
  private static final String DRAINED = "the node is drained";

  private final WccpSide wccp;
  private final Inet4Address self;
  private final IntSupplier connections;
  private final EventLog events;
  private final Readiness.Condition wanted;
  private final AtomicBoolean asked = new AtomicBoolean();

  Drain(
      WccpSide wccp,
      Inet4Address self,
      IntSupplier connections,
      EventLog events,
      Readiness readiness) {
    this.wccp = wccp;
    this.self = self;
    this.connections = connections;
    this.events = events;
    this.wanted = readiness.require("drain", DRAINED);
    wanted.met();
  }

  void show(AdminPages pages) {
    pages
        .route("/v1/drain", "Whether the node is drained, and what it still has.", this::view)
        .local(Method.POST, "/v1/drain", "Hands over what the node has.", _ -> ask(true))
        .local(Method.DELETE, "/v1/drain", "Lets the node be given buckets.", _ -> ask(false));
  }

  private Answer ask(boolean now) {
    if (asked.getAndSet(now) != now) {
      if (now) {
        wanted.unmet(DRAINED);
        events.record(NodeEvent.DRAIN_BEGUN, "connections", connections.getAsInt());
      } else {
        wanted.met();
        events.record(NodeEvent.DRAIN_ENDED);
      }
      wccp.drain(now);
    }
    return new Answer.Json(200, view());
  }

  private Map<String, Object> view() {
    return Map.of(
        "draining",
        asked.get(),
        "left",
        wccp.absent(),
        "buckets",
        wccp.ownership().assignment().share(self).size(),
        "connections",
        connections.getAsInt());
  }
}
