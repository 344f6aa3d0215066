package dev.weir.node.proxy;

import dev.weir.node.proxy.client.ProxyMeters;
import dev.weir.node.proxy.http2.Http2Connections;
import dev.weir.node.proxy.http2.StreamFault;
import dev.weir.node.proxy.limit.Guards;
import dev.weir.node.relief.MemoryUse;
import io.netty.util.concurrent.EventExecutorGroup;
import java.util.function.Supplier;

/// The guards of a proxy's client connections, as its limits want them.
final class Guarding {
  private Guarding() {}

  static Guards of(
      ProxyConfig.Limits limits, EventExecutorGroup loops, ProxyMeters meters, ProxyParts parts) {
    var memory = new MemoryUse();
    var guards =
        new Guards(
            loops, limits.connectionsMax(), limits.client(), memory::share, meters, parts.events());
    guards.measure(parts.telemetry());
    return guards;
  }

  /// The connections that speak HTTP/2, whose requests count as connections do.
  static Http2Connections http2(
      Supplier<ProxyConfig.Times> times, Guards guards, ProxyMeters meters) {
    return new Http2Connections(
        new Http2Connections.Means(
            () -> times.get().client().keepAlive(),
            stream -> guards.admission().refusal(stream, meters.open()).map(StreamFault::of),
            meters::streamFault,
            () -> meters.closed(ProxyMeters.Closed.IDLE)));
  }
}
