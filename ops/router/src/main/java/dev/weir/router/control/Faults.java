package dev.weir.router.control;

import dev.weir.node.control.ControlLoop;
import dev.weir.node.control.GroupMachine.Outgoing;
import dev.weir.node.control.Labels;
import dev.weir.node.telemetry.EventLog;
import dev.weir.node.telemetry.Telemetry;
import dev.weir.router.telemetry.RouterEvent;
import dev.weir.router.telemetry.RouterMetric;
import dev.weir.wccp.router.RouterEvent.Fault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What can be made to go wrong on a running router, by any thread; the control thread does it.
public final class Faults {
  private final ControlLoop control;
  private final FaultyPort port;
  private final List<GroupDriver> groups;
  private final EventLog events;
  private final Telemetry telemetry;

  /// The faults of the router that this loop drives through this port.
  public Faults(
      ControlLoop control,
      FaultyPort port,
      List<GroupDriver> groups,
      EventLog events,
      Telemetry telemetry) {
    this.control = control;
    this.port = port;
    this.groups = List.copyOf(groups);
    this.events = events;
    this.telemetry = telemetry;
    for (FaultKind kind : FaultKind.values()) { // so that they are exported before the first one
      telemetry.counter(RouterMetric.FAULTS_INJECTED, Labels.of(kind));
    }
  }

  /// The name of each service group that can be made to misbehave.
  public List<String> services() {
    return groups.stream().map(group -> group.serves().displayName()).toList();
  }

  /// Has a group misbehave, or every group. False when the control thread has too much to do.
  ///
  /// @param kind one that is a group's
  public boolean inject(FaultKind kind, Optional<String> service) {
    Fault.Kind fault = kind.ofGroup().orElseThrow();
    List<GroupDriver> concerned =
        groups.stream()
            .filter(
                group -> service.isEmpty() || service.get().equals(group.serves().displayName()))
            .toList();
    boolean taken =
        control.post(now -> {
          var outgoing = new ArrayList<Outgoing>();
          concerned.forEach(group -> outgoing.addAll(group.misbehave(fault, now)));
          return outgoing;
        });
    if (taken) {
      concerned.forEach(
          _ -> telemetry.counter(RouterMetric.FAULTS_INJECTED, Labels.of(kind)).increment());
      tell(Labels.of(kind), service.orElse("all"));
    }
    return taken;
  }

  /// Loses so many of a hundred messages, 0 to 100.
  public void drop(int percent) {
    port.drop(percent);
    tell(Labels.of(FaultKind.DROP), percent + "%");
  }

  /// Lets messages wait that long.
  public void delay(Duration time) {
    port.delay(time);
    tell(Labels.of(FaultKind.DELAY), time.toMillis() + "ms");
  }

  /// Ends what lasts: messages come again, and in time.
  public void none() {
    port.drop(0);
    port.delay(Duration.ZERO);
    tell("none", "all");
  }

  private void tell(String kind, String what) {
    events.record(RouterEvent.FAULT_INJECTED, "kind", kind, "what", what);
  }
}
