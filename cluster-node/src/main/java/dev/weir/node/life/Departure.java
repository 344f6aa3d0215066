package dev.weir.node.life;

import dev.weir.node.telemetry.EventLog;
import dev.weir.node.telemetry.NodeEvent;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntSupplier;

/// How a node ends to which nothing is diverted: it takes nobody new, and waits for a while until
/// its clients have what they asked for.
public final class Departure {
  private static final long LOOK_NS = 50_000_000L;

  private final Runnable shut;
  private final IntSupplier connections;
  private final Duration drain;
  private final EventLog events;
  private volatile boolean hurried;

  /// That of a node which has so many connections, and takes nobody new after `shut`. It takes so
  /// long at the most.
  public Departure(Runnable shut, IntSupplier connections, Duration drain, EventLog events) {
    this.shut = shut;
    this.connections = connections;
    this.drain = drain;
    this.events = events;
  }

  /// Something is broken: nobody is waited for.
  public void hurry() {
    hurried = true;
  }

  /// Returns when no connection is left, or the time is over.
  public void await() {
    shut.run();
    if (connections.getAsInt() == 0) {
      return;
    }
    events.record(NodeEvent.DRAIN_BEGUN, "connections", connections.getAsInt());
    long began = System.nanoTime();
    while (connections.getAsInt() > 0 && !hurried && System.nanoTime() - began < drain.toNanos()) {
      LockSupport.parkNanos(LOOK_NS);
      shut.run(); // who was answered meanwhile is idle now
    }
    events.record(NodeEvent.DRAINED, "connections", connections.getAsInt());
  }
}
