package dev.weir.node.evict;

import dev.weir.node.control.Labels;
import dev.weir.node.grid.GridView;
import dev.weir.node.telemetry.EventLog;
import dev.weir.node.telemetry.NodeEvent;
import dev.weir.node.telemetry.NodeMetric;
import dev.weir.node.telemetry.Telemetry;
import dev.weir.wccp.cache.CacheSnapshot;
import dev.weir.wccp.message.ServiceGroup;
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
import org.jspecify.annotations.Nullable;

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
  /// @param apartFromGrid whether it is not the grid's own
  public record Door(Inet4Address self, int port, boolean apartFromGrid) {
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
  private final Consumer<Throwable> fail;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("weir-evict").daemon(true).factory());
  private Instant wakeAt = Instant.MAX;
  private volatile @Nullable Predicate<Set<Inet4Address>> condemn;
  private volatile Set<Inet4Address> dead = Set.of();
  private volatile int apart;

  /// What it tells whom.
  ///
  /// @param fail is told when the thread ends by a fault
  public record Outlets(
      EventLog events, Telemetry telemetry, InstantSource clock, Consumer<Throwable> fail) {}

  /// One that has heard nothing yet.
  public FastEviction(Door door, Outlets outlets) {
    this.door = door;
    this.evidence = new Evidence(door.self(), door.apartFromGrid());
    this.events = outlets.events();
    this.telemetry = outlets.telemetry();
    this.clock = outlets.clock();
    this.fail = outlets.fail();
    telemetry.gauge(NodeMetric.NODES_DEAD, () -> dead.size());
    telemetry.gauge(NodeMetric.NODES_APART, () -> apart);
    for (Answer answer : Answer.values()) {
      telemetry.counter(NodeMetric.NODE_PROBES, Labels.of(answer)); // shown before the first
    }
  }

  /// Works from now on; until then it asks and tells nobody. `told` takes who is dead, and says
  /// false when it could not be told now.
  public void begin(Predicate<Set<Inet4Address>> told) {
    condemn = told;
  }

  /// Follows the grid, after somebody else has.
  public Consumer<GridView> after(Consumer<GridView> first) {
    return first.andThen(grid -> follow(() -> evidence.follow(grid, clock.instant())));
  }

  /// Follows the group whose table decides, after somebody else has followed any.
  public Consumer<CacheSnapshot> following(ServiceGroup decides, Consumer<CacheSnapshot> first) {
    return first.andThen(group -> {
      if (group.service().group().equals(decides)) {
        follow(() -> evidence.follow(group, clock.instant()));
      }
    });
  }

  /// Who is known to be dead. For use by any thread.
  public Set<Inet4Address> dead() {
    return dead;
  }

  private void follow(Runnable told) {
    later(told, Duration.ZERO);
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
    var taker = condemn;
    if (taker == null) {
      return;
    }
    Instant now = clock.instant();
    evidence.questions(now).forEach(this::ask);
    evidence.notices().forEach(this::record);
    dead = evidence.dead();
    apart = evidence.missing().size();
    evidence.toTell(now).ifPresent(told -> tell(told, taker));
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

  private void tell(Set<Inet4Address> now, Predicate<Set<Inet4Address>> taker) {
    if (!taker.test(now)) {
      later(() -> tell(evidence.dead(), taker), RETRY);
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
