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
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// Accepts the connections of clients that come by a [Door]; another door at the same address may
/// take its place.
final class DoorListener implements AutoCloseable {
  private volatile Door door;
  private final Admission admission;
  private final ProxyMeters meters;
  private final BiConsumer<Channel, Door> begin;
  private @Nullable Listener listener;

  /// One that lets in whom `admission` does; `begin` begins the conversation on a connection.
  DoorListener(
      Door door, Admission admission, ProxyMeters meters, BiConsumer<Channel, Door> begin) {
    this.door = door;
    this.admission = admission;
    this.meters = meters;
    this.begin = begin;
  }

  /// Binds; where it listens.
  ///
  /// @throws IOException if the address is taken or not ours
  InetSocketAddress bind(MultiThreadIoEventLoopGroup group) throws IOException {
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
    Listener bound = Listener.bind(bootstrap, door.address());
    listener = bound;
    return bound.boundAddress();
  }

  Door door() {
    return door;
  }

  /// Connections that come from now on are those of another door at this address.
  void become(Door next) {
    door = next;
  }

  /// Listens no longer; the connections stay.
  @Override
  public void close() {
    if (listener != null) {
      listener.close();
    }
  }

  /// The remote address is gone when the connection already is.
  private void accept(Channel channel) {
    Door by = door;
    int open = meters.opened();
    channel.closeFuture().addListener(closed -> meters.gone());
    if (!(channel.remoteAddress() instanceof InetSocketAddress remote)
        || !by.admitted().test(remote.getAddress())) {
      meters.closed(ProxyMeters.Closed.NOT_ADMITTED);
      channel.close();
    } else if (admission.admits(channel, open)) {
      begin.accept(channel, by);
    }
  }
}
