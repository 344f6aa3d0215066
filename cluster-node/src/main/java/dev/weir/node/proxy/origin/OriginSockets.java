package dev.weir.node.proxy.origin;

import dev.weir.node.proxy.wire.Segments;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.epoll.EpollChannelOption;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;

/// How sockets towards origins are made.
///
/// @param clientAddress whether origins see the client's address
/// @param transparent whether the kernel is asked to let a foreign address be used, for which it
///   wants CAP_NET_ADMIN
/// @param segmentBytesMax the longest segment that origins may send where their answers come
///   through GRE; 0: whatever the way allows
public record OriginSockets(boolean clientAddress, boolean transparent, int segmentBytesMax) {
  /// Nothing special.
  public static final OriginSockets PLAIN = new OriginSockets(false, false, 0);

  /// The way to where a client wanted to go.
  public OriginRoute route(InetSocketAddress destination, InetAddress client) {
    return clientAddress
        ? new OriginRoute(destination, Optional.of(client))
        : OriginRoute.ofNode(destination);
  }

  /// Sets what a connection by this route needs. The port is chosen when the whole connection is
  /// known, so that one port serves for many origins.
  void prepare(Bootstrap bootstrap, OriginRoute route) {
    if (route.source().isPresent()) {
      bootstrap
          .option(EpollChannelOption.IP_BIND_ADDRESS_NO_PORT, true)
          .localAddress(new InetSocketAddress(route.source().get(), 0));
      if (segmentBytesMax > 0) {
        bootstrap
            .option(Segments.TCP_MAXSEG, segmentBytesMax)
            .option(Segments.IP_MTU_DISCOVER, Segments.IP_PMTUDISC_DONT);
      }
      if (transparent) {
        bootstrap.option(EpollChannelOption.IP_TRANSPARENT, true);
      }
    }
  }
}
