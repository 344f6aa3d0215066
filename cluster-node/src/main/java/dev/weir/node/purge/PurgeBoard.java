package dev.weir.node.purge;

import dev.weir.cache.store.MemoryStore;
import dev.weir.cache.store.Purge;
import dev.weir.node.grid.Grid;
import dev.weir.node.grid.seal.Purpose;
import dev.weir.node.grid.seal.SignedRecord;
import dev.weir.node.telemetry.EventLog;
import dev.weir.node.telemetry.NodeEvent;
import dev.weir.node.telemetry.NodeMetric;
import dev.weir.node.telemetry.Telemetry;
import java.net.Inet4Address;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// Purges of the whole cluster: applied here, carried to all, and acknowledged when every node that
/// is there has applied them.
///
/// A purge stays in the grid for [#KEPT], so a node that comes back meanwhile applies it then. To
/// apply one twice does no harm. All work is on a thread of its own.
public final class PurgeBoard implements AutoCloseable {
  /// How long a purge is kept for nodes that come back; longer than any hand-over.
  public static final Duration KEPT = Duration.ofMinutes(10);

  /// How long an answer waits for the other nodes.
  public static final Duration ACKNOWLEDGED_WITHIN = Duration.ofSeconds(4);

  /// How many purges the cluster keeps at a time; no further one is taken.
  public static final int PURGES_MAX = 4_000;

  private static final Duration KEPT_WITHIN = Duration.ofSeconds(1);
  private static final int WAITING_MAX = 64;
  private static final long LOOK_MILLIS = 50;

  private final MemoryStore store;
  private final Grid grid;
  private final Inet4Address self;
  private final Supplier<Set<Inet4Address>> live;
  private final Consumer<Purge> bury;
  private final EventLog events;
  private final InstantSource clock;
  private final SecureRandom random = new SecureRandom();
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("purge").daemon(true).factory());

  /// Sweeping takes seconds, for which no other purge waits.
  private final ExecutorService sweeper =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().name("purge-sweep").daemon(true).factory());

  private final LongAdder objects = new LongAdder();
  private final LongAdder unconfirmed = new LongAdder();
  private volatile int kept;

  // Confined to the thread.
  private final LinkedHashSet<Long> applied = new LinkedHashSet<>();
  private final Map<Inet4Address, Set<Long>> others = new HashMap<>();
  private final Map<Waiting, CompletableFuture<Outcome>> waiting = new LinkedHashMap<>();

  /// Who acknowledges: this node, and all that are alive as far as anybody knows.
  public record Nodes(Inet4Address self, Supplier<Set<Inet4Address>> live) {}

  /// Where things are forgotten: what is stored, and what another node may hand over, which `bury`
  /// has refused from then on.
  public record Forgetting(MemoryStore store, Consumer<Purge> bury) {}

  /// A board over a grid.
  public PurgeBoard(Forgetting what, Grid grid, Nodes nodes, EventLog events, InstantSource clock) {
    this.store = what.store();
    this.bury = what.bury();
    this.grid = grid;
    this.self = nodes.self();
    this.live = nodes.live();
    this.events = events;
    this.clock = clock;
  }

  /// Begins to follow the grid.
  public void start() {
    grid.follow(Purpose.PURGE, records -> later(() -> follow(records)));
    grid.follow(Purpose.PURGED, records -> later(() -> hear(records)));
    thread.scheduleWithFixedDelay(this::settle, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
  }

  /// Registers what is counted here.
  public void measure(Telemetry telemetry) {
    telemetry.gauge(NodeMetric.PURGES_KEPT, () -> kept);
    telemetry.gauge(NodeMetric.PURGES_TO_SWEEP, store::purgesToSweep);
    telemetry.counted(NodeMetric.PURGED_OBJECTS, objects::sum);
    telemetry.counted(NodeMetric.PURGES_UNCONFIRMED, unconfirmed::sum);
  }

  /// Has the whole cluster forget something. The outcome comes within [#ACKNOWLEDGED_WITHIN];
  /// empty: there are too many purges, and nothing was done.
  public Optional<CompletableFuture<Outcome>> order(Purge purge) {
    if (kept >= PURGES_MAX) {
      return Optional.empty();
    }
    var outcome = new CompletableFuture<Outcome>();
    later(() -> begin(purge, outcome));
    return Optional.of(outcome);
  }

  private void begin(Purge purge, CompletableFuture<Outcome> outcome) {
    long number = random.nextLong();
    grid.put(Purpose.PURGE, PurgeCodec.key(number), PurgeCodec.encode(purge), KEPT);
    int dropped = apply(number, purge, self);
    tell();
    var until = clock.instant().plus(ACKNOWLEDGED_WITHIN);
    if (waiting.size() >= WAITING_MAX) {
      until = clock.instant(); // told what is known now
    }
    waiting.put(new Waiting(purge, number, dropped, self, until), outcome);
    settle();
  }

  private int apply(long number, Purge purge, Inet4Address by) {
    bury.accept(purge);
    int dropped = store.purge(purge);
    store.keepPurges(KEPT_WITHIN);
    objects.add(dropped);
    applied.add(number);
    if (store.purgesToSweep() > 0 && !sweeper.isShutdown()) {
      sweeper.execute(() -> objects.add(store.sweep()));
    }
    events.record(
        NodeEvent.PURGED,
        "kind",
        purge.kind().label(),
        "what",
        purge.text(),
        "objects",
        dropped,
        "by",
        by.getHostAddress());
    return dropped;
  }

  /// Applies what is new. What the grid has forgotten is forgotten here, too.
  private void follow(List<SignedRecord> records) {
    kept = records.size();
    var present = new HashSet<Long>();
    boolean changed = false;
    for (SignedRecord record : records) {
      var number = PurgeCodec.number(record.key());
      if (number.isPresent()) {
        present.add(number.getAsLong());
        changed |= follow(number.getAsLong(), record);
      }
    }
    if (changed) {
      tell();
    }
    if (applied.size() > 2 * Purpose.PURGE.recordsMax()) {
      applied.retainAll(present);
    }
  }

  private boolean follow(long number, SignedRecord record) {
    Optional<Purge> purge =
        applied.contains(number) ? Optional.empty() : PurgeCodec.purge(record.content());
    purge.ifPresent(it -> apply(number, it, record.terms().signer()));
    return purge.isPresent();
  }

  private void tell() {
    grid.put(Purpose.PURGED, self.getHostAddress(), PurgeCodec.encode(applied), KEPT);
  }

  private void hear(List<SignedRecord> records) {
    others.clear();
    for (SignedRecord record : records) {
      PurgeCodec.node(record.key())
          .ifPresent(node -> others.put(node, PurgeCodec.applied(record.content())));
    }
    settle();
  }

  /// Tells whoever waits, when all have applied it or the time is over.
  private void settle() {
    if (waiting.isEmpty()) {
      return;
    }
    Set<Inet4Address> present = live.get();
    for (Waiting each : new ArrayList<>(waiting.keySet())) {
      each.outcome(present, others, clock.instant()).ifPresent(it -> end(each, it));
    }
  }

  private void end(Waiting over, Outcome outcome) {
    if (!outcome.isComplete()) {
      unconfirmed.increment();
      events.record(
          NodeEvent.PURGE_UNCONFIRMED,
          "kind",
          outcome.purge().kind().label(),
          "what",
          outcome.purge().text(),
          "missing",
          outcome.missing().stream().map(Inet4Address::getHostAddress).toList());
    }
    CompletableFuture<Outcome> told = waiting.remove(over);
    if (told != null) {
      told.complete(outcome);
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
    sweeper.shutdownNow();
  }

  private void later(Runnable task) {
    try {
      thread.execute(task);
    } catch (RejectedExecutionException e) {
      // Closed: nobody waits any more.
    }
  }
}
