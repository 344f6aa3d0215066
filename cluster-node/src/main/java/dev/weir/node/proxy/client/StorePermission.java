package dev.weir.node.proxy.client;

import dev.weir.cache.rule.CacheKey;
import java.net.InetSocketAddress;

/// The one place that says whether this node keeps a key, and so reads the store for it.
@FunctionalInterface
public interface StorePermission {
  /// Whatever was diverted here is kept here.
  StorePermission WHATEVER_COMES = (key, destination) -> true;

  /// Whether the key, asked for on a connection to this destination, is kept here.
  boolean mayStore(CacheKey key, InetSocketAddress destination);
}
