package dev.weir.node.page;

import dev.weir.node.admin.AdminPages;
import dev.weir.node.admin.AdminPages.Method;
import dev.weir.node.admin.Answer;
import dev.weir.node.admin.Readiness;
import dev.weir.node.telemetry.EventLog;
import dev.weir.node.telemetry.NodeEvent;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.IntSupplier;

/// A node that an operator has drained: it runs, and has nothing to do until it is wanted again.
///
/// Asked for on this host alone.
public final class DrainPage {
  private static final String DRAINED = "the node is drained";

  private final Drained node;
  private final EventLog events;
  private final Readiness.Condition wanted;
  private final AtomicBoolean asked = new AtomicBoolean();

  /// The node that is drained: what has it hand over, whether no router counts on it any more, and
  /// what it still has.
  public record Drained(
      Consumer<Boolean> drain,
      BooleanSupplier absent,
      IntSupplier buckets,
      IntSupplier connections) {}

  /// A node that nobody has drained.
  public DrainPage(Drained node, EventLog events, Readiness readiness) {
    this.node = node;
    this.events = events;
    this.wanted = readiness.require("drain", DRAINED);
    wanted.met();
  }

  /// Adds the pages.
  public void show(AdminPages pages) {
    pages
        .route("/v1/drain", "Whether the node is drained, and what it still has.", this::view)
        .local(Method.POST, "/v1/drain", "Hands over what the node has.", _ -> ask(true))
        .local(Method.DELETE, "/v1/drain", "Lets the node be given buckets.", _ -> ask(false));
  }

  private Answer ask(boolean now) {
    if (asked.getAndSet(now) != now) {
      if (now) {
        wanted.unmet(DRAINED);
        events.record(NodeEvent.DRAIN_BEGUN, "connections", node.connections().getAsInt());
      } else {
        wanted.met();
        events.record(NodeEvent.DRAIN_ENDED);
      }
      node.drain().accept(now);
    }
    return new Answer.Json(200, view());
  }

  private Map<String, Object> view() {
    return Map.of(
        "draining",
        asked.get(),
        "left",
        node.absent().getAsBoolean(),
        "buckets",
        node.buckets().getAsInt(),
        "connections",
        node.connections().getAsInt());
  }
}
