package dev.weir.node.proxy;

import dev.weir.node.proxy.client.ProxyMeters;
import dev.weir.node.proxy.limit.Admission;
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
  private final Admission admission;
  private final ProxyMeters meters;
  private final Consumer<Channel> begin;

  /// One that lets in whom `admission` does; `begin` begins the conversation on a connection.
  DoorListener(Door door, Admission admission, ProxyMeters meters, Consumer<Channel> begin) {
    this.door = door;
    this.admission = admission;
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
    } else if (admission.admits(channel, open)) {
      begin.accept(channel);
    }
  }
}
