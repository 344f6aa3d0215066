package dev.weir.node.ownership.live;

import dev.weir.cache.store.MemoryStore;
import dev.weir.node.config.OwnershipConfig;
import dev.weir.node.grid.GridView;
import dev.weir.node.ownership.Epoch;
import dev.weir.node.ownership.Fence;
import dev.weir.node.ownership.GridTable;
import dev.weir.node.ownership.Neighbours;
import dev.weir.node.ownership.Succession;
import dev.weir.node.ownership.home.HomeCodec;
import dev.weir.node.ownership.home.HomeMessage;
import dev.weir.node.ownership.spread.ClusterLoad;
import dev.weir.node.peer.Epochs;
import dev.weir.node.telemetry.EventLog;
import dev.weir.node.telemetry.NodeEvent;
import dev.weir.node.telemetry.NodeMetric;
import dev.weir.node.telemetry.Telemetry;
import dev.weir.wccp.assignment.BucketSet;
import dev.weir.wccp.cache.CacheSnapshot;
import java.net.Inet4Address;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/// The one thread on which epochs begin, hosts are spread and the store is swept.
///
/// It is told by the control thread of the routers' tables and by the grid thread of the grid; it
/// waits for nobody.
public final class OwnershipControl implements Neighbours.Desk, Epochs, AutoCloseable {
  private static final long TICK_MILLIS = 100;

  private final Parts parts;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("ownership").daemon(true).factory());
  private final Succession succession;
  private final GridTable gridTable;
  private final Ownership ownership;
  private final Sweep sweep;
  private final SpreadWatch spreadWatch;
  private volatile Neighbours neighbours = Neighbours.NONE;
  private volatile Runnable routers = () -> {};

  // Confined to the thread.
  private Set<Inet4Address> expected = Set.of();
  private CacheSnapshot group;
  private Optional<GridView> grid = Optional.empty();
  private Optional<GridNumbers> gridNumbers = Optional.empty();
  private final List<Waiting> waiting = new ArrayList<>();
  private Instant loadAt;
  private boolean stored;
  private long askedFor = Fence.NONE;

  private record Waiting(long epoch, Instant until, Runnable told) {}

  /// What it is made with.
  ///
  /// @param members who may own anything, this node among them
  public record Parts(
      Inet4Address self,
      Set<Inet4Address> members,
      OwnershipConfig config,
      EventLog events,
      Telemetry telemetry,
      InstantSource clock) {}

  /// What it works with.
  ///
  /// @param gridNumbers the numbers of tables that this node makes for the grid; none where routers
  ///   echo them
  public record Around(
      Neighbours neighbours, MemoryStore store, Optional<GridNumbers> gridNumbers) {}

  /// Ownership without an epoch.
  public OwnershipControl(Parts parts) {
    this.parts = parts;
    this.group = CacheSnapshot.alone(parts.config().group().standardService());
    this.succession = new Succession(parts.self(), parts.members());
    this.gridTable = new GridTable(parts.self(), parts.members());
    var meters = new OwnershipMeters(parts.telemetry());
    this.ownership =
        new Ownership(
            new Ownership.Self(parts.self(), parts.members(), parts.config().by()),
            (node, question, told) -> neighbours.ask(node, question, told),
            meters,
            parts.clock(),
            this::run);
    this.sweep = new Sweep(ownership, meters);
    this.spreadWatch = new SpreadWatch(parts.self(), ownership.spread());
    this.loadAt = parts.clock().instant().plus(ClusterLoad.INTERVAL);
    measure(parts.telemetry());
  }

  /// Whose a key is.
  public Ownership ownership() {
    return ownership;
  }

  /// Begins to ask others and to keep the time; what this node does not own goes from its store.
  public void start(Around around) {
    neighbours = around.neighbours();
    run(() -> {
      sweep.begin(around.store());
      gridNumbers = around.gridNumbers();
      neighbours.expect(expected);
    });
    thread.scheduleWithFixedDelay(this::tick, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
  }

  /// A service group has changed. For use by any thread.
  public void follow(CacheSnapshot changed) {
    if (changed.service().group().equals(parts.config().group())) {
      run(() -> {
        group = changed;
        look();
      });
    }
  }

  /// Has the routers asked out of turn, whose echo alone says what a node goes by that hears them.
  /// Where nobody else's table is in force before its next turn, requests need not wait for that.
  public void catchesUpBy(Runnable asked) {
    routers = asked;
  }

  /// The grid has changed. For use by any thread.
  public void follow(GridView changed) {
    run(() -> {
      grid = Optional.of(changed);
      look();
    });
  }

  @Override
  public long number() {
    return ownership.epoch().map(Epoch::number).orElse(Fence.NONE);
  }

  @Override
  public void reach(long epoch, Runnable told) {
    if (number() >= epoch) {
      told.run();
    } else {
      run(() -> {
        waiting.add(new Waiting(epoch, now().plus(CATCH_UP), told));
        catchUp(epoch);
        release();
      });
    }
  }

  @Override
  public void answer(Inet4Address asker, byte[] question, Consumer<Optional<byte[]>> told) {
    switch (HomeCodec.decode(question).orElseGet(HomeMessage.Noted::new)) {
      case HomeMessage.WhereIs asked ->
          ownership.answer(asked, answer -> told.accept(Optional.of(HomeCodec.encode(answer))));
      case HomeMessage.Recall(BucketSet buckets) ->
          told.accept(Optional.of(HomeCodec.encode(ownership.known().recall(buckets))));
      case HomeMessage.Load load -> {
        run(() -> note(asker, load));
        told.accept(Optional.of(HomeCodec.encode(new HomeMessage.Noted())));
      }
      case HomeMessage.Home _, HomeMessage.NotHere _, HomeMessage.Records _, HomeMessage.Noted _ ->
          told.accept(Optional.empty());
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }

  private void look() {
    var sight = Succession.Sight.of(group, grid.flatMap(GridView::published), parts.self());
    noteSleep();
    Optional<Epoch> next = succession.look(sight, now());
    boolean stores = succession.stands(listed(), present());
    ownership.keepWhatComes(group.tableInForce() && group.key().isEmpty() && listed());
    next.ifPresentOrElse(epoch -> enter(epoch, stores), () -> ownership.stand(stores));
    expectOthers();
    tellStanding();
    grid.flatMap(GridView::published).ifPresent(table -> catchUp(table.keyNumber()));
  }

  /// Once for each table.
  private void catchUp(long epoch) {
    if (epoch > Math.max(number(), askedFor)) {
      askedFor = epoch;
      routers.run();
    }
  }

  private void noteSleep() {
    if (ownership.lapsed()) {
      succession.slept();
    }
  }

  private void tellStanding() {
    if (stored != ownership.stores()) {
      stored = !stored;
      parts
          .events()
          .record(
              stored ? NodeEvent.OWNERSHIP_RESUMED : NodeEvent.OWNERSHIP_SUSPENDED,
              "epoch",
              number());
    }
  }

  /// Whoever is in the grid may own something soon, before the first request asks for it.
  private void expectOthers() {
    ownership.see(present());
    var others = new HashSet<>(present());
    ownership.epoch().ifPresent(epoch -> others.addAll(epoch.owners()));
    others.remove(parts.self());
    if (!others.equals(expected)) {
      expected = others;
      neighbours.expect(others);
    }
  }

  private void enter(Epoch epoch, boolean stores) {
    ownership.enter(epoch, stores);
    spreadWatch.enter();
    sweep.changed(now());
    release();
    parts
        .events()
        .record(
            NodeEvent.EPOCH_BEGAN,
            "number",
            epoch.number(),
            "designated",
            epoch.designated().getHostAddress(),
            "by",
            epoch.source().label(),
            "owners",
            epoch.owners().size(),
            "moved",
            epoch.holdings().stream().filter(it -> it.tenure() == epoch.number()).count());
  }

  private void tick() {
    ownership.expire();
    noteSleep();
    tellStanding();
    release();
    sweep.look(now());
    gridNumbers.ifPresent(this::keepGridTable);
    if (!now().isBefore(loadAt)) {
      loadAt = now().plus(ClusterLoad.INTERVAL);
      ownership.epoch().ifPresent(this::tellLoad);
    }
  }

  private void keepGridTable(GridNumbers numbers) {
    grid.flatMap(view -> gridTable.look(present(), view.published(), numbers.first(), now()))
        .filter(table -> grid.flatMap(GridView::published).filter(table::equals).isEmpty())
        .ifPresent(numbers::publish);
  }

  private void tellLoad(Epoch epoch) {
    HomeMessage.Load load = ownership.takeLoad(spreadWatch.decide(epoch, now()));
    note(parts.self(), load);
    byte[] told = HomeCodec.encode(load);
    var others = new HashSet<>(epoch.owners());
    others.remove(parts.self());
    others.forEach(node -> neighbours.ask(node, told, _ -> {}));
  }

  private void note(Inet4Address by, HomeMessage.Load load) {
    Optional<Epoch> epoch = ownership.epoch();
    if (epoch.isPresent() && spreadWatch.note(epoch.get(), by, load, now())) {
      sweep.changed(now());
      parts.events().record(NodeEvent.HOSTS_SPREAD, "hosts", ownership.hostsSpread());
    }
  }

  private void release() {
    long present = number();
    Instant now = now();
    var ready = new ArrayList<Waiting>();
    waiting.removeIf(it -> (it.epoch() <= present || !now.isBefore(it.until())) && ready.add(it));
    ready.forEach(it -> it.told().run());
  }

  private boolean listed() {
    return group.routers().stream()
        .anyMatch(router -> router.state().equals("usable") || router.state().equals("assigned"));
  }

  private Set<Inet4Address> present() {
    return grid.stream()
        .flatMap(view -> view.members().stream())
        .map(member -> member.address())
        .filter(parts.members()::contains)
        .collect(Collectors.toSet());
  }

  private void measure(Telemetry telemetry) {
    telemetry.gauge(NodeMetric.OWNERSHIP_EPOCH, this::number);
    telemetry.gauge(NodeMetric.OWNERSHIP_STORES, () -> ownership.stores() ? 1 : 0);
    telemetry.gauge(NodeMetric.OWNERSHIP_HOSTS_KNOWN, ownership::hostsKnown);
    telemetry.gauge(NodeMetric.OWNERSHIP_HOSTS_SPREAD, ownership::hostsSpread);
  }

  private Instant now() {
    return parts.clock().instant();
  }

  private void run(Runnable task) {
    try {
      thread.execute(task);
    } catch (RejectedExecutionException e) {
      // Closed: nothing is to be done any more.
    }
  }
}
