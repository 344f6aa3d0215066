package dev.weir.node.proxy;

import dev.weir.cache.store.MemoryStore;
import dev.weir.node.bypass.sight.Watch;
import dev.weir.node.ownership.OwnerLookup;
import dev.weir.node.proxy.client.ClientTimes;
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

/// A proxy on the loopback, whose every connection was meant for one origin.
final class ProxyUnderTest implements AutoCloseable {
  static final Duration ANSWER = Duration.ofSeconds(3);

  final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));
  final AtomicReference<InetSocketAddress> destination;
  final Telemetry telemetry = new Telemetry();
  final EventLog events = new EventLog("test", InstantSource.system());
  final MemoryStore store;
  final Proxy proxy;

  ProxyUnderTest(InetSocketAddress origin) throws IOException {
    this(origin, List.of(), 16L << 20);
  }

  /// One that asks under its clients' addresses.
  static ProxyUnderTest keepingClients(InetSocketAddress origin) throws IOException {
    return new ProxyUnderTest(
        origin, List.of(), 16L << 20, new ProxyConfig.Sockets(1432, true), Watch.NOTHING);
  }

  ProxyUnderTest(InetSocketAddress origin, List<InetSocketAddress> dns, long capacityBytes)
      throws IOException {
    this(origin, dns, capacityBytes, ProxyConfig.Sockets.DEFAULTS, Watch.NOTHING);
  }

  /// One that looks at what is not HTTP, and tells what it sees.
  static ProxyUnderTest watching(InetSocketAddress origin, Watch watch) throws IOException {
    return new ProxyUnderTest(origin, List.of(), 16L << 20, ProxyConfig.Sockets.DEFAULTS, watch);
  }

  private ProxyUnderTest(
      InetSocketAddress origin,
      List<InetSocketAddress> dns,
      long capacityBytes,
      ProxyConfig.Sockets sockets,
      Watch watch)
      throws IOException {
    destination = new AtomicReference<>(origin);
    store = new MemoryStore(capacityBytes);
    var loopback = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    var times =
        new ProxyConfig.Times(
            new ClientTimes(
                Duration.ofSeconds(10),
                Duration.ofSeconds(15),
                Duration.ofSeconds(30),
                ANSWER,
                Duration.ofSeconds(10)),
            new OriginTimes(Duration.ofSeconds(2), Duration.ofSeconds(30), Duration.ofSeconds(10)));
    var config =
        new ProxyConfig(
            new ProxyConfig.Listen(
                "cache-1", loopback, ProxyConfig.Arrival.DIRECT, Set.of(), _ -> false),
            new ProxyConfig.Dns(dns, Duration.ofSeconds(1)),
            times,
            new ProxyConfig.Limits(1000, 1000, 2),
            sockets);
    proxy =
        new Proxy(
            config,
            new ProxyParts(
                telemetry,
                events,
                store,
                now::get,
                OwnerLookup.EVERYTHING_HERE,
                Optional.empty(),
                local -> destination.get(),
                watch,
                () -> true));
    proxy.bind();
  }

  RawClient client() throws IOException {
    return new RawClient(proxy.boundAddress());
  }

  /// Host of the origin: an IP literal, so that it verifies itself.
  String host() {
    return destination.get().getAddress().getHostAddress() + ":" + destination.get().getPort();
  }

  void later(Duration by) {
    now.updateAndGet(moment -> moment.plus(by));
  }

  /// The value of a counter or gauge line as Prometheus sees it; 0 if it is not there.
  double metric(String line) {
    for (String each : telemetry.scrape().split("\n", -1)) {
      if (each.startsWith(line + " ")) {
        return Double.parseDouble(each.substring(line.length() + 1));
      }
    }
    return 0;
  }

  /// Returns once a number has the value; the test's own time limit is the limit.
  void awaitMetric(String line, double value) {
    while (metric(line) != value) {
      Thread.onSpinWait();
    }
  }

  @Override
  public void close() {
    proxy.close();
  }
}
