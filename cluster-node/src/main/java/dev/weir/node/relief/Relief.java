package dev.weir.node.relief;

import dev.weir.gre.BucketSet;
import dev.weir.node.config.health.HealthConfig;
import dev.weir.node.health.Pulse;
import dev.weir.node.telemetry.EventLog;
import dev.weir.node.telemetry.NodeEvent;
import dev.weir.node.telemetry.NodeMetric;
import dev.weir.node.telemetry.Telemetry;
import dev.weir.wccp.assignment.Assignment;
import dev.weir.wccp.assignment.MaskAssignment;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/// Measures this node's load with each pulse of the health thread, and gives buckets back and takes
/// them in again as [LoadRelief] says. Any thread may ask how it stands.
public final class Relief {
  /// What is measured beside the pulse.
  ///
  /// @param connections open client connections
  /// @param memory the share in use of the memory that is shortest, 0..1
  /// @param lostPackets so far, because capture or TUN had no room
  public record Measures(
      LongSupplier connections, DoubleSupplier memory, LongSupplier lostPackets) {}

  private final LoadRelief relief;
  private final Measures measures;
  private final Consumer<BucketSet> giveBack;
  private final EventLog events;
  private Instant lastAt;
  private long lostBefore;
  private BucketSet given = BucketSet.NONE;
  private Optional<String> cause = Optional.empty();

  /// Nothing is given back yet. `giveBack` is told of each change, by the health thread.
  public Relief(
      HealthConfig config,
      Measures measures,
      Consumer<BucketSet> giveBack,
      EventLog events,
      Instant now) {
    this.relief = new LoadRelief(config, now);
    this.measures = measures;
    this.giveBack = giveBack;
    this.events = events;
    this.lastAt = now;
  }

  /// Registers how it stands; `buckets` tells how many buckets are given back.
  public void measure(Telemetry telemetry, IntSupplier buckets) {
    telemetry.gauge(NodeMetric.BUCKETS_GIVEN_BACK, buckets::getAsInt);
    for (Load.Signal signal : Load.Signal.values()) {
      telemetry.gauge(NodeMetric.LOAD, () -> standing(signal), signal.label());
    }
    telemetry.gauge(NodeMetric.RELIEF, this::share);
  }

  /// Those of this cache's buckets in a table of which new connections go back. By mask there are
  /// none: there the hash of the origin counts.
  public synchronized List<Integer> given(Assignment assignment, InetAddress cache) {
    return assignment instanceof MaskAssignment
        ? List.of()
        : assignment.share(cache).stream().filter(given::contains).boxed().toList();
  }

  /// By which signal there was too much to do first; empty while nothing is given back.
  public synchronized Optional<String> cause() {
    return cause;
  }

  /// Goes by another configuration from now on.
  public synchronized void become(HealthConfig next) {
    relief.become(next);
  }

  /// Time for a look at the load.
  public synchronized void on(Pulse pulse) {
    int before = relief.steps();
    var change = relief.on(load(pulse), pulse.at());
    if (relief.steps() != before) {
      given = BucketOrder.first(relief.steps());
      giveBack.accept(given);
    }
    change.ifPresent(this::tell);
  }

  private Load load(Pulse pulse) {
    double seconds = Math.max(0.001, Duration.between(lastAt, pulse.at()).toMillis() / 1000.0);
    long lost = measures.lostPackets().getAsLong();
    double lostPerSecond = (lost - lostBefore) / seconds;
    lastAt = pulse.at();
    lostBefore = lost;
    return new Load(
        pulse.loopDelay(),
        pulse.selfTest(),
        measures.connections().getAsLong(),
        measures.memory().getAsDouble(),
        lostPerSecond);
  }

  private void tell(LoadRelief.Change change) {
    switch (change) {
      case LoadRelief.Change.Began(Load.Signal signal, double share) -> {
        cause = Optional.of(signal.label());
        events.record(
            NodeEvent.OVERLOAD_BEGAN,
            "cause",
            signal.label(),
            "percent_of_limit",
            Math.round(100 * share));
      }
      case LoadRelief.Change.Ended(Duration after, int stepsMost) -> {
        cause = Optional.empty();
        events.record(
            NodeEvent.OVERLOAD_ENDED,
            "after_s",
            after.toSeconds(),
            "most_given_back",
            stepsMost + "/" + LoadRelief.STEPS);
      }
    }
  }

  private synchronized double standing(Load.Signal signal) {
    return relief.standing(signal);
  }

  private synchronized double share() {
    return (double) relief.steps() / LoadRelief.STEPS;
  }
}
