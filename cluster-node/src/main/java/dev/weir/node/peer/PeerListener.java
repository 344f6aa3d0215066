package dev.weir.node.peer;

import dev.weir.node.telemetry.EventLog;
import dev.weir.node.telemetry.NodeEvent;
import dev.weir.node.telemetry.RateLimit;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.function.Consumer;

/// Accepts the connections of the other nodes. That it accepts tells them, too, that this node is
/// alive.
public final class PeerListener implements AutoCloseable {
  /// More connections than this at a time are closed at once.
  public static final int CONNECTIONS_MAX = 4096;

  private static final long CLOSE_MILLIS_MAX = 1000;

  private final Channel server;
  private final ChannelGroup accepted;

  /// Who is let in, and who hears of those who are not.
  ///
  /// @param strangers lets some of them into the log
  /// @param clock monotonic
  public record Guard(
      PeerTls tls, PeerMeters meters, EventLog events, RateLimit strangers, InstantSource clock) {
    private void refused(Channel channel, Throwable why) {
      meters.stranger();
      strangers
          .admit(clock.instant())
          .ifPresent(suppressed ->
              events.record(
                  NodeEvent.PEER_REFUSED,
                  "from",
                  channel.remoteAddress(),
                  "why",
                  String.valueOf(why.getMessage()),
                  "suppressed",
                  suppressed));
    }
  }

  private PeerListener(Channel server, ChannelGroup accepted) {
    this.server = server;
    this.accepted = accepted;
  }

  /// Binds. Port 0 takes any free one, for tests.
  ///
  /// @param conversation puts what follows TLS at the end of a channel's pipeline
  /// @throws IOException if the address is taken or is not ours
  public static PeerListener bind(
      EventLoopGroup loops, InetSocketAddress address, Guard guard, Consumer<Channel> conversation)
      throws IOException {
    ChannelGroup accepted = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE, true);
    var bootstrap =
        new ServerBootstrap()
            .group(loops)
            .channel(EpollServerSocketChannel.class)
            .option(ChannelOption.SO_BACKLOG, 1024)
            .option(ChannelOption.SO_REUSEADDR, true)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childOption(ChannelOption.AUTO_READ, false)
            .childOption(
                ChannelOption.RECVBUF_ALLOCATOR,
                new AdaptiveRecvByteBufAllocator().maxMessagesPerRead(1))
            .childOption(
                ChannelOption.WRITE_BUFFER_WATER_MARK, new WriteBufferWaterMark(32_768, 65_536))
            .childHandler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    accepted.add(channel);
                    accept(channel, guard, conversation);
                  }
                });
    var bound = bootstrap.bind(address).awaitUninterruptibly();
    if (!bound.isSuccess()) {
      throw new IOException(String.valueOf(bound.cause().getMessage()), bound.cause());
    }
    return new PeerListener(bound.channel(), accepted);
  }

  /// Where it listens.
  public InetSocketAddress address() {
    return (InetSocketAddress) server.localAddress();
  }

  /// Listens no longer, and ends what it has accepted.
  @Override
  public void close() {
    server.close().awaitUninterruptibly(CLOSE_MILLIS_MAX);
    accepted.close().awaitUninterruptibly(CLOSE_MILLIS_MAX);
  }

  private static void accept(Channel channel, Guard guard, Consumer<Channel> conversation) {
    channel.closeFuture().addListener(_ -> guard.meters().gone());
    if (guard.meters().arrived() > CONNECTIONS_MAX || channel.remoteAddress() == null) {
      channel.close();
      return;
    }
    channel.pipeline().addLast(guard.tls().accepted(channel)).addLast(new Handshake(guard));
    conversation.accept(channel);
    channel.pipeline().addLast(new End());
  }

  /// Tells of handshakes that fail.
  private static final class Handshake extends ChannelInboundHandlerAdapter {
    private final Guard guard;

    Handshake(Guard guard) {
      this.guard = guard;
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
      if (event instanceof SslHandshakeCompletionEvent handshake && !handshake.isSuccess()) {
        guard.refused(context.channel(), handshake.cause());
        context.close();
      }
      context.fireUserEventTriggered(event);
    }
  }

  /// The end of the pipeline: whatever went wrong before it ends the connection.
  private static final class End extends ChannelInboundHandlerAdapter {
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable why) {
      context.close();
    }
  }
}
