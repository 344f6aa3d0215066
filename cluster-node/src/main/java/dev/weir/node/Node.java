package dev.weir.node;

import dev.weir.cache.store.MemoryStore;
import dev.weir.node.admin.AdminPages;
import dev.weir.node.admin.AdminPages.Method;
import dev.weir.node.admin.AdminServer;
import dev.weir.node.admin.Answer;
import dev.weir.node.admin.ListenFailed;
import dev.weir.node.admin.Readiness;
import dev.weir.node.bypass.BypassBoard;
import dev.weir.node.bypass.SharedBypass;
import dev.weir.node.config.NodeConfig;
import dev.weir.node.config.intercept.InterceptConfig.Divert;
import dev.weir.node.control.UdpPort;
import dev.weir.node.control.WccpSettings;
import dev.weir.node.grid.Grid;
import dev.weir.node.grid.GridSettings;
import dev.weir.node.health.HealthWatch;
import dev.weir.node.host.HostPlan;
import dev.weir.node.life.HostException;
import dev.weir.node.life.MonotonicClock;
import dev.weir.node.life.Teardown;
import dev.weir.node.life.Termination;
import dev.weir.node.page.BypassPage;
import dev.weir.node.page.ClusterPage;
import dev.weir.node.page.WccpPages;
import dev.weir.node.path.DataPath;
import dev.weir.node.proxy.Proxy;
import dev.weir.node.proxy.ProxyConfig;
import dev.weir.node.proxy.ProxyConfig.Arrival;
import dev.weir.node.proxy.ProxyParts;
import dev.weir.node.telemetry.EventLog;
import dev.weir.node.telemetry.NodeEvent;
import dev.weir.node.telemetry.NodeMetric;
import dev.weir.node.telemetry.Telemetry;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/// The composition root: opens what the node needs, in an order in which a refusal leaves nothing
/// behind, announces the node when all of it works, and takes it down again.
public final class Node implements AutoCloseable {
  private static final int DNS_PORT = 53;

  private final NodeConfig config;
  private final IntConsumer onEnd;
  private final Teardown teardown;
  private final InstantSource wallClock = InstantSource.system();
  private final EventLog events = new EventLog("weir.node", wallClock);
  private final Telemetry telemetry = new Telemetry();
  private final Readiness readiness = new Readiness();
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
    var store = new MemoryStore(config.cache().memoryBytes());
    var learning = new Learning(config);
    var proxy = proxy(store, learning);
    var port = UdpPort.open(List.of(config.node().address()), WccpSettings.multicast(config));
    teardown.then(port::close);
    var path = DataPath.open(config, proxy.opening()::owns, events, telemetry, this::fail);
    teardown.then(path::close);

    var clock = new MonotonicClock(wallClock.instant());
    var bypass = bypass(proxy, path, clock);
    var grid = Grid.start(gridSettings(), events, bypass::follow);
    grid.measure(telemetry);
    teardown.then(grid::close);
    var shared = new SharedBypass(bypass, grid, clock);
    learning.begin(shared, clock);

    var around =
        new WccpSide.Surroundings(
            telemetry, events, readiness, clock, wallClock, path::follow, this::fail);
    var wccp = new WccpSide(config, port, grid, around);
    var pages = AdminPages.standard(readiness, telemetry, events);
    FaultPage.add(pages, proxy);
    bypass(pages, new BypassPage(bypass, shared, clock));
    admin(pages, wccp, grid, proxy, store);
    wccp.start();
    teardown.then(wccp::close);
    started();
    watchHealth(
        path,
        proxy,
        clock,
        open -> {
          path.rest(!open);
          wccp.allow(open);
        });
  }

  private BypassBoard bypass(Proxy proxy, DataPath path, InstantSource clock) {
    var bypass =
        new BypassBoard(config.proxy().bypass(), proxy::resolve, path::spare, events, clock);
    bypass.measure(telemetry);
    teardown.then(bypass::close);
    bypass.start();
    return bypass;
  }

  /// From the first answer to the self-test on, the node is announced.
  private void watchHealth(
      DataPath path, Proxy proxy, InstantSource clock, Consumer<Boolean> allow) {
    var consequences =
        new NodeHealth.Consequences(allow, () -> onEnd.accept(Termination.STUCK), this::fail);
    var health = new NodeHealth(events, telemetry, readiness, clock, consequences);
    var watched =
        new HealthWatch.Watched(
            config.health().selfTest(), config.health().stuckAfter(), path.probe(), proxy.loops());
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

  private Proxy proxy(MemoryStore store, Learning learning) throws HostException {
    var listener = HostPlan.Listener.own(config.proxy().intercept().divert());
    var parts =
        ProxyParts.of(
            telemetry, events, store, wallClock, learning.watch(), () -> readiness.view().ready());
    var proxy = new Proxy(settings(listener), parts);
    teardown.then(proxy::close);
    try {
      proxy.bind();
    } catch (IOException e) {
      throw new HostException(
          "Cannot listen on "
              + listener
              + " for diverted connections: "
              + e.getMessage()
              + ". Is another node running here? `ss -ltnp sport = "
              + listener.port()
              + "` tells; the node needs CAP_NET_ADMIN for IP_TRANSPARENT.",
          e);
    }
    return proxy;
  }

  private ProxyConfig settings(HostPlan.Listener listener) {
    var listen =
        new ProxyConfig.Listen(
            config.node().name(),
            new InetSocketAddress(listener.address(), listener.port()),
            listener.divert() == Divert.TPROXY ? Arrival.TRANSPARENT : Arrival.TRANSLATED,
            Set.of(config.node().address()),
            this::mayProbe);
    var servers =
        config.dns().servers().stream()
            .map(server -> new InetSocketAddress(server, DNS_PORT))
            .toList();
    var base = ProxyConfig.of(listen, servers);
    return new ProxyConfig(
        base.listen(),
        base.dns(),
        base.times().withConnect(config.origin().connectTimeout()),
        base.limits(),
        new ProxyConfig.Sockets(config.proxy().intercept().mss(), config.origin().keepsClient()));
  }

  private boolean mayProbe(InetAddress address) {
    return address instanceof Inet4Address ipv4
        && config.proxy().intercept().probes().stream().anyMatch(it -> it.contains(ipv4));
  }

  private GridSettings gridSettings() {
    return new GridSettings(
        config.cluster().name(),
        config.node().name(),
        config.node().address(),
        config.cluster().port(),
        config.cluster().members().stream().map(Inet4Address::getHostAddress).toList());
  }

  private static void bypass(AdminPages pages, BypassPage page) {
    pages
        .route("/v1/bypass", "Which connections are given back to the router.", page::all)
        .local(Method.POST, "/v1/bypass", "Adds a bypass rule.", page::add)
        .local(Method.DELETE, "/v1/bypass", "Removes a bypass rule.", page::remove);
  }

  private void admin(AdminPages pages, WccpSide wccp, Grid grid, Proxy proxy, MemoryStore store)
      throws HostException {
    var security = WccpSettings.security(config.wccp());
    pages
        .route(
            "/v1/wccp",
            "What the routers say, and the table in force.",
            () -> WccpPages.wccp(config.node(), wccp.snapshots(), security))
        .route(
            "/v1/buckets",
            "Who owns which of the 256 buckets.",
            () -> WccpPages.buckets(wccp.ownership()))
        .route(
            "/v1/cluster",
            "The members of the grid beside the caches that the routers list.",
            () -> ClusterPage.of(config.node(), grid.view(), wccp.ownership()))
        .listing("/v1/inventory", "Every stored URL.", () -> inventory(proxy, store));
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

  private static Answer.Listing inventory(Proxy proxy, MemoryStore store) {
    var head = new LinkedHashMap<String, Object>();
    head.put("count", store.count());
    head.put("bytes", store.weightBytes());
    return new Answer.Listing(head, "urls", proxy.inventory().iterator());
  }

  private void fail(Throwable why) {
    events.record(NodeEvent.PART_FAILED, "why", String.valueOf(why));
    onEnd.accept(Termination.FAILURE);
  }
}
