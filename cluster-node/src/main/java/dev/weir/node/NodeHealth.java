package dev.weir.node;

import dev.weir.node.admin.Readiness;
import dev.weir.node.health.HealthGate;
import dev.weir.node.health.HealthWatch;
import dev.weir.node.health.Pulse;
import dev.weir.node.health.SelfTest;
import dev.weir.node.health.Stall;
import dev.weir.node.telemetry.EventLog;
import dev.weir.node.telemetry.NodeEvent;
import dev.weir.node.telemetry.NodeMetric;
import dev.weir.node.telemetry.Telemetry;
import io.micrometer.core.instrument.Counter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/// What this node's health means to the rest of it: its readiness, its announcement, its events and
/// its numbers.
///
/// Told by the health thread.
final class NodeHealth implements HealthWatch.Journal {
  /// What follows from it.
  ///
  /// @param seen how things stand, four times a second
  /// @param allow the node may have traffic, or may not
  /// @param giveUp an event loop is lost, and only a new process helps
  /// @param ill what a failing self-test means
  /// @param fail the health thread has ended by a fault
  record Consequences(
      Consumer<Pulse> seen,
      Consumer<Boolean> allow,
      Runnable giveUp,
      Consumer<Throwable> fail,
      HealthGate.Cause ill) {}

  private final EventLog events;
  private final Telemetry telemetry;
  private final Consequences consequences;
  private final Readiness.Condition condition;
  private final HealthGate gate;
  private final AtomicReference<Instant> answeredAt = new AtomicReference<>(Instant.MIN);
  private final Counter answers;
  private final Counter lateAnswers;
  private final Counter stalls;
  private volatile String lastMiss = "none";

  NodeHealth(
      EventLog events,
      Telemetry telemetry,
      Readiness readiness,
      InstantSource clock,
      Consequences consequences) {
    this.events = events;
    this.telemetry = telemetry;
    this.consequences = consequences;
    this.condition = readiness.require("health", HealthGate.Cause.STARTING.sentence());
    this.gate = new HealthGate(this::changed, consequences.ill());
    this.answers = telemetry.counter(NodeMetric.SELF_TESTS, "answered");
    this.lateAnswers = telemetry.counter(NodeMetric.SELF_TESTS, "late");
    this.stalls = telemetry.counter(NodeMetric.EVENT_LOOP_STALLS);
    for (SelfTest.Miss why : SelfTest.Miss.values()) {
      telemetry.counter(NodeMetric.SELF_TESTS, label(why)); // shown before the first miss
    }
    telemetry.gauge(NodeMetric.GATE_OPEN, () -> gate.open() ? 1 : 0);
    telemetry.gauge(NodeMetric.SELF_TEST_AGE_SECONDS, () -> age(clock.instant()));
  }

  HealthGate gate() {
    return gate;
  }

  @Override
  public void seen(Pulse pulse) {
    consequences.seen().accept(pulse);
  }

  @Override
  public void answered(Instant now, boolean late) {
    answeredAt.set(now);
    (late ? lateAnswers : answers).increment();
  }

  @Override
  public void missed(SelfTest.Miss why) {
    lastMiss = label(why);
    telemetry.counter(NodeMetric.SELF_TESTS, label(why)).increment();
  }

  @Override
  public void stuck(Stall stall) {
    stalls.increment();
    events.record(NodeEvent.EVENT_LOOP_STUCK, "loop", stall.loop(), "where", stall.where());
  }

  @Override
  public void moves(Stall stall) {
    events.record(
        NodeEvent.EVENT_LOOP_MOVES, "loop", stall.loop(), "after_ms", stall.lasted().toMillis());
  }

  @Override
  public void lost() {
    events.record(NodeEvent.EVENT_LOOP_LOST);
    consequences.giveUp().run();
  }

  @Override
  public void failed(Throwable why) {
    consequences.fail().accept(why);
  }

  /// Packets first: they go back at once, while routers have to be told.
  private void changed(HealthGate.Cause cause) {
    consequences.allow().accept(cause == HealthGate.Cause.NONE);
    switch (cause) {
      case NONE -> {
        condition.met();
        events.record(NodeEvent.GATE_OPENED);
      }
      case STARTING -> condition.unmet(cause.sentence());
      case SELF_TEST -> {
        condition.unmet(cause.sentence() + ": " + lastMiss);
        events.record(NodeEvent.GATE_CLOSED, "cause", "self_test", "miss", lastMiss);
      }
      case SIDECAR -> {
        condition.unmet(cause.sentence() + ": " + lastMiss);
        events.record(NodeEvent.GATE_CLOSED, "cause", "sidecar", "miss", lastMiss);
      }
      case EVENT_LOOP -> {
        condition.unmet(cause.sentence());
        events.record(NodeEvent.GATE_CLOSED, "cause", "event_loop");
      }
    }
  }

  private double age(Instant now) {
    var last = answeredAt.get();
    return last.equals(Instant.MIN) ? -1 : Duration.between(last, now).toMillis() / 1000.0;
  }

  private static String label(SelfTest.Miss why) {
    return why.name().toLowerCase(Locale.ROOT);
  }
}
