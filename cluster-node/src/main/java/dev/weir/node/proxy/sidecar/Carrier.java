package dev.weir.node.proxy.sidecar;

import dev.weir.node.proxy.SelfTestAnswer;
import dev.weir.node.proxy.sidecar.CarrierMeters.Uncarried;
import dev.weir.node.proxy.splice.Held;
import dev.weir.node.proxy.splice.Splice;
import dev.weir.node.proxy.wire.InterceptSockets;
import dev.weir.node.proxy.wire.OwnAddresses;
import dev.weir.node.telemetry.Telemetry;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollSocketChannel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Set;

/// Accepts diverted connections and carries their octets to the sidecar, after a header with their
/// addresses.
///
/// A client whom the sidecar does not accept gets a reset. The self-test goes the same way: where
/// no page is asked of the sidecar, it is answered here once the sidecar has accepted it. Its end
/// and its octets are not counted.
public final class Carrier implements AutoCloseable {
  private static final int CONNECT_MILLIS_MAX = 2000;
  private static final int CONNECTIONS_MAX = 20_000;
  private static final WriteBufferWaterMark WAITING = new WriteBufferWaterMark(32_768, 65_536);

  /// An event loop that is stuck closes nothing.
  private static final long CLOSE_MILLIS_MAX = 1000;

  /// What is carried, and whereto.
  ///
  /// @param listen where diverted connections are accepted
  /// @param transparent whether accepted sockets carry the origin's address as their own; needs
  ///   CAP_NET_ADMIN
  /// @param sidecar where they are carried
  /// @param asksPage whether the sidecar itself answers the self-test
  /// @param segmentBytesMax the longest TCP segment that clients may send
  /// @param idle how long nothing may pass on a connection
  public record Way(
      InetSocketAddress listen,
      boolean transparent,
      InetSocketAddress sidecar,
      boolean asksPage,
      int segmentBytesMax,
      Duration idle) {}

  private final Way way;
  private final OwnAddresses own;
  private final CarrierMeters meters;
  private final Channel server;

  private Carrier(
      MultiThreadIoEventLoopGroup group, Way way, OwnAddresses own, CarrierMeters meters)
      throws IOException {
    this.way = way;
    this.own = own;
    this.meters = meters;
    var bootstrap =
        InterceptSockets.listening(way.segmentBytesMax())
            .group(group)
            .childHandler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    accept(channel);
                  }
                });
    if (way.transparent()) {
      bootstrap.option(EpollChannelOption.IP_TRANSPARENT, true);
    }
    var bound = bootstrap.bind(way.listen()).awaitUninterruptibly();
    if (!bound.isSuccess()) {
      throw new IOException("cannot listen on " + way.listen(), bound.cause());
    }
    this.server = bound.channel();
  }

  /// Begins to accept connections; one to an address of this host, or to `address`, is closed.
  ///
  /// @throws IOException if the address is taken, is not ours, or CAP_NET_ADMIN is missing
  public static Carrier bind(
      MultiThreadIoEventLoopGroup group,
      Way way,
      Set<? extends InetAddress> address,
      Telemetry telemetry)
      throws IOException {
    return new Carrier(group, way, OwnAddresses.with(address), new CarrierMeters(telemetry));
  }

  /// Where connections are accepted.
  public InetSocketAddress boundAddress() {
    return (InetSocketAddress) server.localAddress();
  }

  /// Clients' connections that are open.
  public int connections() {
    return meters.open();
  }

  @Override
  public void close() {
    server.close().awaitUninterruptibly(CLOSE_MILLIS_MAX);
  }

  private void accept(Channel client) {
    var origin = (InetSocketAddress) client.localAddress();
    boolean test = way.transparent() && SelfTestAnswer.isAsked(origin);
    int open = meters.opened();
    client.closeFuture().addListener(_ -> meters.gone());
    if (way.transparent() && !test && own.has(origin.getAddress())) {
      refuse(client, Uncarried.OWN_ADDRESS);
    } else if (open > CONNECTIONS_MAX) {
      refuse(client, Uncarried.LIMIT);
    } else {
      Held.on(client);
      connect(client, test);
    }
  }

  private void connect(Channel client, boolean test) {
    new Bootstrap()
        .group(client.eventLoop())
        .channel(EpollSocketChannel.class)
        .option(ChannelOption.AUTO_READ, false)
        .option(ChannelOption.TCP_NODELAY, true)
        .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MILLIS_MAX)
        .option(ChannelOption.WRITE_BUFFER_WATER_MARK, WAITING)
        .handler(new ChannelInboundHandlerAdapter())
        .connect(way.sidecar())
        .addListener((ChannelFuture it) -> connected(client, it, test));
  }

  private void connected(Channel client, ChannelFuture sidecar, boolean test) {
    if (!sidecar.isSuccess() && test) {
      reset(client);
    } else if (!sidecar.isSuccess()) {
      refuse(client, Uncarried.REFUSED);
    } else if (test && !way.asksPage()) {
      sidecar.channel().close();
      Held.drop(client);
      SelfTestAnswer.begin(client);
    } else if (client.remoteAddress() instanceof InetSocketAddress from) {
      var origin = (InetSocketAddress) client.localAddress();
      sidecar
          .channel()
          .writeAndFlush(test ? AddressHeader.local() : AddressHeader.of(from, origin));
      Splice.join(
          client,
          sidecar.channel(),
          way.idle(),
          test ? CarrierMeters.NO_ACCOUNT : meters.account());
    } else {
      sidecar.channel().close();
      refuse(client, Uncarried.GONE);
    }
  }

  private void refuse(Channel client, Uncarried why) {
    meters.notCarried(why);
    reset(client);
  }

  private static void reset(Channel client) {
    if (client.isActive()) {
      client.config().setOption(ChannelOption.SO_LINGER, 0);
    }
    client.close();
  }
}
