package dev.weir.router;

import dev.weir.gre.device.DeviceException;
import dev.weir.gre.device.RawGreSocket;
import dev.weir.gre.device.TunDevice;
import dev.weir.node.admin.AdminPages;
import dev.weir.node.admin.AdminServer;
import dev.weir.node.admin.ListenFailed;
import dev.weir.node.admin.Readiness;
import dev.weir.node.control.ControlLoop;
import dev.weir.node.control.UdpPort;
import dev.weir.node.life.HostException;
import dev.weir.node.life.MonotonicClock;
import dev.weir.node.life.Teardown;
import dev.weir.node.telemetry.EventLog;
import dev.weir.node.telemetry.Telemetry;
import dev.weir.router.admin.RouterView;
import dev.weir.router.config.RouterConfig;
import dev.weir.router.config.ServiceConfig;
import dev.weir.router.control.GroupDriver;
import dev.weir.router.control.RouterJournal;
import dev.weir.router.host.Diversion;
import dev.weir.router.host.HostRules;
import dev.weir.router.packet.PacketCounts;
import dev.weir.router.packet.PacketPath;
import dev.weir.router.telemetry.RouterEvent;
import dev.weir.wccp.codec.MessageCodec;
import dev.weir.wccp.codec.Security;
import dev.weir.wccp.message.ServiceGroup;
import dev.weir.wccp.negotiation.RouterOffer;
import dev.weir.wccp.router.RouterGroup;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// The composition root: opens what the router needs, in an order in which a refusal leaves nothing
/// behind, starts its two threads, and takes all of it down again.
final class Router implements AutoCloseable {
  private final RouterConfig config;
  private final Runnable onFailure;
  private final Teardown teardown;
  private final EventLog events = new EventLog("weir.router", InstantSource.system());
  private final Telemetry telemetry = new Telemetry();
  private final PacketCounts counts = new PacketCounts();
  private final Readiness readiness = new Readiness();
  private final Readiness.Condition diverting = readiness.require("diversion", "starting");
  private volatile boolean failed;

  private Router(RouterConfig config, Runnable onFailure, Teardown teardown) {
    this.config = config;
    this.onFailure = onFailure;
    this.teardown = teardown;
  }

  /// Starts a router. `onFailure` is called, by any thread, when a part of it fails later.
  ///
  /// @throws HostException when the host refuses something; then nothing of the router stays
  static Router start(RouterConfig config, Runnable onFailure) throws HostException {
    var teardown = new Teardown();
    var router = new Router(config, onFailure, teardown);
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
    events.record(RouterEvent.ROUTER_STOPPED, "router", config.id().getHostAddress());
  }

  private void open() throws HostException, DeviceException {
    var rules = new HostRules(config.redirectIn(), config.excludeIn());
    Diversion.check(rules);
    UdpPort port = UdpPort.open(config.id());
    teardown.then(port::close);
    RawGreSocket gre = RawGreSocket.open(Optional.of(config.id()));
    teardown.then(gre::close);
    TunDevice tun = TunDevice.open(HostRules.TUN);
    teardown.then(tun::close);

    var packetPath = new PacketPath(tun, gre, counts);
    var journal = new RouterJournal(config.id(), events, telemetry);
    var clock = new MonotonicClock(InstantSource.system().instant());
    List<GroupDriver> groups =
        config.services().stream()
            .map(service -> driver(service, journal, packetPath, clock))
            .toList();
    var control = new ControlLoop(port, new MessageCodec(security()), groups, journal, clock);
    openAdmin(new RouterView(config.id(), groups, security(), counts, journal));

    Diversion.removeLeftovers();
    startThread(
        "weir-router-packets", packetPath::run, packetPath::stop, RouterEvent.PACKET_PATH_FAILED);
    Diversion diversion = Diversion.install(rules);
    teardown.then(diversion::close);
    startThread("weir-router-control", control::run, control::stop, RouterEvent.CONTROL_FAILED);
    started();
  }

  private GroupDriver driver(
      ServiceConfig service, RouterJournal journal, PacketPath packetPath, InstantSource clock) {
    var settings =
        RouterGroup.Settings.standard(
            service.group().standardService(),
            config.id(),
            RouterOffer.plain(config.transmit().least(), config.transmit().most()),
            service::admits);
    return new GroupDriver(
        new RouterGroup(settings), events, journal, packetPath::install, clock.instant());
  }

  private Map<ServiceGroup, Security> security() {
    return config.services().stream()
        .collect(Collectors.toMap(ServiceConfig::group, ServiceConfig::security));
  }

  private void openAdmin(RouterView view) throws HostException {
    view.addTo(telemetry);
    var pages = view.addTo(AdminPages.standard(readiness, telemetry, events));
    try {
      AdminServer admin = AdminServer.open(config.admin().socketAddress(), pages, events);
      teardown.then(admin::close);
    } catch (ListenFailed e) {
      throw new HostException(String.valueOf(e.getMessage()), e);
    }
  }

  private void started() {
    diverting.met();
    events.record(
        RouterEvent.ROUTER_STARTED,
        "router",
        config.id().getHostAddress(),
        "redirect_in",
        String.join(",", config.redirectIn()),
        "exclude_in",
        String.join(",", config.excludeIn()),
        "services",
        config.services().stream()
            .map(service -> service.group().displayName())
            .collect(Collectors.joining(",")),
        "admin",
        config.admin());
  }

  /// What one of the two threads does until it is stopped.
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
