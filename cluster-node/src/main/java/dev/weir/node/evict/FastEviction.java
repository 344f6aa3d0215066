package dev.weir.node.evict;

import dev.weir.node.control.Labels;
import dev.weir.node.grid.GridView;
import dev.weir.node.telemetry.EventLog;
import dev.weir.node.telemetry.NodeEvent;
import dev.weir.node.telemetry.NodeMetric;
import dev.weir.node.telemetry.Telemetry;
import dev.weir.wccp.cache.CacheSnapshot;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// Asks the nodes that [Evidence] wants asked, and tells the routers' side who is dead.
///
/// On a thread of its own; a question waits on a thread of the question's. Any thread may tell it
/// of the grid and of the routers.
public final class FastEviction implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMillis(800);
  private static final Duration RETRY = Duration.ofMillis(50);

  /// Where a node is asked: one address and port for all of its life, at which nobody else listens.
  ///
  /// @param self from where
  public record Door(Inet4Address self, int port) {
    /// Connects, and hangs up at once.
    Answer ask(Inet4Address node) {
      try (var socket = new Socket()) {
        socket.bind(new InetSocketAddress(self, 0));
        socket.connect(new InetSocketAddress(node, port), (int) PATIENCE.toMillis());
        return Answer.ACCEPTED;
      } catch (ConnectException e) {
        return Answer.REFUSED;
      } catch (IOException e) { // no answer, or no way
        return Answer.SILENT;
      }
    }
  }

  private final Door door;
  private final Evidence evidence;
  private final EventLog events;
  private final Telemetry telemetry;
  private final InstantSource clock;
  private final Predicate<Set<Inet4Address>> condemn;
  private final Consumer<Throwable> fail;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("weir-evict").daemon(true).factory());
  private Instant wakeAt = Instant.MAX;
  private volatile int dead;
  private volatile int apart;

  /// What it tells whom.
  ///
  /// @param condemn takes who is dead; false when it could not be told now
  /// @param fail is told when the thread ends by a fault
  public record Outlets(
      EventLog events,
      Telemetry telemetry,
      InstantSource clock,
      Predicate<Set<Inet4Address>> condemn,
      Consumer<Throwable> fail) {}

  /// One that has heard nothing yet.
  public FastEviction(Door door, Outlets outlets) {
    this.door = door;
    this.evidence = new Evidence(door.self());
    this.events = outlets.events();
    this.telemetry = outlets.telemetry();
    this.clock = outlets.clock();
    this.condemn = outlets.condemn();
    this.fail = outlets.fail();
    telemetry.gauge(NodeMetric.NODES_DEAD, () -> dead);
    telemetry.gauge(NodeMetric.NODES_APART, () -> apart);
    for (Answer answer : Answer.values()) {
      telemetry.counter(NodeMetric.NODE_PROBES, Labels.of(answer)); // shown before the first
    }
  }

  /// The grid has changed.
  public void follow(GridView grid) {
    later(() -> evidence.follow(grid, clock.instant()), Duration.ZERO);
  }

  /// The group whose table decides has changed.
  public void follow(CacheSnapshot group) {
    later(() -> evidence.follow(group, clock.instant()), Duration.ZERO);
  }

  /// Ends at once; who is dead stays so for the routers' side.
  @Override
  public void close() {
    thread.shutdownNow();
  }

  private void later(Runnable told, Duration delay) {
    try {
      thread.schedule(() -> guarded(told), delay.toMillis(), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      // Closed: nothing is to be done any more.
    }
  }

  private void guarded(Runnable told) {
    try {
      told.run();
      act();
    } catch (RuntimeException | Error e) { // the thread's last line
      thread.shutdown();
      fail.accept(e);
    }
  }

  private void act() {
    Instant now = clock.instant();
    evidence.questions(now).forEach(this::ask);
    evidence.notices().forEach(this::record);
    dead = evidence.dead().size();
    apart = evidence.missing().size();
    evidence.toTell(now).ifPresent(this::tell);
    Instant next = evidence.nextDeadline();
    boolean sooner = next.isBefore(wakeAt) || !now.isBefore(wakeAt);
    if (sooner && next.isBefore(Instant.MAX)) {
      wakeAt = next;
      later(() -> {}, Duration.between(now, next).plusMillis(1));
    }
  }

  private void ask(Inet4Address node) {
    Thread.ofVirtual()
        .name("weir-ask-" + node.getHostAddress())
        .start(() -> {
          Answer answer = door.ask(node);
          telemetry.counter(NodeMetric.NODE_PROBES, Labels.of(answer)).increment();
          later(() -> evidence.answered(node, answer, clock.instant()), Duration.ZERO);
        });
  }

  private void tell(Set<Inet4Address> now) {
    if (!condemn.test(now)) {
      later(() -> tell(evidence.dead()), RETRY);
    }
  }

  private void record(Notice notice) {
    String node = notice.node().getHostAddress();
    switch (notice.kind()) {
      case DEAD_REFUSED -> dead(node, "refused");
      case DEAD_SILENT -> dead(node, "silent");
      case APART -> events.record(NodeEvent.NODE_APART, "node", node);
      case ALIVE -> events.record(NodeEvent.NODE_ALIVE, "node", node);
    }
  }

  private void dead(String node, String why) {
    telemetry.counter(NodeMetric.NODES_EVICTED, why).increment();
    events.record(NodeEvent.NODE_DEAD, "node", node, "why", why);
  }
}
