package dev.weir.node.grid;

import com.hazelcast.cluster.Member;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastException;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.nio.serialization.HazelcastSerializationException;
import com.hazelcast.replicatedmap.ReplicatedMap;
import dev.weir.node.telemetry.EventLog;
import dev.weir.node.telemetry.NodeEvent;
import dev.weir.node.telemetry.NodeMetric;
import dev.weir.node.telemetry.Telemetry;
import java.net.Inet4Address;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
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

  /// The one entry of the map; a second ownership group would have a key of its own.
  private static final String TABLE_KEY = "ownership";

  private final GridSettings settings;
  private final EventLog log;
  private final Consumer<GridView> changed;
  private final ScheduledExecutorService thread;
  private final AtomicReference<@Nullable PublishedTable> toPublish = new AtomicReference<>();
  private final AtomicBoolean stale = new AtomicBoolean();
  private volatile GridView view = GridView.STARTING;
  private volatile boolean closed;

  // Confined to the grid thread.
  private @Nullable HazelcastInstance instance;
  private Duration pause = PAUSE_MIN;
  private byte[] refused = new byte[0];
  private final RuleMap rules = new RuleMap();

  private Grid(GridSettings settings, EventLog log, Consumer<GridView> changed) {
    this.settings = settings;
    this.log = log;
    this.changed = changed;
    this.thread =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("grid").daemon(true).factory());
  }

  /// Begins to join and returns at once. `changed` is called on the grid thread with each new view
  /// and must not block.
  public static Grid start(GridSettings settings, EventLog log, Consumer<GridView> changed) {
    var grid = new Grid(settings, log, changed);
    grid.later(grid::join, Duration.ZERO);
    grid.thread.scheduleWithFixedDelay(
        () -> grid.guarded(grid::refresh), LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
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
  }

  /// Publishes a table to all members, when the grid is joined. Of several tables that wait, the
  /// last is published. For use by any thread; returns at once.
  public void publish(PublishedTable table) {
    if (toPublish.getAndSet(table) == null) {
      later(this::put, Duration.ZERO);
    }
  }

  /// Shares a bypass rule with all members, when the grid is joined; zero lasts for ever. For use
  /// by any thread; returns at once.
  public void share(SharedRule rule, Duration lasts) {
    later(
        () -> {
          rules.put(rule, lasts);
          putRules();
        },
        Duration.ZERO);
  }

  /// Takes a bypass rule from all members, by its target. For use by any thread; returns at once.
  public void unshare(String target) {
    later(
        () -> {
          rules.remove(target);
          putRules();
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
      HazelcastInstance joined = Hazelcast.newHazelcastInstance(settings.hazelcast());
      instance = joined;
      if (closed) {
        leave();
        return;
      }
      listen(joined);
      pause = PAUSE_MIN;
      refresh();
      log.record(NodeEvent.GRID_JOINED, "members", view.members().size());
      put();
      putRules();
    } catch (HazelcastException | IllegalStateException e) { // what Hazelcast's start throws
      failed(String.valueOf(e.getMessage()));
    }
  }

  private void listen(HazelcastInstance joined) {
    joined.getCluster().addMembershipListener(new MemberChanges(log, this::changed));
    joined
        .getLifecycleService()
        .addLifecycleListener(event -> {
          switch (event.getState()) {
            case SHUTDOWN -> later(() -> lost(joined), Duration.ZERO);
            default -> changed();
          }
        });
    tables(joined).addEntryListener(new TableChanges(this::changed));
    rules(joined).addEntryListener(new TableChanges(this::changed));
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
    if (joined == null) {
      return;
    }
    try {
      become(
          new GridView(
              GridState.JOINED, members(joined), table(joined), RuleMap.all(rules(joined))));
    } catch (HazelcastException | IllegalStateException e) {
      // It is just being left or merged; the event at the end of that brings us here again.
    }
  }

  private void put() {
    HazelcastInstance joined = instance;
    if (joined == null || !joined.getLifecycleService().isRunning()) {
      return; // the table waits for the next join
    }
    PublishedTable table = toPublish.getAndSet(null);
    if (table != null) {
      try {
        tables(joined).put(TABLE_KEY, RecordCodec.encode(table));
      } catch (HazelcastException | IllegalStateException e) {
        toPublish.compareAndSet(null, table);
      }
    }
  }

  private void putRules() {
    HazelcastInstance joined = instance;
    if (joined != null && joined.getLifecycleService().isRunning()) {
      rules.flush(rules(joined));
    }
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
    if (!next.equals(view)) {
      view = next;
      changed.accept(next);
    }
  }

  private static List<GridMember> members(HazelcastInstance joined) {
    var members = new ArrayList<GridMember>();
    for (Member member : joined.getCluster().getMembers()) {
      if (member.getSocketAddress().getAddress() instanceof Inet4Address address) {
        String name = String.valueOf(member.getAttribute(GridSettings.NAME_ATTRIBUTE));
        String known = name.matches("[a-z0-9-]{1,63}") ? name : "unnamed";
        members.add(new GridMember(address, known, member.getUuid(), member.localMember()));
      }
    }
    members.sort(
        Comparator.comparing(member -> member.address().getAddress(), Arrays::compareUnsigned));
    return members;
  }

  private Optional<PublishedTable> table(HazelcastInstance joined) {
    Object value;
    try {
      value = tables(joined).get(TABLE_KEY);
    } catch (HazelcastSerializationException e) {
      return refuse(new byte[] {-1}, "not octets");
    }
    if (value == null) {
      return Optional.empty();
    }
    if (!(value instanceof byte[] octets)) {
      return refuse(new byte[] {-1}, "not octets");
    }
    return switch (RecordCodec.decode(octets)) {
      case RecordCodec.Decoded.Table(PublishedTable table) -> Optional.of(table);
      case RecordCodec.Decoded.Refused(RecordCodec.Reason reason) -> refuse(octets, reason.name());
    };
  }

  /// Says once that a record is refused, not at each refresh.
  private Optional<PublishedTable> refuse(byte[] octets, String reason) {
    if (!Arrays.equals(refused, octets)) {
      refused = octets;
      log.record(NodeEvent.GRID_RECORD_REFUSED, "reason", reason);
    }
    return Optional.empty();
  }

  private static ReplicatedMap<String, Object> tables(HazelcastInstance joined) {
    return joined.getReplicatedMap(GridSettings.TABLE_MAP);
  }

  private static ReplicatedMap<String, Object> rules(HazelcastInstance joined) {
    return joined.getReplicatedMap(GridSettings.RULE_MAP);
  }

  private void later(Runnable task, Duration delay) {
    try {
      thread.schedule(() -> guarded(task), delay.toMillis(), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      // Closed: nothing is to be done any more.
    }
  }

  /// The last line of the grid thread: a fault of ours is said, and ends the grid, not the node.
  private void guarded(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException e) {
      log.record(NodeEvent.GRID_BROKEN, "reason", e);
      leave();
      become(GridView.unjoined(GridState.FAILED));
      throw e;
    }
  }
}
