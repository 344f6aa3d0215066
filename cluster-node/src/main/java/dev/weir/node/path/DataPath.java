package dev.weir.node.path;

import dev.weir.gre.BucketSet;
import dev.weir.gre.DecapsulationPolicy;
import dev.weir.gre.Decapsulator;
import dev.weir.gre.Verdict;
import dev.weir.gre.VerdictCounts;
import dev.weir.gre.bypass.BypassTable;
import dev.weir.gre.device.DecapsulationLoop;
import dev.weir.gre.device.DeviceException;
import dev.weir.gre.device.GreCapture;
import dev.weir.gre.device.GreSource;
import dev.weir.gre.device.PacketReturn;
import dev.weir.gre.device.PacketRing;
import dev.weir.gre.device.RawGreReceiver;
import dev.weir.gre.device.TunDevice;
import dev.weir.gre.rate.Limits;
import dev.weir.gre.rate.Rates;
import dev.weir.gre.stray.RouterMemory;
import dev.weir.node.config.GreConfig;
import dev.weir.node.config.NodeConfig;
import dev.weir.node.config.ServiceConfig;
import dev.weir.node.host.HostCommands;
import dev.weir.node.host.HostPlan;
import dev.weir.node.host.HostRulesFailed;
import dev.weir.node.host.HostSetup;
import dev.weir.node.host.KernelCounters;
import dev.weir.node.life.HostException;
import dev.weir.node.life.Teardown;
import dev.weir.node.telemetry.EventLog;
import dev.weir.node.telemetry.NodeEvent;
import dev.weir.node.telemetry.NodeMetric;
import dev.weir.node.telemetry.Telemetry;
import dev.weir.node.telemetry.WccpMetric;
import dev.weir.wccp.assignment.BucketTable;
import dev.weir.wccp.assignment.HashAssignment;
import dev.weir.wccp.cache.CacheSnapshot;
import dev.weir.wccp.message.ServiceGroup;
import java.net.Inet4Address;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/// From the wire to the kernel's TCP: the capture, the decapsulation, both TUN devices and the host
/// rules that lead their packets to the listener; and from there back to the router.
///
/// Opened and closed by the thread that starts the node; any thread may call [#follow], [#spare],
/// [#relieve] and [#rest].
public final class DataPath implements AutoCloseable {
  private static final BypassTable EVERYTHING = new BypassTable.Builder().client(0, 0).build();

  private final String device;
  private final Inet4Address own;
  private final List<Inet4Address> configured;
  private final List<Inet4Address> members;
  private List<ServiceConfig> services;
  private final Optional<GreSource> source;
  private final Optional<RouterSet> firewall;
  private final Decapsulator decapsulator;
  private final PathProbe probe;
  private final Optional<PlainPath> plain;
  private final Teardown teardown;
  private final Consumer<Throwable> onFailure;
  private final Map<ServiceGroup, Trust.Followed> groups = new LinkedHashMap<>();
  private Trust trust;
  private volatile Predecessors predecessors = Predecessors.NONE;
  private BypassTable bypass = BypassTable.EMPTY;
  private BucketSet relieved = BucketSet.NONE;
  private boolean resting;
  private LongSupplier lost = () -> 0;
  private final RouterMemory memory = new RouterMemory();

  /// Without a source the kernel receives GRE.
  private record Parts(
      Optional<GreSource> source,
      Optional<RouterSet> firewall,
      Optional<PlainPath> plain,
      PathProbe probe) {}

  private DataPath(
      NodeConfig config,
      Parts parts,
      Decapsulator.OwnConnections opening,
      Teardown teardown,
      Consumer<Throwable> onFailure) {
    this.device = config.gre().device();
    this.own = config.node().address();
    this.configured = config.wccp().routers();
    this.members = config.cluster().members();
    this.services = config.wccp().services();
    this.source = parts.source;
    this.firewall = parts.firewall;
    this.trust = Trust.of(own, List.of(), members);
    this.decapsulator =
        new Decapsulator(DecapsulationPolicy.refusing(own), opening, intake(config.gre().limits()));
    this.probe = parts.probe;
    this.plain = parts.plain;
    this.teardown = teardown;
    this.onFailure = onFailure;
  }

  /// Opens the devices, sets the host rules, and lets packets through from then on. `onFailure` is
  /// called, by any thread, when no packet can be delivered any longer; `opening` knows what must
  /// not come back.
  ///
  /// @throws HostException when the host refuses something; then nothing stays
  public static DataPath open(
      NodeConfig config,
      Decapsulator.OwnConnections opening,
      EventLog events,
      Telemetry telemetry,
      Consumer<Throwable> onFailure)
      throws HostException {
    var teardown = new Teardown();
    try {
      return open(config, opening, events, telemetry, onFailure, teardown);
    } catch (DeviceException | HostRulesFailed e) {
      try (teardown) {
        throw new HostException(String.valueOf(e.getMessage()), e);
      }
    } catch (HostException | RuntimeException | Error e) {
      try (teardown) {
        throw e;
      }
    }
  }

  private static DataPath open(
      NodeConfig config,
      Decapsulator.OwnConnections opening,
      EventLog events,
      Telemetry telemetry,
      Consumer<Throwable> onFailure,
      Teardown teardown)
      throws HostException, DeviceException, HostRulesFailed {
    var source = source(config);
    source.ifPresent(it -> teardown.then(it::close));
    var tun = TunDevice.open(config.gre().tun());
    teardown.then(tun::close);
    var strays = TunDevice.open(config.gre().strayTun());
    teardown.then(strays::close);
    var giveBack = PacketReturn.open(config.node().address());
    teardown.then(giveBack::close);
    var host = new HostCommands();
    var setup = new HostSetup(host);
    teardown.then(() -> removeRules(setup));
    var plan = HostPlan.of(config);
    for (String change : setup.install(plan).changes(plan)) {
      events.record(NodeEvent.HOST_CHANGED, "setting", change);
    }
    var plain = plain(host, plan, onFailure, teardown);
    plain.ifPresent(it -> it.export(telemetry));
    var firewall = firewall(config, host, onFailure, teardown);
    var probe =
        new PathProbe(
            tun,
            config.proxy().intercept().ports().getFirst(),
            PathProbe.question(config.proxy().sidecar()),
            onFailure);
    var parts = new Parts(source, firewall, plain, probe);
    var path = new DataPath(config, parts, opening, teardown, onFailure);
    path.begin(tun, strays, giveBack, telemetry);
    return path;
  }

  /// Lets packets through, in both directions.
  private void begin(TunDevice tun, TunDevice strays, PacketReturn giveBack, Telemetry telemetry) {
    var counts = new VerdictCounts();
    source.ifPresent(from -> {
      var ways = new DecapsulationLoop.Ways(tun, giveBack);
      var loop = new DecapsulationLoop(from, decapsulator, ways, memory, counts, onFailure);
      teardown.then(loop::close);
      loop.start();
      telemetry.counted(NodeMetric.GRE_CAPTURE_LOST, from::kernelDrops);
    });
    var returning =
        new StrayReturn(
            strays,
            giveBack,
            new StrayReturn.Directions(memory, decapsulator::policy, () -> predecessors),
            probe,
            onFailure);
    teardown.then(returning::close);
    returning.start();
    lost = () -> counts.count(Verdict.TUN_FULL) + source.map(GreSource::kernelDrops).orElse(0L);
    export(telemetry, counts);
    export(telemetry, counts, giveBack, returning);
  }

  private static Rates intake(GreConfig.Limits config) {
    var limits = new Limits(config.synPerClientNet(), config.synPerRouter(), config.packets());
    return new Rates(limits, ThreadLocalRandom.current().nextLong(), System::nanoTime);
  }

  private static Optional<GreSource> source(NodeConfig config) throws DeviceException {
    var device = config.gre().device();
    var routers = config.wccp().routers();
    return switch (config.gre().receive()) {
      case PCAP -> Optional.of(GreCapture.open(device, routers));
      case RING -> Optional.of(PacketRing.open(device, routers));
      case RAW -> Optional.of(RawGreReceiver.open(config.node().address(), routers));
      case KERNEL -> Optional.empty();
    };
  }

  private static Optional<RouterSet> firewall(
      NodeConfig config, HostCommands host, Consumer<Throwable> onFailure, Teardown teardown) {
    if (!config.gre().receive().behindFirewall()) {
      return Optional.empty();
    }
    var firewall = new RouterSet(host, onFailure);
    teardown.then(firewall::close);
    firewall.follow(Set.copyOf(config.wccp().routers()));
    return Optional.of(firewall);
  }

  private static Optional<PlainPath> plain(
      HostCommands host, HostPlan plan, Consumer<Throwable> onFailure, Teardown teardown) {
    if (plan.plain().ways().isEmpty()) {
      return Optional.empty();
    }
    var plain = new PlainPath(host, plan, onFailure);
    teardown.then(plain::close);
    plain.start();
    return Optional.of(plain);
  }

  /// Believes whom the routers' answers make believable. Told at each change of the group.
  public synchronized void follow(CacheSnapshot group) {
    for (ServiceConfig service : services) {
      if (service.group().equals(group.service().group())) {
        groups.merge(
            service.group(),
            new Trust.Followed(service, group, HashAssignment.NONE),
            (before, _) -> before.after(group));
      }
    }
    predecessors = predecessors.after(group, own, members);
    trust = Trust.of(own, groups.values(), members);
    decide();
    var sources = new HashSet<>(trust.sources());
    sources.addAll(configured);
    sources.addAll(members);
    sources.remove(own);
    acceptOnly(sources);
    var us = new HashSet<>(trust.us());
    us.addAll(configured);
    plain.ifPresent(it -> it.follow(trust.neighbours(), us));
  }

  /// Takes the packets of these services from now on, and of no others.
  public synchronized void serve(List<ServiceConfig> joined) {
    services = List.copyOf(joined);
    groups.keySet().retainAll(services.stream().map(ServiceConfig::group).toList());
    trust = Trust.of(own, groups.values(), members);
    decide();
  }

  private void acceptOnly(Set<Inet4Address> routers) {
    try {
      if (source.isPresent()) {
        source.get().acceptOnly(routers);
      }
      firewall.ifPresent(it -> it.follow(routers));
    } catch (DeviceException e) {
      onFailure.accept(e);
    }
  }

  /// Gives back from now on the connections that the table spares, and no others.
  public synchronized void spare(BypassTable table) {
    bypass = table;
    decide();
  }

  /// Gives every new connection back, or no longer.
  public synchronized void rest(boolean now) {
    resting = now;
    decide();
  }

  /// By what packets are judged now, but for the rules that spare some.
  public synchronized JudgedBy judgedBy() {
    return new JudgedBy(device, own, trust.us(), trust.routers(), resting, relieved);
  }

  /// Gives new connections in these buckets back from now on, and in no others.
  public synchronized void relieve(BucketSet buckets) {
    relieved = buckets;
    decide();
  }

  /// The router that brought the packets between two addresses last, its own address as a number; 0
  /// where that is forgotten, or where the kernel has received them.
  public int routerOf(int client, int destination) {
    long route = memory.routeOf(client, destination);
    DecapsulationPolicy rules = decapsulator.policy();
    boolean forwarded = rules.forwards(RouterMemory.router(route));
    return RouterMemory.router(forwarded ? rules.beyond(route) : route);
  }

  /// Packets lost so far because capture or TUN had no room.
  public long lostPackets() {
    return lost.getAsLong();
  }

  /// Tries this way.
  public PathProbe probe() {
    return probe;
  }

  private void decide() {
    decapsulator.follow(
        trust.policy().forwardedBy(members).sparing(bypass).relieving(relieved).resting(resting));
    plain.ifPresent(it -> it.spare(resting ? EVERYTHING : bypass, relieved));
  }

  /// Removes the rules and the devices, in the reverse order of their making.
  @Override
  public void close() throws HostException {
    teardown.close();
  }

  private static void removeRules(HostSetup host) throws HostException {
    try {
      host.remove();
    } catch (HostRulesFailed e) {
      throw new HostException(String.valueOf(e.getMessage()), e);
    }
  }

  private static void export(Telemetry telemetry, VerdictCounts counts) {
    for (Verdict verdict : Verdict.values()) {
      telemetry.counted(NodeMetric.GRE_PACKETS, () -> counts.count(verdict), verdict.label());
    }
    telemetry.counted(NodeMetric.IP_REASSEMBLY, KernelCounters::reassembled, "joined");
    telemetry.counted(NodeMetric.IP_REASSEMBLY, KernelCounters::notReassembled, "failed");
    telemetry.counted(NodeMetric.GRE_BUCKET_MISMATCH, counts::bucketMismatches);
    telemetry.counted(WccpMetric.GRE_BYTES, counts::deliveredOctets);
    for (int bucket = 0; bucket < BucketTable.BUCKET_COUNT; bucket++) {
      int of = bucket;
      String label = HexFormat.of().toHexDigits((byte) bucket);
      telemetry.counted(WccpMetric.BUCKET_PACKETS, () -> counts.inBucket(of), label);
    }
  }

  private static void export(
      Telemetry telemetry, VerdictCounts counts, PacketReturn giveBack, StrayReturn strays) {
    for (Verdict verdict : Verdict.values()) {
      if (verdict.fate() == Verdict.Fate.RETURN) {
        telemetry.counted(
            NodeMetric.PACKETS_RETURNED, () -> counts.count(verdict), verdict.label());
      }
    }
    telemetry.counted(NodeMetric.PACKETS_RETURNED, strays::returned, "stray");
    telemetry.counted(NodeMetric.PACKETS_FORWARDED, strays::forwarded);
    telemetry.counted(NodeMetric.PACKETS_RETURN_LOST, giveBack::lost);
    telemetry.counted(NodeMetric.STRAY_PACKETS, strays::seen);
  }
}
