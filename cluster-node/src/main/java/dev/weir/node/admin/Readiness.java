package dev.weir.node.admin;

import dev.weir.node.telemetry.NodeMetric;
import dev.weir.node.telemetry.Telemetry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Whether a program does its work: a set of named conditions that must all be met.
///
/// Safe for use by any thread.
public final class Readiness {
  private final Map<String, String> unmet = new LinkedHashMap<>();
  private final List<String> names = new ArrayList<>();

  /// What `/readyz` says: `reasons` name each unmet condition and why it is unmet.
  public record View(boolean ready, List<String> reasons) {}

  /// A condition that its owner declares met or unmet.
  public final class Condition {
    private final String name;

    private Condition(String name) {
      this.name = name;
    }

    /// The condition holds.
    public void met() {
      synchronized (unmet) {
        unmet.remove(name);
      }
    }

    /// The condition does not hold, for the given reason.
    public void unmet(String reason) {
      synchronized (unmet) {
        unmet.put(name, reason);
      }
    }
  }

  /// Adds a condition, unmet for the given reason until its owner says otherwise.
  public Condition require(String name, String reason) {
    var condition = new Condition(name);
    condition.unmet(reason);
    synchronized (unmet) {
      names.add(name);
    }
    return condition;
  }

  /// Exports each condition that there is by now.
  public void measure(Telemetry telemetry) {
    synchronized (unmet) {
      names.forEach(
          name -> telemetry.gauge(NodeMetric.CONDITION_MET, () -> isMet(name) ? 1 : 0, name));
    }
  }

  private boolean isMet(String name) {
    synchronized (unmet) {
      return !unmet.containsKey(name);
    }
  }

  /// The present state.
  public View view() {
    synchronized (unmet) {
      return new View(
          unmet.isEmpty(),
          unmet.entrySet().stream().map(e -> e.getKey() + ": " + e.getValue()).toList());
    }
  }

  Answer answer() {
    View view = view();
    return new Answer.Json(view.ready() ? 200 : 503, view);
  }
}
