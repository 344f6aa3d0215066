package dev.weir.node.admin;

import dev.weir.node.admin.gate.Gate;
import dev.weir.node.config.value.Secret;
import dev.weir.node.life.MonotonicClock;
import dev.weir.node.telemetry.EventLog;
import dev.weir.node.telemetry.Telemetry;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.stream.ChunkedWriteHandler;
import io.netty.handler.timeout.IdleStateHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/// Serves [AdminPages] over HTTP/1.1, one request per connection.
///
/// One event loop of its own, so that it answers while the proxy is busy. Bounded in connections,
/// header bytes and idle time.
public final class AdminServer implements AutoCloseable {
  /// More connections than this at a time are closed at once.
  public static final int CONNECTIONS_MAX = 64;

  private static final int LINE_BYTES_MAX = 4096;
  private static final int HEADER_BYTES_MAX = 8192;
  private static final int BODY_BYTES_MAX = 16 << 10;
  private static final int IDLE_SECONDS_MAX = 30;

  private final MultiThreadIoEventLoopGroup loop;
  private final Channel listener;
  private final Gate gate;

  private AdminServer(MultiThreadIoEventLoopGroup loop, Channel listener, Gate gate) {
    this.loop = loop;
    this.listener = listener;
    this.gate = gate;
  }

  /// Binds the address and serves the pages to whoever asks over the loopback or shows the token.
  /// Port 0 takes any free port, for tests.
  ///
  /// Fails with the reason and the remedy when the address cannot be bound; then nothing is left.
  public static AdminServer open(
      InetSocketAddress address,
      Optional<Secret> token,
      AdminPages pages,
      Telemetry telemetry,
      EventLog log)
      throws ListenFailed {
    var clock = new MonotonicClock(Instant.EPOCH);
    var gate = new Gate(token, clock);
    var meters = new AdminMeters(telemetry, log, clock);
    var loop =
        new MultiThreadIoEventLoopGroup(
            1, new DefaultThreadFactory("admin", true), NioIoHandler.newFactory());
    ChannelFuture bound =
        new ServerBootstrap()
            .group(loop)
            .channel(NioServerSocketChannel.class)
            .option(ChannelOption.SO_BACKLOG, CONNECTIONS_MAX)
            .option(ChannelOption.SO_REUSEADDR, true)
            .childHandler(conversations(() -> new AdminConversation(pages, gate, meters), meters))
            .bind(address)
            .awaitUninterruptibly();
    if (bound.isSuccess()) {
      return new AdminServer(loop, bound.channel(), gate);
    }
    stop(loop);
    Throwable cause = bound.cause();
    throw new ListenFailed(
        "admin.listen", address, cause instanceof IOException io ? io : new IOException(cause));
  }

  /// Where the server listens.
  public InetSocketAddress address() {
    return (InetSocketAddress) listener.localAddress();
  }

  /// From the next request on this token lets in, and no other.
  public void admit(Optional<Secret> token) {
    gate.admit(token);
  }

  /// Closes the listener and every connection. Takes at most two seconds.
  @Override
  public void close() {
    listener.close().awaitUninterruptibly(1, TimeUnit.SECONDS);
    stop(loop);
  }

  private static void stop(MultiThreadIoEventLoopGroup loop) {
    loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(1, TimeUnit.SECONDS);
  }

  private static ChannelInitializer<SocketChannel> conversations(
      Supplier<AdminConversation> conversation, AdminMeters meters) {
    var open = new AtomicInteger();
    return new ChannelInitializer<>() {
      @Override
      protected void initChannel(SocketChannel channel) {
        channel.closeFuture().addListener(_ -> open.decrementAndGet());
        if (open.incrementAndGet() > CONNECTIONS_MAX) {
          meters.closed();
          channel.close();
          return;
        }
        channel
            .pipeline()
            .addLast(new IdleStateHandler(0, 0, IDLE_SECONDS_MAX))
            .addLast(new HttpServerCodec(LINE_BYTES_MAX, HEADER_BYTES_MAX, HEADER_BYTES_MAX))
            .addLast(wholeRequests())
            .addLast(new ChunkedWriteHandler())
            .addLast(conversation.get());
      }
    };
  }

  /// A body that is too long is refused, and its connection with it.
  private static HttpObjectAggregator wholeRequests() {
    return new HttpObjectAggregator(BODY_BYTES_MAX, true) {
      @Override
      protected void handleOversizedMessage(ChannelHandlerContext ctx, HttpMessage oversized) {
        String text = "{\"error\":\"a body has at most %d octets\"}\n".formatted(BODY_BYTES_MAX);
        Responses.whole(ctx, 413, Responses.JSON, text, Map.of());
      }
    };
  }
}
