package dev.weir.node.proxy;

import dev.weir.node.proxy.caller.Caller;
import dev.weir.node.proxy.client.ProxyMeters;
import dev.weir.node.proxy.host.HostCheck;
import dev.weir.node.proxy.introduce.IntroductionReader;
import dev.weir.node.proxy.limit.Admission;
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
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Accepts the connections of clients that come by a [Door]: who introduces whom, who is admitted,
/// TLS, and then HTTP. Another door at the same address may take its place.
final class DoorListener implements AutoCloseable {
  /// Who begins conversations.
  interface Beginning {
    /// Puts what HTTP/1.1 needs at the end of the pipeline of a channel that came by a door.
    void http1(Channel channel, BiFunction<HostCheck, Channel, Caller> caller, Door door);

    /// Puts what HTTP/2 needs there.
    void http2(Channel channel, BiFunction<HostCheck, Channel, Caller> caller);
  }

  private volatile Door door;
  private final Admission admission;
  private final Supplier<Duration> opening;
  private final ProxyMeters meters;
  private final Beginning beginning;
  private @Nullable Listener listener;

  /// One that lets in whom `admission` does.
  ///
  /// @param opening how long a connection may take until HTTP begins
  DoorListener(
      Door door,
      Admission admission,
      Supplier<Duration> opening,
      ProxyMeters meters,
      Beginning beginning) {
    this.door = door;
    this.admission = admission;
    this.opening = opening;
    this.meters = meters;
    this.beginning = beginning;
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
    if (!(channel.remoteAddress() instanceof InetSocketAddress remote)) {
      close(channel, ProxyMeters.Closed.NOT_ADMITTED);
    } else if (by.opening().introduced().test(remote.getAddress())) {
      channel
          .pipeline()
          .addLast(
              new IntroductionReader(
                  channel,
                  opening.get(),
                  client -> admit(by, channel, open, client.orElse(remote).getAddress()),
                  () -> meters.closed(ProxyMeters.Closed.INTRODUCTION)));
    } else {
      admit(by, channel, open, remote.getAddress());
    }
  }

  private void admit(Door by, Channel channel, int open, InetAddress client) {
    if (!by.admitted().test(client)) {
      close(channel, ProxyMeters.Closed.NOT_ADMITTED);
    } else if (!admission.admits(channel, open)) {
      return; // counted, and closed
    } else if (by.opening().tls().isPresent()) {
      admission.waits(channel);
      TlsEntrance.add(channel, by.opening().tls().get(), opening.get(), new Encrypted(by));
    } else {
      beginning.http1(channel, by.caller(), by);
    }
  }

  private void close(Channel channel, ProxyMeters.Closed why) {
    meters.closed(why);
    channel.close();
  }

  private final class Encrypted implements TlsEntrance.Beyond {
    private final Door by;

    Encrypted(Door by) {
      this.by = by;
    }

    @Override
    public void http1(Channel channel, TlsSections.Section section) {
      beginning.http1(channel, section.caller(), by);
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
