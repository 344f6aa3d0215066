package dev.weir.node.proxy;

import dev.weir.cache.store.MemoryStore;
import dev.weir.node.bypass.sight.Watch;
import dev.weir.node.proxy.client.StorePermission;
import dev.weir.node.telemetry.EventLog;
import dev.weir.node.telemetry.Telemetry;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;

/// What the proxy is made with.
///
/// @param wallClock for Date, Age and Expires
/// @param permission which keys this node keeps
/// @param destinationOf from an accepted socket's local address to where its client wanted to go:
///   the identity where the socket is transparent
/// @param watch what is watched for beside HTTP, and who is told
/// @param ready whether the node does its work, for whoever probes it
public record ProxyParts(
    Telemetry telemetry,
    EventLog events,
    MemoryStore store,
    InstantSource wallClock,
    StorePermission permission,
    UnaryOperator<InetSocketAddress> destinationOf,
    Watch watch,
    BooleanSupplier ready) {

  /// The parts of a node that keeps whatever is diverted to it.
  public static ProxyParts of(
      Telemetry telemetry,
      EventLog events,
      MemoryStore store,
      InstantSource wallClock,
      Watch watch,
      BooleanSupplier ready) {
    return new ProxyParts(
        telemetry,
        events,
        store,
        wallClock,
        StorePermission.WHATEVER_COMES,
        UnaryOperator.identity(),
        watch,
        ready);
  }
}
