package dev.weir.node;

import dev.weir.node.admin.AdminPages;
import dev.weir.node.admin.AdminPages.Method;
import dev.weir.node.admin.Readiness;
import dev.weir.node.bypass.BypassBoard;
import dev.weir.node.bypass.SharedBypass;
import dev.weir.node.config.NodeConfig;
import dev.weir.node.control.UdpPort;
import dev.weir.node.control.WccpSettings;
import dev.weir.node.evict.FastEviction;
import dev.weir.node.grid.Grid;
import dev.weir.node.grid.GridView;
import dev.weir.node.health.Prober;
import dev.weir.node.life.HostException;
import dev.weir.node.life.Teardown;
import dev.weir.node.page.BypassPage;
import dev.weir.node.page.DrainPage;
import dev.weir.node.page.PolicyPage;
import dev.weir.node.page.WccpPages;
import dev.weir.node.path.DataPath;
import dev.weir.node.proxy.limit.Descriptors;
import dev.weir.node.relief.MemoryUse;
import dev.weir.node.relief.Relief;
import dev.weir.node.snmp.NodeSource;
import dev.weir.node.snmp.agent.SnmpAgent;
import dev.weir.node.tally.ClusterNumbers;
import dev.weir.node.telemetry.EventLog;
import dev.weir.node.telemetry.Telemetry;
import dev.weir.wccp.cache.CacheSnapshot;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// What a node has to do with diverted packets: the way they take through it, the routers that
/// bring them, and the rules by which some go back.
///
/// Opened, joined and started in this order by the thread that starts the node.
final class DivertSide {
  /// What it is made with.
  ///
  /// @param clock monotonic
  /// @param teardown takes down what was opened, the last first
  /// @param fail is told, by any thread, when a part of it ends by a fault
  record Parts(
      NodeConfig config,
      EventLog events,
      Telemetry telemetry,
      Readiness readiness,
      InstantSource clock,
      InstantSource wallClock,
      Teardown teardown,
      Consumer<Throwable> fail) {

    /// Lets network management ask the node, where the configuration says so. Only then are the
    /// agent's classes loaded.
    void manage(Optional<Joined> routed, Supplier<ClusterNumbers> numbers, AdminPages pages)
        throws HostException {
      if (config.snmp().isPresent()) {
        var source =
            new NodeSource(
                config.node(),
                readiness,
                () -> routed.map(Joined::groups).orElse(List.of()),
                router -> routed.flatMap(side -> side.silence(router)),
                numbers);
        var around = new SnmpAgent.Around(source, telemetry, events, clock, wallClock, fail);
        SnmpAgent.begin(config.snmp().get(), around, pages, teardown);
      }
    }
  }

  private final Parts parts;
  private final NodeConfig config;
  private final Front front;
  private final UdpPort port;
  private final DataPath path;
  private final BypassBoard bypass;
  private final FastEviction evict;

  private DivertSide(Parts parts, Front front) throws HostException {
    this.parts = parts;
    this.config = parts.config();
    this.front = front;
    var teardown = parts.teardown();
    this.port = UdpPort.open(List.of(config.node().address()), WccpSettings.multicast(config));
    teardown.then(port::close);
    this.path =
        DataPath.open(config, front.opening(), parts.events(), parts.telemetry(), parts.fail());
    teardown.then(path::close);
    front.routers(path::routerOf);
    this.bypass =
        new BypassBoard(
            config.proxy().bypass(), front::resolve, path::spare, parts.events(), parts.clock());
    bypass.measure(parts.telemetry());
    teardown.then(bypass::close);
    bypass.start();
    this.evict =
        new FastEviction(
            door(),
            new FastEviction.Outlets(
                parts.events(), parts.telemetry(), parts.clock(), parts.fail()));
    teardown.then(evict::close);
  }

  /// Opens the devices and sets the host's rules. No packet comes before the node is announced.
  ///
  /// @throws HostException when the host refuses something; what was opened goes with the teardown
  static DivertSide open(Parts parts, Front front) throws HostException {
    return new DivertSide(parts, front);
  }

  /// What follows the grid: the rules that nodes share, and who has died, beside these.
  Consumer<GridView> following(Consumer<GridView> others) {
    return evict.after(others.andThen(bypass::follow));
  }

  /// Where the other nodes are asked whether they live.
  private FastEviction.Door door() {
    boolean linked = config.peers().identity().isPresent();
    int peer = linked ? config.peers().port() : config.cluster().port();
    return new FastEviction.Door(config.node().address(), peer, linked);
  }

  /// Joins the routers' service groups and the cluster's rules. `owning` is told of each change of
  /// a group.
  Joined join(Grid grid, Learning learning, Consumer<CacheSnapshot> owning) {
    var shared = new SharedBypass(bypass, grid, parts.clock());
    learning.begin(shared, parts.clock());
    var around =
        new WccpSide.Surroundings(
            parts.telemetry(),
            parts.events(),
            parts.readiness(),
            parts.clock(),
            parts.wallClock(),
            evict.following(config.ownership().group(), owning.andThen(path::follow)),
            front::connections,
            parts.fail());
    var wccp = new WccpSide(config, port, grid, around);
    if (config.cluster().changes().fastEvict()) {
      evict.begin(wccp::condemn);
    }
    return new Joined(shared, wccp, relief(wccp));
  }

  private Relief relief(WccpSide wccp) {
    var measures =
        new Relief.Measures(front::connections, new MemoryUse()::share, path::lostPackets);
    var relief =
        new Relief(
            config.health().within(connectionsMax(config)),
            measures,
            path::relieve,
            parts.events(),
            parts.clock().instant());
    relief.measure(
        parts.telemetry(),
        () -> relief.given(wccp.ownership().assignment(), config.node().address()).size());
    return relief;
  }

  private static int connectionsMax(NodeConfig config) {
    return Descriptors.connectionsMax(
            config.proxy().limits().connections(), Descriptors.available())
        .orElse(Descriptors.CONNECTIONS_MAX);
  }

  /// The side once it has its place among routers and nodes.
  final class Joined {
    private final SharedBypass shared;
    private final WccpSide wccp;
    private final Relief relief;

    private Joined(SharedBypass shared, WccpSide wccp, Relief relief) {
      this.shared = shared;
      this.wccp = wccp;
      this.relief = relief;
    }

    /// Begins to speak to the routers. They are told to bring packets once the node is well.
    void start() {
      wccp.start();
      parts.teardown().then(wccp::close);
      parts.teardown().then(() -> front.farewell(true));
    }

    /// The table that decides who owns a URL.
    CacheSnapshot ownership() {
      return wccp.ownership();
    }

    /// The routers are asked out of turn for the table that others go by.
    void catchUp() {
      wccp.catchUp();
    }

    /// How each group stands.
    List<CacheSnapshot> groups() {
      return wccp.snapshots();
    }

    /// For how long a router has said nothing; empty before its first word.
    Optional<Duration> silence(InetAddress router) {
      return wccp.silence(router);
    }

    /// The nodes that are known to be dead.
    Set<Inet4Address> dead() {
      return evict.dead();
    }

    /// Something is broken: nobody is waited for when the node stops.
    void hurry() {
      wccp.hurry();
    }

    /// How the way of a diverted packet is tried.
    Prober prober() {
      return path.probe();
    }

    /// How much there is to do.
    Relief relief() {
      return relief;
    }

    /// Puts the rules and the service groups of another configuration in force.
    void apply(NodeConfig next) throws HostException {
      bypass.configure(next.proxy().bypass());
      relief.become(next.health().within(connectionsMax(next)));
      wccp.serve(next, path::serve);
    }

    /// Lets the node be announced, or has it hand its buckets back.
    void allow(boolean open) {
      path.rest(!open);
      wccp.allow(open);
    }

    void show(AdminPages pages) {
      decisions(pages);
      var page = new BypassPage(bypass, shared, parts.clock());
      pages
          .route("/v1/bypass", "Which connections are given back to the router.", page::all)
          .local(Method.POST, "/v1/bypass", "Adds a bypass rule.", page::add)
          .local(Method.DELETE, "/v1/bypass", "Removes a bypass rule.", page::remove);
      var drained =
          new DrainPage.Drained(
              this::drain,
              wccp::absent,
              () -> wccp.ownership().assignment().share(config.node().address()).size(),
              front::connections);
      new DrainPage(drained, parts.events(), parts.readiness()).show(pages);
    }

    private void drain(boolean now) {
      wccp.drain(now);
      front.farewell(now);
    }

    private void decisions(AdminPages pages) {
      pages
          .route("/v1/policy", "By what packets are judged.", () -> PolicyPage.of(path.judgedBy()))
          .route(
              "/v1/buckets",
              "Who owns which of the 256 buckets, and which the node gives back under overload.",
              () -> WccpPages.buckets(config.node(), wccp.ownership(), relief));
    }
  }
}
