package dev.weir.node.grid;

import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastException;
import com.hazelcast.core.HazelcastInstance;
import dev.weir.node.grid.seal.Purpose;
import dev.weir.node.grid.seal.Refusal;
import dev.weir.node.grid.seal.SignedRecord;
import dev.weir.node.telemetry.EventLog;
import dev.weir.node.telemetry.NodeEvent;
import dev.weir.node.telemetry.NodeMetric;
import dev.weir.node.telemetry.RateLimit;
import dev.weir.node.telemetry.Telemetry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// This node's membership of the grid, on a thread of its own for which nobody waits.
///
/// Joining may take 15 s when a listed member does not answer. A failed attempt is repeated after
/// [#PAUSE_MIN], doubled up to [#PAUSE_MAX]. Every change is told as a whole [GridView].
public final class Grid implements AutoCloseable {
  /// The time before the second attempt to join.
  public static final Duration PAUSE_MIN = Duration.ofSeconds(1);

  /// The longest time between two attempts to join.
  public static final Duration PAUSE_MAX = Duration.ofSeconds(30);

  /// [#close] takes no longer than this.
  public static final Duration CLOSE_MAX = Duration.ofSeconds(2);

  /// What a new member is given of the maps comes without an event, so they are also looked at.
  private static final long LOOK_MILLIS = 500;

  private static final Duration REFUSAL_GAP = Duration.ofSeconds(10);

  private final GridSettings settings;
  private final EventLog log;
  private final InstantSource clock;
  private final Consumer<GridView> changed;
  private final ScheduledExecutorService thread;
  private final Members members;
  private final Map<Refusal, LongAdder> refusals = new EnumMap<>(Refusal.class);
  private final RateLimit refusalGap = new RateLimit(REFUSAL_GAP);
  private final AtomicBoolean stale = new AtomicBoolean();
  private volatile GridView view = GridView.STARTING;
  private volatile boolean closed;

  // Confined to the grid thread.
  private final Records records;
  private final String identity;
  private @Nullable HazelcastInstance instance;
  private Duration pause = PAUSE_MIN;

  private Grid(
      GridSettings settings, EventLog log, InstantSource clock, Consumer<GridView> changed) {
    this.settings = settings;
    this.log = log;
    this.clock = clock;
    this.changed = changed;
    var seal = settings.seal();
    this.members = new Members(seal, log);
    for (Refusal refusal : Refusal.values()) {
      refusals.put(refusal, new LongAdder());
    }
    this.records = new Records(seal, settings.self(), clock, this::refused);
    this.identity =
        new Identity(settings.name(), UUID.randomUUID())
            .attribute(seal, settings.self(), settings.port());
    this.thread =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("grid").daemon(true).factory());
  }

  /// Begins to join and returns at once. `changed` is called on the grid thread with each new view
  /// and must not block.
  ///
  /// @param clock wall-clock time, by which records are numbered and end
  public static Grid start(
      GridSettings settings, EventLog log, InstantSource clock, Consumer<GridView> changed) {
    var grid = new Grid(settings, log, clock, changed);
    grid.later(grid::join, Duration.ZERO);
    grid.thread.scheduleWithFixedDelay(
        () -> grid.guarded(grid::refresh), LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    return grid;
  }

  /// The grid of a node that is alone by its configuration: it is never joined.
  public static Grid alone(GridSettings settings, EventLog log, InstantSource clock) {
    var grid = new Grid(settings, log, clock, view -> {});
    grid.view = GridView.unjoined(GridState.ALONE);
    return grid;
  }

  /// The newest view. For use by any thread.
  public GridView view() {
    return view;
  }

  /// The members in the order of their addresses; none before the grid is joined.
  public List<GridMember> members() {
    return view.members();
  }

  /// The table that was published last by any member.
  public Optional<PublishedTable> published() {
    return view.published();
  }

  /// Registers what is counted here.
  public void measure(Telemetry telemetry) {
    telemetry.gauge(NodeMetric.GRID_MEMBERS, () -> view.members().size());
    telemetry.gauge(NodeMetric.GRID_STRANGERS, members::strangers);
    for (Refusal refusal : Refusal.values()) {
      LongAdder count = refusals(refusal);
      telemetry.counted(NodeMetric.GRID_RECORDS_REFUSED, count::sum, refusal.label());
    }
  }

  /// Publishes a table to all members, when the grid is joined. Of several tables the last holds.
  /// For use by any thread; returns at once.
  public void publish(PublishedTable table) {
    change(() -> records.publish(table));
  }

  /// Shares a bypass rule with all members, when the grid is joined; zero lasts for ever. For use
  /// by any thread; returns at once.
  public void share(SharedRule rule, Duration lasts) {
    change(() -> records.share(rule, lasts));
  }

  /// Takes a bypass rule from all members, by its target. For use by any thread; returns at once.
  public void unshare(String target) {
    withdraw(Purpose.RULE, target);
  }

  /// Signs a value and has it carried to all members, when the grid is joined; zero lasts for ever.
  /// For use by any thread; returns at once.
  public void put(Purpose purpose, String key, byte[] content, Duration lasts) {
    change(() -> records.put(purpose, key, content, lasts));
  }

  /// Takes a value from all members. For use by any thread; returns at once.
  public void withdraw(Purpose purpose, String key) {
    change(() -> records.withdraw(purpose, key));
  }

  /// Has somebody told, on the grid thread, all values of a purpose that nodes of this cluster have
  /// signed, whenever they change. He must not block.
  public void follow(Purpose purpose, Consumer<List<SignedRecord>> told) {
    change(() -> records.follow(purpose, told));
  }

  private void change(Runnable change) {
    later(
        () -> {
          change.run();
          refresh();
        },
        Duration.ZERO);
  }

  /// Leaves the grid, within [#CLOSE_MAX]. An attempt to join that goes on is given up.
  @Override
  public void close() {
    closed = true;
    later(
        () -> {
          leave();
          thread.shutdownNow(); // drops what waits for a later time
        },
        Duration.ZERO);
    try {
      if (!thread.awaitTermination(CLOSE_MAX.toMillis(), TimeUnit.MILLISECONDS)) {
        thread.shutdownNow();
      }
    } catch (InterruptedException e) {
      thread.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }

  private void join() {
    if (closed) {
      return;
    }
    try {
      HazelcastInstance joined = Hazelcast.newHazelcastInstance(settings.hazelcast(identity));
      instance = joined;
      if (closed) {
        leave();
        return;
      }
      listen(joined);
      pause = PAUSE_MIN;
      refresh();
      log.record(NodeEvent.GRID_JOINED, "members", view.members().size());
    } catch (HazelcastException | IllegalStateException e) { // what Hazelcast's start throws
      failed(String.valueOf(e.getMessage()));
    }
  }

  private void listen(HazelcastInstance joined) {
    joined.getCluster().addMembershipListener(new MemberChanges(this::changed));
    joined
        .getLifecycleService()
        .addLifecycleListener(event -> {
          switch (event.getState()) {
            case SHUTDOWN -> later(() -> lost(joined), Duration.ZERO);
            default -> changed();
          }
        });
    records.listen(joined, new TableChanges(this::changed));
  }

  /// Called by threads of Hazelcast: many changes in a row give one refresh.
  private void changed() {
    if (!stale.getAndSet(true)) {
      later(this::refresh, Duration.ZERO);
    }
  }

  private void refresh() {
    stale.set(false);
    HazelcastInstance joined = instance;
    try {
      records.sync(Optional.ofNullable(joined));
      if (joined != null) {
        become(
            new GridView(
                GridState.JOINED,
                members.nodes(joined.getCluster().getMembers()),
                records.table(),
                records.rules()));
      }
    } catch (HazelcastException | IllegalStateException e) {
      // It is just being left or merged; the event at the end of that brings us here again.
    }
  }

  /// What a node of this cluster never writes is said, at most once in ten seconds.
  private void refused(Purpose purpose, Refusal why) {
    refusals(why).increment();
    boolean ordinary = why == Refusal.REPLAYED || why == Refusal.UNKNOWN_VERSION;
    if (!ordinary) {
      refusalGap
          .admit(clock.instant())
          .ifPresent(more ->
              log.record(
                  NodeEvent.GRID_RECORD_REFUSED,
                  "map",
                  SignedMap.name(purpose),
                  "reason",
                  why.label(),
                  "suppressed",
                  more));
    }
  }

  private LongAdder refusals(Refusal why) {
    return Objects.requireNonNull(refusals.get(why), "each has one");
  }

  private void lost(HazelcastInstance left) {
    if (!closed && left.equals(instance)) {
      instance = null;
      failed("the grid was left");
    }
  }

  private void failed(String reason) {
    if (closed) {
      return;
    }
    log.record(NodeEvent.GRID_FAILED, "reason", reason, "again_after_ms", pause.toMillis());
    become(GridView.unjoined(GridState.FAILED));
    later(this::join, pause);
    pause = pause.multipliedBy(2).compareTo(PAUSE_MAX) > 0 ? PAUSE_MAX : pause.multipliedBy(2);
  }

  private void leave() {
    HazelcastInstance joined = instance;
    instance = null;
    if (joined != null) {
      joined.getLifecycleService().terminate(); // nothing is stored here that others would need
    }
  }

  private void become(GridView next) {
    GridView before = view;
    if (!next.equals(before)) {
      view = next;
      if (before.state() == GridState.JOINED && next.state() == GridState.JOINED) {
        next.without(before).forEach(it -> log.record(NodeEvent.MEMBER_JOINED, "member", it));
        before.without(next).forEach(it -> log.record(NodeEvent.MEMBER_LEFT, "member", it));
      }
      changed.accept(next);
    }
  }

  private void later(Runnable task, Duration delay) {
    try {
      thread.schedule(() -> guarded(task), delay.toMillis(), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      // Closed: nothing is to be done any more.
    }
  }

  /// The last line of the grid thread: a fault of ours, or one that somebody in the grid has
  /// brought about, is said and ends this membership, not the node; another is begun.
  private void guarded(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException e) {
      log.record(NodeEvent.GRID_BROKEN, "reason", e);
      leave();
      failed("a fault");
    }
  }
}
