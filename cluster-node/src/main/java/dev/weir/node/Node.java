package dev.weir.node;

import dev.weir.node.admin.AdminPages;
import dev.weir.node.admin.AdminPages.Method;
import dev.weir.node.admin.AdminServer;
import dev.weir.node.admin.ListenFailed;
import dev.weir.node.admin.Readiness;
import dev.weir.node.bypass.BypassBoard;
import dev.weir.node.bypass.SharedBypass;
import dev.weir.node.bypass.sight.Watch;
import dev.weir.node.config.NodeConfig;
import dev.weir.node.control.UdpPort;
import dev.weir.node.control.WccpSettings;
import dev.weir.node.evict.FastEviction;
import dev.weir.node.grid.Grid;
import dev.weir.node.grid.GridSettings;
import dev.weir.node.grid.GridView;
import dev.weir.node.health.HealthWatch;
import dev.weir.node.life.HostException;
import dev.weir.node.life.MonotonicClock;
import dev.weir.node.life.Teardown;
import dev.weir.node.life.Termination;
import dev.weir.node.ownership.OwnerLookup;
import dev.weir.node.page.BypassPage;
import dev.weir.node.page.ClusterPage;
import dev.weir.node.page.DrainPage;
import dev.weir.node.page.FaultPage;
import dev.weir.node.page.PolicyPage;
import dev.weir.node.page.PurgePage;
import dev.weir.node.page.WccpPages;
import dev.weir.node.path.DataPath;
import dev.weir.node.peer.Epochs;
import dev.weir.node.peer.door.PeerAnswers;
import dev.weir.node.peer.door.PeerSide;
import dev.weir.node.peer.link.PeerLink;
import dev.weir.node.purge.PurgeBoard;
import dev.weir.node.relief.MemoryUse;
import dev.weir.node.relief.Relief;
import dev.weir.node.telemetry.EventLog;
import dev.weir.node.telemetry.NodeEvent;
import dev.weir.node.telemetry.NodeMetric;
import dev.weir.node.telemetry.Telemetry;
import dev.weir.wccp.cache.CacheSnapshot;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/// The composition root: opens what the node needs, in an order in which a refusal leaves nothing
/// behind, announces the node when all of it works, and takes it down again.
public final class Node implements AutoCloseable {
  private final NodeConfig config;
  private final IntConsumer onEnd;
  private final Teardown teardown;
  private final InstantSource wallClock = InstantSource.system();
  private final EventLog events = new EventLog("weir.node", wallClock);
  private final Telemetry telemetry = new Telemetry();
  private final Readiness readiness = new Readiness();
  private volatile Runnable hurry = () -> {};
  private final Readiness.Condition begun = readiness.require("start", "the node is starting");

  private Node(NodeConfig config, IntConsumer onEnd, Teardown teardown) {
    this.config = config;
    this.onEnd = onEnd;
    this.teardown = teardown;
  }

  /// Starts a node. `onEnd` is called, by any thread, when a part of it fails later, with the exit
  /// code of [Termination] that the process should end with.
  ///
  /// @throws HostException when the host refuses something; then nothing of the node stays
  public static Node start(NodeConfig config, IntConsumer onEnd) throws HostException {
    var teardown = new Teardown();
    var node = new Node(config, onEnd, teardown);
    try {
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
    var owned = new OwnershipSide(config, telemetry, events, clock);
    teardown.then(owned::close);
    var front = front(learning.watch(), owned, clock);
    var port = UdpPort.open(List.of(config.node().address()), WccpSettings.multicast(config));
    teardown.then(port::close);
    var path = DataPath.open(config, front.opening(), events, telemetry, this::fail);
    teardown.then(path::close);
    var bypass = bypass(front, path, clock);
    Consumer<GridView> views = owned::follow;
    var evict =
        new FastEviction(door(), new FastEviction.Outlets(events, telemetry, clock, this::fail));
    teardown.then(evict::close);
    var grid =
        Grid.start(gridSettings(), events, wallClock, evict.after(views.andThen(bypass::follow)));
    grid.measure(telemetry);
    teardown.then(grid::close);
    var shared = new SharedBypass(bypass, grid, clock);
    learning.begin(shared, clock);

    Consumer<CacheSnapshot> owning = owned::follow;
    var wccp = wccp(port, grid, evict, owning.andThen(path::follow), front, clock);
    owned.begin(config, front, grid, events, wallClock);
    var pages = pages(front, owned);
    bypass(pages, new BypassPage(bypass, shared, clock));
    var relief = relief(front, path, wccp, clock);
    decisions(pages, path, wccp, relief);
    drain(pages, wccp, front);
    content(front, grid, wccp, pages);
    admin(pages, wccp, grid, evict);
    wccp.start();
    teardown.then(wccp::close);
    started();
    watchHealth(path, front, wccp, relief, clock);
  }

  private Front front(Watch watch, OwnershipSide owned, InstantSource clock) throws HostException {
    var peers = peers(clock, owned.epochs());
    var front = front(watch, owned.owners(), peers.map(PeerSide::settings));
    teardown.then(front::close);
    if (peers.isPresent()) {
      peers.get().listen(front.peers(), new PeerAnswers(owned, front::invalidate), teardown);
    }
    return front;
  }

  private void drain(AdminPages pages, WccpSide wccp, Front front) {
    var node =
        new DrainPage.Drained(
            wccp::drain,
            wccp::absent,
            () -> wccp.ownership().assignment().share(config.node().address()).size(),
            front::connections);
    new DrainPage(node, events, readiness).show(pages);
  }

  private WccpSide wccp(
      UdpPort port,
      Grid grid,
      FastEviction evict,
      Consumer<CacheSnapshot> followers,
      Front front,
      InstantSource clock) {
    var around =
        new WccpSide.Surroundings(
            telemetry,
            events,
            readiness,
            clock,
            wallClock,
            evict.following(config.ownership().group(), followers),
            front::connections,
            this::fail);
    var wccp = new WccpSide(config, port, grid, around);
    hurry = wccp::hurry;
    if (config.cluster().changes().fastEvict()) {
      evict.begin(wccp::condemn);
    }
    return wccp;
  }

  private Optional<PeerSide> peers(InstantSource clock, Epochs epochs) throws HostException {
    var identity = config.peers().identity();
    return identity.isEmpty()
        ? Optional.empty()
        : Optional.of(PeerSide.of(config, identity.get(), telemetry, events, clock, epochs));
  }

  private AdminPages pages(Front front, OwnershipSide owned) {
    var pages = AdminPages.standard(readiness, telemetry, events);
    FaultPage.add(pages, front.loops());
    front.show(pages);
    owned.show(pages);
    return pages;
  }

  private void decisions(AdminPages pages, DataPath path, WccpSide wccp, Relief relief) {
    pages
        .route("/v1/policy", "By what packets are judged.", () -> PolicyPage.of(path.judgedBy()))
        .route(
            "/v1/buckets",
            "Who owns which of the 256 buckets, and which the node gives back under overload.",
            () -> WccpPages.buckets(config.node(), wccp.ownership(), relief));
  }

  private Relief relief(Front front, DataPath path, WccpSide wccp, InstantSource clock) {
    var measures =
        new Relief.Measures(front::connections, new MemoryUse()::share, path::lostPackets);
    var relief = new Relief(config.health(), measures, path::relieve, events, clock.instant());
    relief.measure(
        telemetry,
        () -> relief.given(wccp.ownership().assignment(), config.node().address()).size());
    return relief;
  }

  private BypassBoard bypass(Front front, DataPath path, InstantSource clock) {
    var bypass =
        new BypassBoard(config.proxy().bypass(), front::resolve, path::spare, events, clock);
    bypass.measure(telemetry);
    teardown.then(bypass::close);
    bypass.start();
    return bypass;
  }

  /// From the first answer to the self-test on, the node is announced.
  private void watchHealth(
      DataPath path, Front front, WccpSide wccp, Relief relief, InstantSource clock) {
    Consumer<Boolean> allow =
        open -> {
          path.rest(!open);
          wccp.allow(open);
        };
    var consequences =
        new NodeHealth.Consequences(
            relief::on, allow, () -> onEnd.accept(Termination.STUCK), this::fail, front.ill());
    var health = new NodeHealth(events, telemetry, readiness, clock, consequences);
    var watched =
        new HealthWatch.Watched(
            config.health().selfTest(),
            config.health().stuckAfter(),
            path.probe(),
            front.loops(),
            front::accepted);
    var watch = new HealthWatch(watched, health.gate(), health, clock);
    teardown.then(watch::close);
    watch.start();
  }

  private void started() {
    double seconds = sinceProcessStart();
    telemetry.gauge(NodeMetric.START_SECONDS, () -> seconds);
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
  private void content(Front front, Grid grid, WccpSide wccp, AdminPages pages) {
    if (!(front instanceof CacheFront cache)) {
      return;
    }
    cache.shareHosts(grid);
    var live = new LiveNodes(config.cluster().members(), grid::view, wccp::ownership);
    var nodes = new PurgeBoard.Nodes(config.node().address(), live);
    var board = new PurgeBoard(cache.store(), grid, nodes, events, wallClock);
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

  private static void bypass(AdminPages pages, BypassPage page) {
    pages
        .route("/v1/bypass", "Which connections are given back to the router.", page::all)
        .local(Method.POST, "/v1/bypass", "Adds a bypass rule.", page::add)
        .local(Method.DELETE, "/v1/bypass", "Removes a bypass rule.", page::remove);
  }

  private void admin(AdminPages pages, WccpSide wccp, Grid grid, FastEviction evict)
      throws HostException {
    var security = WccpSettings.security(config.wccp());
    pages
        .route(
            "/v1/wccp",
            "What the routers say, and the table in force.",
            () -> WccpPages.wccp(config.node(), wccp.snapshots(), security))
        .route(
            "/v1/cluster",
            "The members of the grid beside the caches that the routers list.",
            () -> ClusterPage.of(config.node(), grid.view(), wccp.ownership(), evict.dead()));
    try {
      var server =
          AdminServer.open(
              new InetSocketAddress(
                  config.admin().listen().address(), config.admin().listen().port()),
              pages,
              events);
      teardown.then(server::close);
    } catch (ListenFailed e) {
      throw new HostException(String.valueOf(e.getMessage()), e);
    }
  }

  /// Where the other nodes are asked whether they live.
  private FastEviction.Door door() {
    boolean linked = config.peers().identity().isPresent();
    int port = linked ? config.peers().port() : config.cluster().port();
    return new FastEviction.Door(config.node().address(), port, linked);
  }

  private void fail(Throwable why) {
    events.record(NodeEvent.PART_FAILED, "why", String.valueOf(why));
    hurry.run();
    onEnd.accept(Termination.FAILURE);
  }
}
