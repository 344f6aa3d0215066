package dev.weir.node.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.cache.operator.OperatorRules;
import dev.weir.cache.store.MemoryStore;
import dev.weir.node.Soon;
import dev.weir.node.access.AccessLog;
import dev.weir.node.bypass.sight.Watch;
import dev.weir.node.dns.DnsSettings;
import dev.weir.node.dns.RebindGuard;
import dev.weir.node.ownership.OwnerLookup;
import dev.weir.node.proxy.access.Access;
import dev.weir.node.proxy.chain.ChainPolicy;
import dev.weir.node.proxy.client.ClientTimes;
import dev.weir.node.proxy.compress.Compression;
import dev.weir.node.proxy.disk.Disks;
import dev.weir.node.proxy.host.HostPolicy;
import dev.weir.node.telemetry.EventLog;
import dev.weir.node.telemetry.Telemetry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/// A proxy on the loopback, whose every connection was meant for one origin.
final class ProxyUnderTest implements AutoCloseable {
  /// Longer than any test: where an end of patience is the subject, it has a time of its own.
  static final Duration PATIENCE = Duration.ofMinutes(2);

  final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));
  private final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);
  final AtomicReference<InetSocketAddress> destination;
  final Telemetry telemetry = new Telemetry();
  final EventLog events = new EventLog("test", InstantSource.system());
  final MemoryStore store;
  final Proxy proxy;

  ProxyUnderTest(InetSocketAddress origin) throws IOException {
    this(origin, Operating.QUIET);
  }

  /// One whose store takes so many octets.
  static ProxyUnderTest storing(long capacityBytes, InetSocketAddress origin) throws IOException {
    return new ProxyUnderTest(origin, Operating.QUIET.storing(capacityBytes));
  }

  /// One that asks this name server.
  static ProxyUnderTest asking(InetSocketAddress dns, InetSocketAddress origin) throws IOException {
    return reaching(Reach.PATIENT.asking(dns), origin);
  }

  /// One that waits no longer than a second for an origin's answer.
  static ProxyUnderTest impatient(InetSocketAddress origin) throws IOException {
    return reaching(Reach.IMPATIENT, origin);
  }

  /// One that waits no longer than a second for this name server's answer.
  static ProxyUnderTest impatient(InetSocketAddress dns, InetSocketAddress origin)
      throws IOException {
    return reaching(Reach.PATIENT.hastilyAsking(dns), origin);
  }

  /// One that waits no longer than a second for anything of an origin.
  static ProxyUnderTest hasty(InetSocketAddress origin) throws IOException {
    return reaching(Reach.HASTY, origin);
  }

  /// One that asks under its clients' addresses.
  static ProxyUnderTest keepingClients(InetSocketAddress origin) throws IOException {
    return reaching(Reach.PATIENT.by(new ProxyConfig.Sockets(1432, true)), origin);
  }

  /// One that looks at what is not HTTP, and tells what it sees.
  static ProxyUnderTest watching(InetSocketAddress origin, Watch watch) throws IOException {
    return new ProxyUnderTest(origin, Operating.QUIET.watched(watch));
  }

  /// One that refuses what names a host elsewhere.
  static ProxyUnderTest strict(InetSocketAddress origin, List<InetSocketAddress> dns)
      throws IOException {
    var settings = DnsSettings.asking(dns, PATIENCE);
    return resolving(
        new ProxyConfig.Dns(settings, RebindGuard.OFF, () -> HostPolicy.STRICT), origin);
  }

  /// One with a door, or one to which everything is diverted, that resolves names so.
  static ProxyUnderTest resolving(ProxyConfig.Dns dns, InetSocketAddress origin, Door... doors)
      throws IOException {
    return reaching(Reach.PATIENT.asking(dns), origin, doors);
  }

  /// One to which nothing is diverted, with a door.
  static ProxyUnderTest behind(Door door, InetSocketAddress... dns) throws IOException {
    return reaching(Reach.PATIENT.asking(dns), door.address(), door);
  }

  /// One to which nothing is diverted, with a door, that logs; who may what is as it says.
  static ProxyUnderTest guarded(
      Supplier<Access> access, AccessLog log, Door door, InetSocketAddress... dns)
      throws IOException {
    var reach = Reach.PATIENT.asking(dns);
    var operating = Operating.QUIET.reaching(reach).logging(log).guarded(access);
    return new ProxyUnderTest(door.address(), operating, door);
  }

  /// One to which nothing is diverted, with a door, that logs what clients ask.
  static ProxyUnderTest logging(Door door, AccessLog log, InetSocketAddress... dns)
      throws IOException {
    return guarded(() -> Access.OPEN, log, door, dns);
  }

  /// One with rules of the operator's that logs what clients ask.
  static ProxyUnderTest ruled(InetSocketAddress origin, OperatorRules rules, AccessLog log)
      throws IOException {
    return new ProxyUnderTest(origin, Operating.QUIET.logging(log).ruled(rules));
  }

  /// One that bears no more than this of clients that take no longer.
  static ProxyUnderTest limited(
      InetSocketAddress origin, ProxyConfig.Limits limits, ClientTimes times, Door... doors)
      throws IOException {
    var each = new ProxyConfig.Times(times, Reach.originTimes(PATIENCE));
    var operating = Operating.QUIET.within(limits).reaching(Reach.PATIENT.within(each));
    return new ProxyUnderTest(origin, operating, doors);
  }

  /// One whose ways in are these, that logs what clients ask.
  static ProxyUnderTest by(WaysIn ways, AccessLog log, InetSocketAddress origin)
      throws IOException {
    return new ProxyUnderTest(origin, Operating.QUIET.logging(log).by(ways));
  }

  /// One that asks parents, and logs what clients ask.
  static ProxyUnderTest chained(
      ChainPolicy chain, AccessLog log, InetSocketAddress origin, Door... doors)
      throws IOException {
    return new ProxyUnderTest(origin, Operating.QUIET.logging(log).chained(chain), doors);
  }

  /// One that compresses.
  static ProxyUnderTest compressing(InetSocketAddress origin, Compression compression)
      throws IOException {
    return new ProxyUnderTest(origin, Operating.QUIET.compressing(compression));
  }

  private static ProxyUnderTest reaching(Reach reach, InetSocketAddress origin, Door... doors)
      throws IOException {
    return new ProxyUnderTest(origin, Operating.QUIET.reaching(reach), doors);
  }

  /// One with disks behind its memory.
  static ProxyUnderTest keeping(InetSocketAddress origin, MemoryStore store, Disks disks)
      throws IOException {
    return new ProxyUnderTest(origin, Operating.QUIET, store, disks);
  }

  ProxyUnderTest(InetSocketAddress origin, Operating operating, Door... doors) throws IOException {
    this(origin, operating, new MemoryStore(operating.capacityBytes()), doors);
  }

  private ProxyUnderTest(
      InetSocketAddress origin, Operating operating, MemoryStore memory, Door... doors)
      throws IOException {
    this(origin, operating, memory, Disks.none(memory), doors);
  }

  private ProxyUnderTest(
      InetSocketAddress origin, Operating operating, MemoryStore memory, Disks disks, Door... doors)
      throws IOException {
    destination = new AtomicReference<>(origin);
    store = memory;
    var loopback = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    var config =
        new ProxyConfig(
            "cache-1",
            Optional.of(
                    new ProxyConfig.Listen(
                        loopback, ProxyConfig.Arrival.DIRECT, Set.of(), _ -> false))
                .filter(_ -> doors.length == 0),
            List.of(doors),
            operating.reach().dns(),
            () -> operating.reach().times(),
            operating.limits(),
            operating.reach().sockets(),
            operating::ways);
    proxy =
        new Proxy(
            config,
            new ProxyParts(
                telemetry,
                events,
                store,
                disks,
                () -> now.get().plus(ahead.get()),
                now::get,
                OwnerLookup.EVERYTHING_HERE,
                Optional.empty(),
                local -> destination.get(),
                operating.watch(),
                () -> true,
                operating::rules,
                operating::chain,
                operating::compression,
                operating.access(),
                operating.log()));
    proxy.bind();
  }

  RawClient client() throws IOException {
    return new RawClient(proxy.boundAddresses().getFirst());
  }

  /// A client whose connection was meant for this address, as will be those after it.
  RawClient client(InetSocketAddress meant) throws IOException {
    destination.set(meant);
    return client();
  }

  /// Host of the origin: an IP literal, so that it verifies itself.
  String host() {
    return destination.get().getAddress().getHostAddress() + ":" + destination.get().getPort();
  }

  void later(Duration by) {
    now.updateAndGet(moment -> moment.plus(by));
  }

  /// The wall clock is set, and no time passes.
  void wallClockSteps(Duration by) {
    ahead.updateAndGet(before -> before.plus(by));
  }

  /// The value of a counter or gauge line as Prometheus sees it; 0 if it is not there.
  double metric(String line) {
    return metric(telemetry, line);
  }

  static double metric(Telemetry telemetry, String line) {
    for (String each : telemetry.scrape().split("\n", -1)) {
      if (each.startsWith(line + " ")) {
        return Double.parseDouble(each.substring(line.length() + 1));
      }
    }
    return 0;
  }

  /// Returns once a number has the value.
  void awaitMetric(String line, double value) {
    Soon.passes(() -> assertThat(metric(line)).as(line).isEqualTo(value));
  }

  @Override
  public void close() {
    proxy.close();
  }
}
