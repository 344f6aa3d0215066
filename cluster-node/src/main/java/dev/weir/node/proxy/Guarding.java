package dev.weir.node.proxy;

import dev.weir.node.proxy.client.ProxyMeters;
import dev.weir.node.proxy.limit.Guards;
import dev.weir.node.relief.MemoryUse;
import io.netty.util.concurrent.EventExecutorGroup;

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
}
