package dev.weir.node.snmp;

import dev.weir.node.routers.RouterMeters;
import dev.weir.wccp.cache.CacheSnapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// What is told of, by comparing a node with what was told of it last.
///
/// So many notifications go out at a time, and then one each so often. What is withheld is told
/// later, if it still differs. Confined to one thread.
public final class Watch {
  private static final int BURST = 20;
  private static final Duration EACH = Duration.ofSeconds(3);

  private final Allowance allowance;

  /// Those that were told of as found, by their row, and what was told.
  private final Map<Oid, Notice> routers = new HashMap<>();

  private boolean healthy;

  /// What follows from a look.
  ///
  /// @param notices in the order in which they are sent
  /// @param withheld how many would have been too many
  public record Seen(List<Notice> notices, int withheld) {}

  /// Knows no router, and a node that is not healthy.
  public Watch(Instant now) {
    this.allowance = new Allowance(BURST, EACH, now);
  }

  /// Looks at the node.
  public Seen on(NodeView view, Instant now) {
    var usable = new HashMap<Oid, Notice>();
    var others = new HashMap<Oid, Notice>();
    for (CacheSnapshot group : view.groups()) {
      for (CacheSnapshot.Router router : group.routers()) {
        Oid row = GroupRows.routerCell(GroupRows.ROUTER_STATE, group, router);
        (RouterMeters.usable(router) ? usable : others).put(row, notice(group, router, view));
      }
    }
    SortedMap<Oid, Notice> changes = changes(usable, others);
    var notices = new ArrayList<Notice>();
    changes.forEach((row, change) -> {
      if (allowance.take(now)) {
        notices.add(change);
        if (usable.containsKey(row)) {
          routers.put(row, change);
        } else {
          routers.remove(row);
        }
      }
    });
    int wanted = changes.size();
    boolean ready = view.ready().ready();
    if (healthy != ready) {
      wanted++;
      if (allowance.take(now)) {
        healthy = ready;
        notices.add(health(view, ready));
      }
    }
    return new Seen(List.copyOf(notices), wanted - notices.size());
  }

  /// What differs from what was told, by row.
  private SortedMap<Oid, Notice> changes(Map<Oid, Notice> usable, Map<Oid, Notice> others) {
    var changes = new TreeMap<Oid, Notice>();
    routers.forEach((row, found) -> {
      if (!usable.containsKey(row)) {
        changes.put(row, others.getOrDefault(row, gone(row, found)));
      }
    });
    usable.forEach((row, found) -> {
      if (!routers.containsKey(row)) {
        changes.put(row, found);
      }
    });
    return changes;
  }

  /// The last one, when the node ends; empty when it was not healthy.
  public List<Notice> end(NodeView view) {
    return healthy ? List.of(health(view, false)) : List.of();
  }

  private static Notice notice(CacheSnapshot group, CacheSnapshot.Router router, NodeView view) {
    SortedMap<Oid, Value> row = GroupRows.router(group, router, view);
    var about = new TreeMap<Oid, Value>();
    about.put(WeirMib.NODE_NAME, new Value.Text(view.self().name()));
    for (int column : List.of(GroupRows.ROUTER_NAME, GroupRows.ROUTER_STATE)) {
      Oid cell = GroupRows.routerCell(column, group, router);
      Value value = row.get(cell);
      if (value != null) {
        about.put(cell, value);
      }
    }
    return new Notice(
        RouterMeters.usable(router) ? WeirMib.ROUTER_FOUND : WeirMib.ROUTER_LOST, about);
  }

  /// A router that was found and is no router of the node any more.
  private static Notice gone(Oid row, Notice found) {
    var about = new TreeMap<>(found.about());
    about.put(row, new Value.Whole(GroupRows.LEFT));
    return new Notice(WeirMib.ROUTER_LOST, about);
  }

  private static Notice health(NodeView view, boolean healthy) {
    var about = new TreeMap<Oid, Value>();
    about.put(WeirMib.NODE_NAME, new Value.Text(view.self().name()));
    about.put(WeirMib.HEALTH, new Value.Whole(healthy ? 1 : 2));
    about.put(WeirMib.HEALTH_REASON, new Value.Text(reason(view, healthy)));
    return new Notice(healthy ? WeirMib.NODE_HEALTHY : WeirMib.NODE_UNHEALTHY, about);
  }

  private static String reason(NodeView view, boolean healthy) {
    return view.ready().ready() && !healthy
        ? "the node ends"
        : String.join("; ", view.ready().reasons());
  }
}
