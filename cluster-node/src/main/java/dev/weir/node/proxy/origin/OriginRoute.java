package dev.weir.node.proxy.origin;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;

/// Where a connection goes, and under whose address. A connection that one client's address has
/// opened is never used for another client.
///
/// @param address where to connect; never looked up again
/// @param source whose address the origin sees; empty for this node's
public record OriginRoute(InetSocketAddress address, Optional<InetAddress> source) {
  /// The way under this node's own address.
  public static OriginRoute ofNode(InetSocketAddress address) {
    return new OriginRoute(address, Optional.empty());
  }

  /// The same to another address.
  public OriginRoute to(InetSocketAddress other) {
    return new OriginRoute(other, source);
  }
}
