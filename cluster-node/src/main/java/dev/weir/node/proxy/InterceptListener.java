package dev.weir.node.proxy;

import dev.weir.node.proxy.client.ProxyMeters;
import dev.weir.node.proxy.limit.Admission;
import dev.weir.node.proxy.wire.InterceptSockets;
import dev.weir.node.proxy.wire.OwnAddresses;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollChannelOption;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/// Accepts diverted connections: each has the origin's address as its own and the client's as the
/// remote one.
///
/// IP_TRANSPARENT is inherited by the accepted sockets, as are the options of [InterceptSockets].
final class InterceptListener {
  /// Begins the conversation on a channel with its destination if it is admitted, and makes that
  /// with a prober.
  record Conversations(
      Admission admission,
      BiConsumer<Channel, InetSocketAddress> client,
      Supplier<HealthConversation> health) {}

  private InterceptListener() {}

  /// Binds. The configuration has an address for diverted connections.
  ///
  /// @param destinationOf from a socket's local address to where its client wanted to go
  /// @param conversations with clients, and with who may probe the node
  /// @throws IOException if the address is taken, is not ours, or CAP_NET_ADMIN is missing
  static Listener bind(
      MultiThreadIoEventLoopGroup group,
      ProxyConfig config,
      ProxyMeters meters,
      UnaryOperator<InetSocketAddress> destinationOf,
      Conversations conversations)
      throws IOException {
    var listen = config.intercept().orElseThrow();
    var own = OwnAddresses.with(listen.ownAddresses());
    ServerBootstrap bootstrap =
        InterceptSockets.listening(config.sockets().segmentBytesMax())
            .group(group)
            .childHandler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    accept(channel, config, own, meters, destinationOf, conversations);
                  }
                });
    switch (listen.arrival()) {
      case TRANSPARENT -> bootstrap.option(EpollChannelOption.IP_TRANSPARENT, true);
      case TRANSLATED ->
          bootstrap.option(EpollChannelOption.IP_FREEBIND, true); // the TUN's address
      case DIRECT -> {}
    }
    return Listener.bind(bootstrap, listen.address());
  }

  private static void accept(
      Channel channel,
      ProxyConfig config,
      OwnAddresses own,
      ProxyMeters meters,
      UnaryOperator<InetSocketAddress> destinationOf,
      Conversations conversations) {
    var listen = config.intercept().orElseThrow();
    boolean diverted = listen.arrival() != ProxyConfig.Arrival.DIRECT;
    var destination = destination(channel, listen);
    if (diverted && SelfTestAnswer.isAsked(destination)) {
      SelfTestAnswer.begin(channel);
      return;
    }
    int open = meters.opened();
    channel.closeFuture().addListener(closed -> meters.gone());
    if (diverted && own.has(destination.getAddress())) {
      if (isProbe(channel, listen)) {
        HealthConversation.with(channel, conversations.health().get());
      } else {
        meters.closed(ProxyMeters.Closed.OWN_ADDRESS);
        channel.close();
      }
    } else if (conversations.admission().admits(channel, open)) {
      conversations.client().accept(channel, destinationOf.apply(destination));
    }
  }

  private static InetSocketAddress destination(Channel channel, ProxyConfig.Listen listen) {
    var local = (InetSocketAddress) channel.localAddress();
    return listen.arrival() == ProxyConfig.Arrival.TRANSLATED
        ? OriginalDestination.of(channel).orElse(local)
        : local;
  }

  /// The remote address is gone when the connection already is.
  private static boolean isProbe(Channel channel, ProxyConfig.Listen listen) {
    return channel.remoteAddress() instanceof InetSocketAddress remote
        && listen.probes().test(remote.getAddress());
  }
}
