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
import dev.weir.node.proxy.origin.OriginTimes;
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

  private static final Duration IMPATIENCE = Duration.ofSeconds(1);

  final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));
  private final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);
  final AtomicReference<InetSocketAddress> destination;
  final Telemetry telemetry = new Telemetry();
  final EventLog events = new EventLog("test", InstantSource.system());
  final MemoryStore store;
  final Proxy proxy;

  ProxyUnderTest(InetSocketAddress origin) throws IOException {
    this(origin, dns(PATIENCE), times(PATIENCE), ProxyConfig.Sockets.DEFAULTS, Watch.NOTHING);
  }

  /// One whose store takes so many octets.
  static ProxyUnderTest storing(long capacityBytes, InetSocketAddress origin) throws IOException {
    return new ProxyUnderTest(
        origin,
        dns(PATIENCE),
        times(PATIENCE),
        ProxyConfig.Sockets.DEFAULTS,
        Operating.QUIET.storing(capacityBytes),
        List.of());
  }

  /// One that asks this name server.
  static ProxyUnderTest asking(InetSocketAddress dns, InetSocketAddress origin) throws IOException {
    return new ProxyUnderTest(
        origin, dns(PATIENCE, dns), times(PATIENCE), ProxyConfig.Sockets.DEFAULTS, Watch.NOTHING);
  }

  /// One that waits no longer than a second for an origin's answer.
  static ProxyUnderTest impatient(InetSocketAddress origin) throws IOException {
    return new ProxyUnderTest(
        origin, dns(PATIENCE), times(IMPATIENCE), ProxyConfig.Sockets.DEFAULTS, Watch.NOTHING);
  }

  /// One that waits no longer than a second for this name server's answer.
  static ProxyUnderTest impatient(InetSocketAddress dns, InetSocketAddress origin)
      throws IOException {
    return new ProxyUnderTest(
        origin, dns(IMPATIENCE, dns), times(PATIENCE), ProxyConfig.Sockets.DEFAULTS, Watch.NOTHING);
  }

  /// One that asks under its clients' addresses.
  static ProxyUnderTest keepingClients(InetSocketAddress origin) throws IOException {
    return new ProxyUnderTest(
        origin, dns(PATIENCE), times(PATIENCE), new ProxyConfig.Sockets(1432, true), Watch.NOTHING);
  }

  /// One that looks at what is not HTTP, and tells what it sees.
  static ProxyUnderTest watching(InetSocketAddress origin, Watch watch) throws IOException {
    return new ProxyUnderTest(
        origin, dns(PATIENCE), times(PATIENCE), ProxyConfig.Sockets.DEFAULTS, watch);
  }

  /// One that refuses what names a host elsewhere.
  static ProxyUnderTest strict(InetSocketAddress origin, List<InetSocketAddress> dns)
      throws IOException {
    var asked =
        new ProxyConfig.Dns(
            DnsSettings.asking(dns, PATIENCE), RebindGuard.OFF, () -> HostPolicy.STRICT);
    var sockets = ProxyConfig.Sockets.DEFAULTS;
    return new ProxyUnderTest(origin, asked, times(PATIENCE), sockets, Watch.NOTHING);
  }

  /// One with a door, or one to which everything is diverted, that resolves names so.
  static ProxyUnderTest resolving(ProxyConfig.Dns dns, InetSocketAddress origin, Door... doors)
      throws IOException {
    return new ProxyUnderTest(
        origin,
        dns,
        times(PATIENCE),
        ProxyConfig.Sockets.DEFAULTS,
        Operating.QUIET,
        List.of(doors));
  }

  /// One to which nothing is diverted, with a door.
  static ProxyUnderTest behind(Door door, InetSocketAddress... dns) throws IOException {
    return new ProxyUnderTest(
        door.address(),
        dns(PATIENCE, dns),
        times(PATIENCE),
        ProxyConfig.Sockets.DEFAULTS,
        Operating.QUIET,
        List.of(door));
  }

  /// One to which nothing is diverted, with a door, that logs; who may what is as it says.
  static ProxyUnderTest guarded(
      Supplier<Access> access, AccessLog log, Door door, InetSocketAddress... dns)
      throws IOException {
    return new ProxyUnderTest(
        door.address(),
        dns(PATIENCE, dns),
        times(PATIENCE),
        ProxyConfig.Sockets.DEFAULTS,
        Operating.QUIET.logging(log).guarded(access),
        List.of(door));
  }

  /// One to which nothing is diverted, with a door, that logs what clients ask.
  static ProxyUnderTest logging(Door door, AccessLog log, InetSocketAddress... dns)
      throws IOException {
    return new ProxyUnderTest(
        door.address(),
        dns(PATIENCE, dns),
        times(PATIENCE),
        ProxyConfig.Sockets.DEFAULTS,
        Operating.QUIET.logging(log),
        List.of(door));
  }

  /// One with rules of the operator's that logs what clients ask.
  static ProxyUnderTest ruled(InetSocketAddress origin, OperatorRules rules, AccessLog log)
      throws IOException {
    return new ProxyUnderTest(
        origin,
        dns(PATIENCE),
        ProxyConfig.Sockets.DEFAULTS,
        Operating.QUIET.logging(log).ruled(rules));
  }

  /// One that bears no more than this of clients that take no longer.
  static ProxyUnderTest limited(
      InetSocketAddress origin, ProxyConfig.Limits limits, ClientTimes times) throws IOException {
    var each = new ProxyConfig.Times(times, new OriginTimes(PATIENCE, PATIENCE, PATIENCE));
    var operating = Operating.QUIET.within(limits);
    var sockets = ProxyConfig.Sockets.DEFAULTS;
    return new ProxyUnderTest(origin, dns(PATIENCE), each, sockets, operating, List.of());
  }

  /// One whose ways in are these, that logs what clients ask.
  static ProxyUnderTest by(WaysIn ways, AccessLog log, InetSocketAddress origin)
      throws IOException {
    return new ProxyUnderTest(
        origin, dns(PATIENCE), ProxyConfig.Sockets.DEFAULTS, Operating.QUIET.logging(log).by(ways));
  }

  /// One that asks parents, and logs what clients ask.
  static ProxyUnderTest chained(
      ChainPolicy chain, AccessLog log, InetSocketAddress origin, Door... doors)
      throws IOException {
    return new ProxyUnderTest(
        origin,
        dns(PATIENCE),
        times(PATIENCE),
        ProxyConfig.Sockets.DEFAULTS,
        Operating.QUIET.logging(log).chained(chain),
        List.of(doors));
  }

  /// One that compresses.
  static ProxyUnderTest compressing(InetSocketAddress origin, Compression compression)
      throws IOException {
    return new ProxyUnderTest(
        origin,
        dns(PATIENCE),
        ProxyConfig.Sockets.DEFAULTS,
        Operating.QUIET.compressing(compression));
  }

  private ProxyUnderTest(
      InetSocketAddress origin,
      ProxyConfig.Dns dns,
      ProxyConfig.Sockets sockets,
      Operating operating)
      throws IOException {
    this(origin, dns, times(PATIENCE), sockets, operating, List.of());
  }

  private ProxyUnderTest(
      InetSocketAddress origin,
      ProxyConfig.Dns dns,
      ProxyConfig.Times times,
      ProxyConfig.Sockets sockets,
      Watch watch)
      throws IOException {
    this(origin, dns, times, sockets, Operating.QUIET.watched(watch), List.of());
  }

  private ProxyUnderTest(
      InetSocketAddress origin,
      ProxyConfig.Dns dns,
      ProxyConfig.Times times,
      ProxyConfig.Sockets sockets,
      Operating operating,
      List<Door> doors)
      throws IOException {
    destination = new AtomicReference<>(origin);
    store = new MemoryStore(operating.capacityBytes());
    var loopback = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    var config =
        new ProxyConfig(
            "cache-1",
            Optional.of(
                    new ProxyConfig.Listen(
                        loopback, ProxyConfig.Arrival.DIRECT, Set.of(), _ -> false))
                .filter(_ -> doors.isEmpty()),
            doors,
            dns,
            times,
            operating.limits(),
            sockets,
            operating::ways);
    proxy =
        new Proxy(
            config,
            new ProxyParts(
                telemetry,
                events,
                store,
                Disks.none(store),
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

  /// One that waits no longer than a second for anything of an origin.
  static ProxyUnderTest hasty(InetSocketAddress origin) throws IOException {
    var hasty =
        new ProxyConfig.Times(
            new ClientTimes(PATIENCE, PATIENCE, PATIENCE, 1, IMPATIENCE, PATIENCE),
            new OriginTimes(PATIENCE, IMPATIENCE, PATIENCE));
    var sockets = ProxyConfig.Sockets.DEFAULTS;
    return new ProxyUnderTest(origin, dns(PATIENCE), hasty, sockets, Watch.NOTHING);
  }

  private static ProxyConfig.Dns dns(Duration within, InetSocketAddress... servers) {
    return new ProxyConfig.Dns(List.of(servers), within);
  }

  private static ProxyConfig.Times times(Duration answer) {
    return new ProxyConfig.Times(
        new ClientTimes(PATIENCE, PATIENCE, PATIENCE, 1, answer, PATIENCE),
        new OriginTimes(PATIENCE, PATIENCE, PATIENCE));
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
