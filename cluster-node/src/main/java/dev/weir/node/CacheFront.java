package dev.weir.node;

import dev.weir.cache.disk.DiskTier;
import dev.weir.cache.rule.CacheKey;
import dev.weir.cache.store.MemoryStore;
import dev.weir.cache.store.Worthless;
import dev.weir.gre.Decapsulator;
import dev.weir.node.access.AccessLog;
import dev.weir.node.admin.AdminPages;
import dev.weir.node.admin.Answer;
import dev.weir.node.bypass.sight.Watch;
import dev.weir.node.config.NodeConfig;
import dev.weir.node.config.entry.ForwardConfig;
import dev.weir.node.front.InForce;
import dev.weir.node.front.Openings;
import dev.weir.node.front.ProxySettings;
import dev.weir.node.grid.Grid;
import dev.weir.node.health.HealthGate;
import dev.weir.node.host.HostPlan;
import dev.weir.node.life.HostException;
import dev.weir.node.life.MonotonicClock;
import dev.weir.node.ownership.Neighbours;
import dev.weir.node.ownership.OwnerLookup;
import dev.weir.node.ownership.live.GridNumbers;
import dev.weir.node.ownership.live.OwnershipControl;
import dev.weir.node.ownership.live.Residence;
import dev.weir.node.page.AccessPage;
import dev.weir.node.page.CachePage;
import dev.weir.node.page.ExplainPage;
import dev.weir.node.page.HostCheckPage;
import dev.weir.node.page.LogPage;
import dev.weir.node.page.chain.ParentsPage;
import dev.weir.node.page.names.DnsPage;
import dev.weir.node.page.tls.TlsPage;
import dev.weir.node.peer.door.PeerSide;
import dev.weir.node.peer.link.PeerLink;
import dev.weir.node.proxy.Door;
import dev.weir.node.proxy.Proxy;
import dev.weir.node.proxy.ProxyConfig;
import dev.weir.node.proxy.ProxyParts;
import dev.weir.node.proxy.access.live.AccessControl;
import dev.weir.node.proxy.disk.DiskMeters;
import dev.weir.node.proxy.disk.Disks;
import dev.weir.node.proxy.disk.HostMoments;
import dev.weir.node.purge.PurgeBoard;
import dev.weir.node.reverse.ReverseSide;
import dev.weir.node.tally.Tally;
import dev.weir.node.telemetry.EventLog;
import dev.weir.node.telemetry.Telemetry;
import io.netty.util.concurrent.EventExecutor;
import java.io.IOException;
import java.net.InetAddress;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.IntBinaryOperator;
import java.util.function.UnaryOperator;

/// The cache: the intercepting proxy and its store.
final class CacheFront implements Front {
  private final NodeConfig config;
  private final MemoryStore store;
  private final Optional<DiskTier> tier;
  private final OwnerLookup owners;
  private final AccessLog log;
  private final ReverseSide reverse;
  private final Proxy proxy;
  private final AccessControl access;
  private volatile InForce inForce;
  private final InstantSource steadyClock;
  private final EventLog events;
  private volatile Optional<OwnershipControl> control = Optional.empty();

  /// What it is made with; `owners` tells whose a key is, `ready` tells whoever probes the node
  /// whether it does its work.
  record Parts(
      Telemetry telemetry,
      EventLog events,
      InstantSource wallClock,
      OwnerLookup owners,
      Optional<PeerLink.Settings> peers,
      Watch watch,
      BooleanSupplier ready) {}

  private CacheFront(NodeConfig config, Parts parts) throws HostException {
    this.config = config;
    this.store = new MemoryStore(config.cache().memoryBytes());
    this.owners = parts.owners;
    var proxySettings = new ProxySettings(config);
    this.inForce = InForce.of(config, proxySettings.connectionsMax(parts.events));
    this.events = parts.events;
    this.steadyClock = new MonotonicClock(parts.wallClock.instant());
    this.reverse =
        ReverseSide.of(
            config.proxy().reverse(),
            new ReverseSide.Surroundings(
                parts.telemetry, parts.events, parts.wallClock, steadyClock));
    ProxyConfig settings = proxySettings.settings(Doors.of(config, reverse.doors()), () -> inForce);
    var meters = new DiskMeters(parts.events);
    this.tier =
        Openings.disks(config, store, meters, new HostMoments(steadyClock, parts.wallClock));
    var disks =
        tier.map(it -> Disks.of(it, store, config.cache().diskWait()))
            .orElseGet(() -> Disks.none(store));
    tier.ifPresent(it -> meters.measure(parts.telemetry, it, disks));
    this.log = Openings.log(config, parts.events, parts.telemetry);
    this.access = Openings.access(config, parts.events, parts.telemetry, parts.wallClock);
    this.proxy = new Proxy(settings, parts(parts, disks));
  }

  private ProxyParts parts(Parts parts, Disks disks) {
    return new ProxyParts(
        parts.telemetry,
        parts.events,
        store,
        disks,
        parts.wallClock,
        steadyClock,
        parts.owners,
        parts.peers.filter(_ -> !config.origin().keepsClient()),
        UnaryOperator.identity(),
        parts.watch,
        parts.ready,
        () -> inForce.rules(),
        () -> inForce.chain(),
        () -> inForce.compression(),
        access,
        log);
  }

  /// Begins to accept connections.
  ///
  /// @throws HostException when the host refuses the listener; then nothing stays
  static CacheFront open(NodeConfig config, Parts parts) throws HostException {
    var front = new CacheFront(config, parts);
    try {
      front.proxy.bind();
      front.reverse.begin(front.proxy.threads(), front.proxy.opening());
      return front;
    } catch (IOException e) {
      try (front) {
        throw config.diverts()
            ? cannotListen(listener(config), e)
            : new HostException(e.getMessage() + ": " + e.getCause(), e);
      }
    }
  }

  /// Why a listener of ours is not there.
  static HostException cannotListen(HostPlan.Listener listener, IOException why) {
    return new HostException(
        "Cannot listen on "
            + listener
            + " for diverted connections: "
            + why.getMessage()
            + ". Is another node running here? `ss -ltnp sport = "
            + listener.port()
            + "` tells; the node needs CAP_NET_ADMIN for IP_TRANSPARENT.",
        why);
  }

  private static HostPlan.Listener listener(NodeConfig config) {
    return HostPlan.Listener.own(config.proxy().intercept().divert());
  }

  @Override
  public Decapsulator.OwnConnections opening() {
    return proxy.opening()::owns;
  }

  @Override
  public void resolve(String name, Consumer<Optional<List<InetAddress>>> told) {
    proxy.resolve(name, told);
  }

  @Override
  public List<EventExecutor> loops() {
    return proxy.loops();
  }

  @Override
  public long accepted() {
    return proxy.meters().accepted();
  }

  @Override
  public Tally tally() {
    return proxy.meters().tally();
  }

  @Override
  public int connections() {
    return proxy.meters().open();
  }

  @Override
  public void routers(IntBinaryOperator of) {
    proxy.routers(of);
  }

  @Override
  public void farewell(boolean now) {
    proxy.farewell(now);
  }

  @Override
  public void shut() {
    proxy.shut();
  }

  @Override
  public PeerSide.Answering peers() {
    return new PeerSide.Answering(proxy.threads(), proxy::begin);
  }

  @Override
  public void invalidate(Worthless worthless) {
    owners.bury(worthless);
    worthless.keys().forEach(store::purge);
    worthless.groups().forEach(store::purge);
  }

  @Override
  public void owns(OwnershipControl control, Optional<GridNumbers> numbers) {
    Neighbours link = proxy.peers().map(Neighbours.class::cast).orElse(Neighbours.NONE);
    this.control = Optional.of(control);
    control.start(new OwnershipControl.Around(link, store, numbers));
  }

  @Override
  public HealthGate.Cause ill() {
    return HealthGate.Cause.SELF_TEST;
  }

  @Override
  public void apply(NodeConfig next) throws HostException {
    var sites = reverse.next(next.proxy().reverse());
    List<Door> doors = Doors.of(next, sites.doors());
    InForce ruled = InForce.of(next, new ProxySettings(next).connectionsMax(events));
    Runnable guarded = guarded(next);
    AccessLog.Next logged = Openings.log(log, next);
    try {
      proxy.serve(doors);
    } catch (IOException e) {
      logged.leave();
      throw new HostException(e.getMessage() + ": " + e.getCause(), e);
    }
    sites.taken().run();
    guarded.run();
    logged.take();
    inForce = ruled;
  }

  private Runnable guarded(NodeConfig next) throws HostException {
    try {
      var users = next.proxy().forward().flatMap(ForwardConfig::users);
      return access.next(next.proxy().access(), users, Openings.services(next));
    } catch (IOException e) {
      throw Openings.unreadable(e);
    }
  }

  @Override
  public void reopen() {
    log.reopen();
  }

  /// Shares what names were found to be with the other nodes.
  void shareHosts(Grid grid) {
    SharedHosts.begin(proxy.hosts().memory(), grid);
  }

  /// What purges work on.
  PurgeBoard.Forgetting forgetting() {
    return new PurgeBoard.Forgetting(store, owners::bury);
  }

  /// What is kept here.
  MemoryStore store() {
    return store;
  }

  @Override
  public void show(AdminPages pages) {
    pages.route("/v1/cache", "What memory and disks hold.", () -> CachePage.of(store, tier));
    pages.route("/v1/origins", "The origins of proxy.reverse and their health.", reverse::page);
    pages.listing("/v1/inventory", "Every stored URL.", this::inventory);
    pages.route(
        "/v1/host-check",
        "The hosts that are not verified most often.",
        () -> HostCheckPage.of(inForce.hosts(), proxy.hosts()));
    pages.route(
        "/v1/tls",
        "The names that diverted TLS connections gave most often.",
        () -> TlsPage.of(inForce.ways().tls().isPresent(), proxy.tls().names()));
    LogPage.show(pages, log);
    rules(pages);
  }

  private void rules(AdminPages pages) {
    var guard = new AccessPage(access, config.node().address(), InstantSource.system());
    pages.route("/v1/access", "Who may what: rules, and lists that were read.", guard::present);
    pages.answer(
        "/v1/access/explain",
        "Whether a client may have it: ?client=ADDRESS, method=, url=http://HOST/PATH, way=, port=,"
            + " user=, address=, type=.",
        guard::explain);
    pages.answer(
        "/v1/explain",
        "What a request would get now, and why: ?url=http://HOST/PATH, header=LINES, client=ADDRESS.",
        new ExplainPage(
                config.node().address(),
                store,
                () -> inForce.rules(),
                this::residence,
                steadyClock,
                proxy.parents()::policy)
            ::explain);
    pages.route(
        "/v1/parents",
        "The proxies that are asked in place of origins.",
        () -> ParentsPage.of(proxy.parents()));
    DnsPage.show(pages, proxy.hosts());
  }

  @Override
  public void close() {
    reverse.close();
    proxy.close();
    access.close();
    tier.ifPresent(DiskTier::close);
    log.close();
  }

  private Optional<Residence> residence(CacheKey key) {
    return control.flatMap(it -> it.ownership().residence(key));
  }

  private Answer.Listing inventory() {
    var head = new LinkedHashMap<String, Object>();
    head.put("count", store.count());
    head.put("bytes", store.weightBytes());
    return new Answer.Listing(head, "urls", proxy.inventory().iterator());
  }
}
