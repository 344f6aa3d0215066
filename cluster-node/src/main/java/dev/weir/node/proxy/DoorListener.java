package dev.weir.node.proxy;

import dev.weir.node.proxy.client.ProxyMeters;
import dev.weir.node.proxy.wire.InterceptSockets;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.function.Consumer;

/// Accepts the connections of clients that come by a [Door].
final class DoorListener {
  private final Door door;
  private final int connectionsMax;
  private final ProxyMeters meters;
  private final Consumer<Channel> begin;

  /// Of `connectionsMax` open connections at the most; `begin` begins the conversation on one.
  DoorListener(Door door, int connectionsMax, ProxyMeters meters, Consumer<Channel> begin) {
    this.door = door;
    this.connectionsMax = connectionsMax;
    this.meters = meters;
    this.begin = begin;
  }

  /// Binds.
  ///
  /// @throws IOException if the address is taken or not ours
  Listener bind(MultiThreadIoEventLoopGroup group) throws IOException {
    ServerBootstrap bootstrap =
        InterceptSockets.direct()
            .group(group)
            .childHandler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    accept(channel);
                  }
                });
    return Listener.bind(bootstrap, door.address());
  }

  /// The remote address is gone when the connection already is.
  private void accept(Channel channel) {
    int open = meters.opened();
    channel.closeFuture().addListener(closed -> meters.gone());
    if (!(channel.remoteAddress() instanceof InetSocketAddress remote)
        || !door.admitted().test(remote.getAddress())) {
      meters.closed(ProxyMeters.Closed.NOT_ADMITTED);
      channel.close();
    } else if (open > connectionsMax) {
      meters.closed(ProxyMeters.Closed.LIMIT);
      channel.close();
    } else {
      begin.accept(channel);
    }
  }
}
