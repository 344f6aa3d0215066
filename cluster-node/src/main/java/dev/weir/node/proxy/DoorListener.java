package dev.weir.node.proxy;

import dev.weir.node.proxy.caller.Caller;
import dev.weir.node.proxy.client.ProxyMeters;
import dev.weir.node.proxy.host.HostCheck;
import dev.weir.node.proxy.introduce.IntroductionReader;
import dev.weir.node.proxy.tls.TlsEntrance;
import dev.weir.node.proxy.tls.TlsSections;
import dev.weir.node.proxy.wire.InterceptSockets;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.function.BiFunction;

/// Accepts the connections of clients that come by a [Door]: who introduces whom, who is admitted,
/// TLS, and then HTTP.
final class DoorListener {
  /// Who begins conversations.
  interface Beginning {
    /// Puts what HTTP/1.1 needs at the end of a channel's pipeline.
    void http1(Channel channel, BiFunction<HostCheck, Channel, Caller> caller);

    /// Puts what HTTP/2 needs there.
    void http2(Channel channel, BiFunction<HostCheck, Channel, Caller> caller);
  }

  /// How many connections, and how long one may take until HTTP begins.
  record Limits(int connectionsMax, Duration opening) {}

  private final Door door;
  private final Limits limits;
  private final ProxyMeters meters;
  private final Beginning beginning;

  DoorListener(Door door, Limits limits, ProxyMeters meters, Beginning beginning) {
    this.door = door;
    this.limits = limits;
    this.meters = meters;
    this.beginning = beginning;
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
    if (!(channel.remoteAddress() instanceof InetSocketAddress remote)) {
      close(channel, ProxyMeters.Closed.NOT_ADMITTED);
    } else if (open > limits.connectionsMax) {
      close(channel, ProxyMeters.Closed.LIMIT);
    } else if (door.opening().introduced().test(remote.getAddress())) {
      channel
          .pipeline()
          .addLast(
              new IntroductionReader(
                  channel,
                  limits.opening,
                  client -> admit(channel, client.orElse(remote).getAddress()),
                  () -> meters.closed(ProxyMeters.Closed.INTRODUCTION)));
    } else {
      admit(channel, remote.getAddress());
    }
  }

  private void admit(Channel channel, InetAddress client) {
    if (!door.admitted().test(client)) {
      close(channel, ProxyMeters.Closed.NOT_ADMITTED);
    } else if (door.opening().tls().isPresent()) {
      TlsEntrance.add(channel, door.opening().tls().get(), limits.opening, new Encrypted());
    } else {
      beginning.http1(channel, door.caller());
    }
  }

  private void close(Channel channel, ProxyMeters.Closed why) {
    meters.closed(why);
    channel.close();
  }

  private final class Encrypted implements TlsEntrance.Beyond {
    @Override
    public void http1(Channel channel, TlsSections.Section section) {
      beginning.http1(channel, section.caller());
    }

    @Override
    public void http2(Channel channel, TlsSections.Section section) {
      beginning.http2(channel, section.caller());
    }

    @Override
    public void ended(TlsEntrance.Handshake how) {
      meters.handshake(how);
    }
  }
}
