package dev.weir.node.proxy.origin;

import dev.weir.node.proxy.introduce.Introduction;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;

/// Where a connection goes, and under whose address. A connection that one client's address has
/// opened is never used for another client.
///
/// @param address where to connect; never looked up again
/// @param source whose address the origin sees; empty for this node's
/// @param introduction what the connection begins with, of its one client; empty for nothing
public record OriginRoute(
    InetSocketAddress address, Optional<InetAddress> source, Optional<Introduction> introduction) {
  /// A way on which nobody is introduced.
  public OriginRoute(InetSocketAddress address, Optional<InetAddress> source) {
    this(address, source, Optional.empty());
  }

  /// The way under this node's own address.
  public static OriginRoute ofNode(InetSocketAddress address) {
    return new OriginRoute(address, Optional.empty());
  }

  /// The same to another address.
  public OriginRoute to(InetSocketAddress other) {
    return new OriginRoute(other, source, introduction);
  }

  /// The same, on which somebody is introduced.
  public OriginRoute introducing(Introduction who) {
    return new OriginRoute(address, source, Optional.of(who));
  }
}
