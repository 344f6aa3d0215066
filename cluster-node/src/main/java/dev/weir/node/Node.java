package dev.weir.node;

import dev.weir.node.admin.AdminPages;
import dev.weir.node.admin.AdminPages.Method;
import dev.weir.node.admin.AdminServer;
import dev.weir.node.admin.ListenFailed;
import dev.weir.node.admin.Readiness;
import dev.weir.node.bypass.sight.Watch;
import dev.weir.node.config.NodeConfig;
import dev.weir.node.config.value.Secret;
import dev.weir.node.control.WccpSettings;
import dev.weir.node.grid.Grid;
import dev.weir.node.grid.GridSettings;
import dev.weir.node.health.HealthWatch;
import dev.weir.node.health.Prober;
import dev.weir.node.life.Departure;
import dev.weir.node.life.HostException;
import dev.weir.node.life.LogLevel;
import dev.weir.node.life.MonotonicClock;
import dev.weir.node.life.Teardown;
import dev.weir.node.life.Termination;
import dev.weir.node.look.Overview;
import dev.weir.node.ownership.OwnerLookup;
import dev.weir.node.page.ClusterPage;
import dev.weir.node.page.FaultPage;
import dev.weir.node.page.PurgePage;
import dev.weir.node.page.WccpPages;
import dev.weir.node.peer.Epochs;
import dev.weir.node.peer.door.PeerAnswers;
import dev.weir.node.peer.door.PeerSide;
import dev.weir.node.peer.link.PeerLink;
import dev.weir.node.purge.PurgeBoard;
import dev.weir.node.reload.ConfigPage;
import dev.weir.node.reload.Reading;
import dev.weir.node.reload.Reloader;
import dev.weir.node.reload.Written;
import dev.weir.node.syslog.EventRelay;
import dev.weir.node.tally.ClusterNumbers;
import dev.weir.node.telemetry.EventLog;
import dev.weir.node.telemetry.NodeEvent;
import dev.weir.node.telemetry.NodeMetric;
import dev.weir.node.telemetry.Telemetry;
import dev.weir.wccp.cache.CacheSnapshot;
import java.net.Inet4Address;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.function.Supplier;

/// The composition root: opens what the node needs, in an order in which a refusal leaves nothing
/// behind, announces the node when all of it works, and takes it down again.
public final class Node implements AutoCloseable {
  private final NodeConfig config;
  private final Optional<Origin> origin;
  private final IntConsumer onEnd;
  private final Teardown teardown;
  private final InstantSource wallClock = InstantSource.system();
  private final EventLog events = new EventLog("weir.node", wallClock);
  private final Telemetry telemetry = new Telemetry();
  private final EventRelay relay =
      new EventRelay(events, telemetry, new MonotonicClock(wallClock.instant()));
  private final Readiness readiness = new Readiness();
  private volatile Runnable hurry = () -> {};
  private volatile Runnable reopen = () -> {};
  private volatile Consumer<Readiness.View> follower = _ -> {};
  private volatile Consumer<Optional<Secret>> admitting = _ -> {};
  private volatile Optional<Reloader> reloader = Optional.empty();
  private final Readiness.Condition begun = readiness.require("start", "the node is starting");

  /// Where the configuration comes from, so that it can be read anew.
  private record Origin(Reading reading, Written written) {}

  private Node(NodeConfig config, Optional<Origin> origin, IntConsumer onEnd, Teardown teardown) {
    this.config = config;
    this.origin = origin;
    this.onEnd = onEnd;
    this.teardown = teardown;
  }

  /// Starts a node. `onEnd` is called, by any thread, when a part of it fails later, with the exit
  /// code of [Termination] that the process should end with.
  ///
  /// @throws HostException when the host refuses something; then nothing of the node stays
  public static Node start(NodeConfig config, IntConsumer onEnd) throws HostException {
    return start(config, Optional.empty(), onEnd);
  }

  /// The same with a configuration that can be read anew: [#reload].
  ///
  /// @throws HostException when the host refuses something; then nothing of the node stays
  public static Node start(Reading reading, Written written, IntConsumer onEnd)
      throws HostException {
    return start(written.config(), Optional.of(new Origin(reading, written)), onEnd);
  }

  private static Node start(NodeConfig config, Optional<Origin> origin, IntConsumer onEnd)
      throws HostException {
    var teardown = new Teardown();
    var node = new Node(config, origin, onEnd, teardown);
    try {
      node.teardown.then(node.relay::close);
      node.relay.become(config.log().eventsTo(config.node().name()));
      node.open();
      return node;
    } catch (HostException | RuntimeException | Error e) {
      try (teardown) {
        throw e;
      }
    }
  }

  @Override
  public void close() throws HostException {
    teardown.close();
    events.record(NodeEvent.NODE_STOPPED, "name", config.node().name());
  }

  private void open() throws HostException {
    var learning = new Learning(config);
    var clock = new MonotonicClock(wallClock.instant());
    var parts =
        new DivertSide.Parts(
            config, events, telemetry, readiness, clock, wallClock, teardown, this::fail);
    var owned = new OwnershipSide(config, telemetry, events, clock);
    teardown.then(owned::close);
    var front = front(learning.watch(), owned, clock);
    Optional<DivertSide> divert =
        config.diverts() ? Optional.of(DivertSide.open(parts, front)) : Optional.empty();
    var grid =
        divert.isEmpty() && config.cluster().members().isEmpty()
            ? Grid.alone(gridSettings(), events, wallClock)
            : Grid.start(
                gridSettings(),
                events,
                wallClock,
                divert.map(side -> side.following(owned::follow)).orElse(owned::follow));
    grid.measure(telemetry);
    teardown.then(grid::close);
    Optional<DivertSide.Joined> routed =
        divert.map(side -> side.join(grid, learning, owned::follow));
    routed.ifPresent(side -> owned.catchesUpBy(side::catchUp));
    var departure = departure(front);
    hurry = () -> routed.ifPresentOrElse(DivertSide.Joined::hurry, departure::hurry);
    owned.begin(config, front, grid, events, wallClock);
    var pages = pages(front, owned, routed);
    var alone = CacheSnapshot.alone(config.ownership().group().standardService());
    Supplier<CacheSnapshot> table = () -> routed.map(DivertSide.Joined::ownership).orElse(alone);
    content(front, grid, table, pages);
    views(pages, grid, routed, table);
    parts.manage(routed, overview(pages, front, grid, routed, table, clock), pages);
    Reloader.Applying applying = (_, next) -> apply(next, front, routed);
    origin.ifPresent(it -> reloading(it, applying, pages));
    admin(pages);
    routed.ifPresentOrElse(DivertSide.Joined::start, () -> teardown.then(departure::await));
    started();
    watchHealth(front, routed, clock);
  }

  private Departure departure(Front front) {
    var drain = config.cluster().changes().drain();
    return new Departure(front::shut, front::connections, drain, events);
  }

  private void reloading(Origin from, Reloader.Applying applying, AdminPages pages) {
    var ours = new Reloader(from.reading, from.written, applying, events, telemetry, wallClock);
    teardown.then(ours::close);
    new ConfigPage(ours).show(pages);
    reloader = Optional.of(ours);
  }

  /// Opens logs anew, reads the configuration anew, and puts it in force if all of it can be.
  /// Nothing of the latter where it is not known where it comes from.
  public void reload() {
    reopen.run();
    reloader.ifPresent(it -> it.reload(Optional.empty()));
  }

  /// Tells `follower` how the node is, four times a second for as long as its health is watched.
  public void follow(Consumer<Readiness.View> follower) {
    this.follower = follower;
  }

  private void apply(NodeConfig next, Front front, Optional<DivertSide.Joined> routed)
      throws HostException {
    front.apply(next);
    if (routed.isPresent()) {
      routed.get().apply(next);
    }
    admitting.accept(next.admin().token());
    LogLevel.set(next.log().level());
    relay.become(next.log().eventsTo(next.node().name()));
  }

  private void views(
      AdminPages pages,
      Grid grid,
      Optional<DivertSide.Joined> routed,
      Supplier<CacheSnapshot> table) {
    telemetry.gauge(NodeMetric.VIEWS_DIFFER, () -> ClusterPage.differing(grid.view(), table.get()));
    var security = WccpSettings.security(config.wccp());
    pages
        .route(
            "/v1/wccp",
            "What the routers say, and the table in force.",
            () ->
                WccpPages.wccp(
                    config.node(),
                    routed.map(DivertSide.Joined::groups).orElse(List.of()),
                    security))
        .route(
            "/v1/cluster",
            "The members of the grid beside the caches that the routers list.",
            () ->
                ClusterPage.of(
                    config.node(),
                    grid.view(),
                    table.get(),
                    routed.map(DivertSide.Joined::dead).orElse(Set.of())));
  }

  private Supplier<ClusterNumbers> overview(
      AdminPages pages,
      Front front,
      Grid grid,
      Optional<DivertSide.Joined> routed,
      Supplier<CacheSnapshot> table,
      InstantSource clock) {
    return new Overview(
            config,
            front.tally(),
            front::resolve,
            grid,
            () -> routed.map(DivertSide.Joined::groups).orElse(List.of()),
            table,
            () -> routed.map(DivertSide.Joined::dead).orElse(Set.of()),
            origin.map(it -> it.reading.file()))
        .begin(pages, readiness, teardown, new Overview.Clocks(wallClock, clock));
  }

  private Front front(Watch watch, OwnershipSide owned, InstantSource clock) throws HostException {
    var peers = peers(clock, owned.epochs());
    var front = front(watch, owned.owners(), peers.map(PeerSide::settings));
    teardown.then(front::close);
    reopen = front::reopen;
    if (peers.isPresent()) {
      peers
          .get()
          .listen(
              front.peers(),
              new PeerAnswers(owned, front::invalidate, owned.owners()::doubt),
              teardown);
    }
    return front;
  }

  private Optional<PeerSide> peers(InstantSource clock, Epochs epochs) throws HostException {
    var identity = config.peers().identity();
    return identity.isEmpty()
        ? Optional.empty()
        : Optional.of(PeerSide.of(config, identity.get(), telemetry, events, clock, epochs));
  }

  private AdminPages pages(Front front, OwnershipSide owned, Optional<DivertSide.Joined> routed) {
    var pages = AdminPages.standard(readiness, telemetry, events);
    FaultPage.add(pages, front.loops());
    front.show(pages);
    owned.show(pages);
    routed.ifPresent(side -> side.show(pages));
    return pages;
  }

  /// From the first answer to the self-test on, the node is announced. Where nothing is diverted
  /// there is no way to try: its event loops alone tell of its health.
  private void watchHealth(Front front, Optional<DivertSide.Joined> routed, InstantSource clock) {
    var consequences =
        new NodeHealth.Consequences(
            pulse -> {
              routed.ifPresent(side -> side.relief().on(pulse));
              follower.accept(readiness.view());
            },
            open -> routed.ifPresent(side -> side.allow(open)),
            () -> onEnd.accept(Termination.STUCK),
            this::fail,
            front.ill());
    var health = new NodeHealth(events, telemetry, readiness, clock, consequences);
    var watched =
        new HealthWatch.Watched(
            config.health().selfTest(),
            config.health().stuckAfter(),
            routed.map(DivertSide.Joined::prober).orElse(Prober.NOTHING_TO_TRY),
            front.loops(),
            front::accepted);
    var watch = new HealthWatch(watched, health.gate(), health, clock);
    teardown.then(watch::close);
    watch.start();
    readiness.measure(telemetry);
  }

  private void started() {
    double seconds = sinceProcessStart();
    telemetry.gauge(NodeMetric.START_SECONDS, () -> seconds);
    var self = config.node();
    telemetry.info(NodeMetric.NODE_INFO, self.name(), self.address().getHostAddress());
    begun.met();
    events.record(
        NodeEvent.NODE_STARTED,
        "name",
        config.node().name(),
        "address",
        config.node().address().getHostAddress(),
        "admin",
        config.admin().listen());
  }

  private double sinceProcessStart() {
    var now = wallClock.instant();
    var start = ProcessHandle.current().info().startInstant().orElse(now);
    return Duration.between(start, now).toMillis() / 1000.0;
  }

  private Front front(Watch watch, OwnerLookup owners, Optional<PeerLink.Settings> peers)
      throws HostException {
    var sidecar = config.proxy().sidecar();
    return sidecar.isPresent()
        ? SidecarFront.open(config, sidecar.get(), events, telemetry)
        : CacheFront.open(
            config,
            new CacheFront.Parts(
                telemetry,
                events,
                wallClock,
                owners,
                peers,
                watch,
                () -> readiness.view().ready()));
  }

  /// What nodes tell each other about content, where this one has any.
  private void content(Front front, Grid grid, Supplier<CacheSnapshot> table, AdminPages pages) {
    if (!(front instanceof CacheFront cache)) {
      return;
    }
    cache.shareHosts(grid);
    var live = new LiveNodes(config.cluster().members(), grid::view, table);
    var nodes = new PurgeBoard.Nodes(config.node().address(), live);
    var board = new PurgeBoard(cache.forgetting(), grid, nodes, events, wallClock);
    board.measure(telemetry);
    board.start();
    teardown.then(board::close);
    pages.local(
        Method.POST,
        "/v1/purge",
        "Has the cluster forget a URL, a host, a prefix or a surrogate key.",
        new PurgePage(board, config.cluster().members())::purge);
  }

  private GridSettings gridSettings() {
    return new GridSettings(
        config.cluster().name(),
        config.node().name(),
        config.node().address(),
        config.cluster().port(),
        config.cluster().members().stream().map(Inet4Address::getHostAddress).toList(),
        config.cluster().secret());
  }

  private void admin(AdminPages pages) throws HostException {
    try {
      var server =
          AdminServer.open(
              config.admin().listen().socketAddress(),
              config.admin().token(),
              pages,
              telemetry,
              events);
      teardown.then(server::close);
      admitting = server::admit;
    } catch (ListenFailed e) {
      throw new HostException(String.valueOf(e.getMessage()), e);
    }
  }

  private void fail(Throwable why) {
    events.record(NodeEvent.PART_FAILED, "why", String.valueOf(why));
    hurry.run();
    onEnd.accept(Termination.FAILURE);
  }
}
