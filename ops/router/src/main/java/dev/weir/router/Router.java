package dev.weir.router;

import dev.weir.gre.device.DeviceException;
import dev.weir.gre.device.NeighbourSocket;
import dev.weir.gre.device.RawGreSocket;
import dev.weir.gre.device.TunDevice;
import dev.weir.node.admin.AdminPages;
import dev.weir.node.admin.AdminServer;
import dev.weir.node.admin.ListenFailed;
import dev.weir.node.admin.Readiness;
import dev.weir.node.control.ControlLoop;
import dev.weir.node.control.Labels;
import dev.weir.node.control.UdpPort;
import dev.weir.node.life.HostException;
import dev.weir.node.life.MonotonicClock;
import dev.weir.node.life.Teardown;
import dev.weir.node.telemetry.EventLog;
import dev.weir.node.telemetry.Telemetry;
import dev.weir.router.admin.FaultPages;
import dev.weir.router.admin.RouterView;
import dev.weir.router.config.RedirectPoint.Direction;
import dev.weir.router.config.RouterConfig;
import dev.weir.router.config.ServiceConfig;
import dev.weir.router.config.TrafficRules;
import dev.weir.router.control.FaultKind;
import dev.weir.router.control.Faults;
import dev.weir.router.control.FaultyPort;
import dev.weir.router.control.GroupDriver;
import dev.weir.router.control.RedirectBoard;
import dev.weir.router.control.RouterJournal;
import dev.weir.router.control.WccpSettings;
import dev.weir.router.host.Diversion;
import dev.weir.router.host.HostRules;
import dev.weir.router.host.Interfaces;
import dev.weir.router.host.RouterId;
import dev.weir.router.host.TrafficCounts;
import dev.weir.router.packet.PacketCounts;
import dev.weir.router.packet.PacketPath;
import dev.weir.router.packet.ReturnPath;
import dev.weir.router.packet.ServiceMatch;
import dev.weir.router.packet.ServiceRules;
import dev.weir.router.show.WccpDebug;
import dev.weir.router.telemetry.RouterEvent;
import dev.weir.router.telemetry.RouterMetric;
import dev.weir.wccp.message.ServiceGroup;
import java.io.IOException;
import java.net.Inet4Address;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/// The composition root: opens what the router needs, in an order in which a refusal leaves nothing
/// behind, starts its threads, and takes all of it down again.
final class Router implements AutoCloseable {
  /// So that a test loses the same messages each time.
  private static final long FAULT_SEED = 1;

  private final RouterConfig config;
  private final Trace trace;
  private final Runnable onFailure;
  private final Teardown teardown;
  private final EventLog events = new EventLog("weir.router", InstantSource.system());
  private final Telemetry telemetry = new Telemetry();
  private final PacketCounts counts;
  private final Readiness readiness = new Readiness();
  private final Readiness.Condition diverting = readiness.require("diversion", "starting");
  private volatile boolean failed;

  private Router(RouterConfig config, Trace trace, Runnable onFailure, Teardown teardown) {
    this.config = config;
    this.trace = trace;
    this.onFailure = onFailure;
    this.teardown = teardown;
    this.counts = new PacketCounts(config.services().size());
  }

  /// Where debug lines go, and which.
  record Trace(WccpDebug debug, Consumer<String> lines) {}

  /// Starts a router. `onFailure` is called, by any thread, when a part of it fails later.
  ///
  /// @throws HostException when the host refuses something; then nothing of the router stays
  static Router start(RouterConfig config, Trace trace, Runnable onFailure) throws HostException {
    var teardown = new Teardown();
    var router = new Router(config, trace, onFailure, teardown);
    try {
      router.open();
      return router;
    } catch (DeviceException e) {
      try (teardown) {
        throw new HostException(String.valueOf(e.getMessage()), e);
      }
    } catch (HostException | RuntimeException | Error e) {
      try (teardown) {
        throw e;
      }
    }
  }

  /// Whether a part of the router has failed since the start.
  boolean failed() {
    return failed;
  }

  @Override
  public void close() throws HostException {
    teardown.close();
    events.record(RouterEvent.ROUTER_STOPPED);
  }

  private void open() throws HostException, DeviceException {
    var diversion = new Diversion(HostRules.of(config));
    diversion.check();
    Inet4Address id = RouterId.of(config.router());
    var wccp = new WccpSettings(config, id);
    var addresses = new ArrayList<Inet4Address>(List.of(id));
    addresses.addAll(Interfaces.addresses(config.interfaces().keySet()));
    UdpPort udp = UdpPort.open(addresses, wccp.memberships(Interfaces::address));
    teardown.then(udp::close);
    RawGreSocket gre = RawGreSocket.openBothWays(id);
    teardown.then(gre::close);
    NeighbourSocket neighbours = NeighbourSocket.open();
    teardown.then(neighbours::close);
    List<TunDevice> tuns = openTuns();

    var board = new RedirectBoard(config, services -> divert(diversion, services));
    var journal = new RouterJournal(id, events, telemetry, trace.debug(), trace.lines());
    var clock = new MonotonicClock(InstantSource.system().instant());
    var groups = new ArrayList<GroupDriver>();
    for (ServiceConfig service : config.services()) {
      ServiceRules rules = board.rules().get(groups.size());
      var machine = wccp.machine(service, Interfaces::isNeighbour);
      groups.add(new GroupDriver(machine, rules, events, journal, board, clock.instant()));
    }
    var port = new FaultyPort(udp, clock, FAULT_SEED, this::count);
    var control = new ControlLoop(port, wccp.codec(), groups, journal, clock);
    var faults = new Faults(control, port, groups, events, telemetry);
    var traffic = new TrafficCounts(clock, this::uncounted);
    var counted = new RouterView.Counted(counts, traffic, journal);
    openAdmin(new RouterView(config, id, groups, counted, clock), faults);

    Diversion.removeLeftovers();
    startPackets(tuns, gre, neighbours, board);
    diversion.install(board.diverts());
    teardown.then(diversion::close);
    traffic.begin();
    startThread("weir-router-control", control::run, control::stop, RouterEvent.CONTROL_FAILED);
    started(id);
  }

  /// One for each point.
  private List<TunDevice> openTuns() throws DeviceException {
    var tuns = new ArrayList<TunDevice>();
    for (int point = 0; point < config.points().size(); point++) {
      TunDevice tun = TunDevice.open(HostRules.tun(point));
      teardown.then(tun::close);
      tuns.add(tun);
    }
    return tuns;
  }

  private void startPackets(
      List<TunDevice> tuns, RawGreSocket gre, NeighbourSocket neighbours, RedirectBoard board) {
    for (int point = 0; point < tuns.size(); point++) {
      var path = new PacketPath(tuns.get(point), point, gre, neighbours, counts, board::inForce);
      startThread(
          "weir-router-packets-" + point, path::run, path::stop, RouterEvent.PACKET_PATH_FAILED);
    }
    var path = new ReturnPath(gre, tuns.getLast(), counts, board::inForce);
    startThread("weir-router-returns", path::run, path::stop, RouterEvent.PACKET_PATH_FAILED);
  }

  /// By the control thread, which starts after the diversion is installed.
  private void divert(Diversion diversion, Map<ServiceGroup, ServiceMatch> services) {
    try {
      diversion.mark(services);
    } catch (HostException e) {
      events.record(RouterEvent.DIVERSION_REFUSED, "why", String.valueOf(e.getMessage()));
    }
  }

  private void uncounted(String why) {
    events.record(RouterEvent.TRAFFIC_UNCOUNTED, "why", why);
  }

  private void count(FaultKind kind) {
    telemetry.counter(RouterMetric.FAULTS_INJECTED, Labels.of(kind)).increment();
  }

  private void openAdmin(RouterView view, Faults faults) throws HostException {
    view.addTo(telemetry);
    var pages = view.addTo(AdminPages.standard(readiness, telemetry, events));
    FaultPages.addTo(pages, Optional.of(faults).filter(_ -> config.faultsOnDemand()));
    try {
      AdminServer admin =
          AdminServer.open(
              config.admin().listen().socketAddress(),
              config.admin().token(),
              pages,
              telemetry,
              events);
      teardown.then(admin::close);
    } catch (ListenFailed e) {
      throw new HostException(String.valueOf(e.getMessage()), e);
    }
  }

  private void started(Inet4Address id) {
    diverting.met();
    events.record(
        RouterEvent.ROUTER_STARTED,
        "router",
        id.getHostAddress(),
        "redirect_in",
        redirecting(Direction.IN),
        "redirect_out",
        redirecting(Direction.OUT),
        "exclude_in",
        String.join(",", config.excludeIn()),
        "services",
        config.services().stream()
            .map(service -> service.group().displayName())
            .collect(Collectors.joining(",")),
        "admin",
        config.admin().listen());
    TrafficRules rules = config.traffic();
    if (!rules.filters().isEmpty() || !rules.policies().isEmpty()) {
      events.record(
          RouterEvent.TRAFFIC_RULES_INSTALLED,
          "access_in",
          filtering(rules, Direction.IN),
          "access_out",
          filtering(rules, Direction.OUT),
          "policy",
          rules.policies().stream()
              .map(it -> String.join("+", it.devices()) + ":" + it.map().name())
              .collect(Collectors.joining(",")),
          "check_outbound",
          rules.checkOutbound());
    }
  }

  private static String filtering(TrafficRules rules, Direction direction) {
    return rules.filters().stream()
        .filter(it -> it.direction() == direction)
        .map(it -> it.device() + ":" + it.list().name())
        .collect(Collectors.joining(","));
  }

  private String redirecting(Direction direction) {
    return config.points().stream()
        .filter(point -> point.direction() == direction)
        .flatMap(point -> point.interfaces().stream())
        .collect(Collectors.joining(","));
  }

  /// What a thread does until it is stopped.
  private interface Work {
    void run() throws DeviceException, IOException;
  }

  private void startThread(String name, Work work, Runnable stop, RouterEvent failure) {
    Thread thread = Thread.ofPlatform().name(name).start(() -> guard(work, failure));
    teardown.then(() -> {
      stop.run();
      join(thread);
    });
  }

  private void guard(Work work, RouterEvent failure) {
    try {
      work.run();
    } catch (DeviceException | IOException | RuntimeException | Error e) {
      failed = true;
      diverting.unmet("a part of the router has failed: " + e);
      events.record(failure, "why", String.valueOf(e));
      onFailure.run();
    }
  }

  private static void join(Thread thread) throws HostException {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new HostException("Interrupted while stopping " + thread.getName(), e);
    }
  }
}
