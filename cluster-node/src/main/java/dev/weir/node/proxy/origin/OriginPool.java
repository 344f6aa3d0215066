package dev.weir.node.proxy.origin;

import dev.weir.node.proxy.introduce.Introducer;
import dev.weir.node.proxy.wire.Inlet;
import dev.weir.node.proxy.wire.StrictResponseDecoder;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.handler.codec.http.HttpRequestEncoder;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The unused connections of one event loop to origins. Confined to that loop.
public final class OriginPool {
  /// How many unused connections are kept for one origin.
  public static final int IDLE_PER_ORIGIN_MAX = 64;

  /// And for one node of the cluster.
  public static final int IDLE_PER_PEER_MAX = 128;

  /// How many are kept in all.
  public static final int IDLE_MAX = 512;

  private final EventLoop loop;
  private final OriginTimes times;
  private final OriginSockets sockets;
  private final OpeningConnections opening;
  private final Ends ends;
  private final Map<OriginRoute, ArrayDeque<OriginConnection>> idle = new HashMap<>();
  private int idleCount;

  /// What comes first in the pipeline of a connection to an address: encryption, or nothing.
  @FunctionalInterface
  public interface First {
    /// Adds it.
    void to(Channel channel, InetSocketAddress address);
  }

  /// Who is at the other ends.
  ///
  /// @param idleMax how many unused connections are kept for one of them
  /// @param forAll whether one is used for a request, too, that must not be made twice
  private record Ends(int idleMax, boolean forAll, First first) {}

  /// An empty pool of connections to origins. Each may be closed by its origin at any time, so a
  /// request that must not be made twice gets a new one.
  public OriginPool(
      EventLoop loop, OriginTimes times, OriginSockets sockets, OpeningConnections opening) {
    this(
        loop,
        times,
        sockets,
        opening,
        new Ends(IDLE_PER_ORIGIN_MAX, false, (channel, address) -> {}));
  }

  private OriginPool(
      EventLoop loop,
      OriginTimes times,
      OriginSockets sockets,
      OpeningConnections opening,
      Ends ends) {
    this.loop = loop;
    this.times = times;
    this.sockets = sockets;
    this.opening = opening;
    this.ends = ends;
  }

  /// An empty pool of connections to other nodes.
  public static OriginPool ofPeers(EventLoop loop, OriginTimes times, First first) {
    return new OriginPool(
        loop,
        times,
        OriginSockets.PLAIN,
        new OpeningConnections(),
        new Ends(IDLE_PER_PEER_MAX, true, first));
  }

  /// An exchange that has not begun: [OriginExchange#start()] begins it.
  public OriginExchange exchange(OriginRequest request, OriginReceiver receiver) {
    return new OriginExchange(this, request, receiver);
  }

  /// The way for a client to where it wanted to go.
  public OriginRoute route(InetSocketAddress destination, InetAddress client) {
    return sockets.route(destination, client);
  }

  /// Whether a connection by this route is kept.
  public boolean hasKept(OriginRoute route) {
    return idle.containsKey(route);
  }

  /// Opens an encrypted connection and keeps it. What becomes of it is told on the loop.
  public Future<Object> prepare(OriginRoute route) {
    Promise<Object> ready = loop.newPromise();
    var connection = new OriginConnection(this, route);
    connect(connection, times.connect())
        .addListener((ChannelFuture done) -> {
          if (!done.isSuccess()) {
            ready.setFailure(done.cause());
            return;
          }
          connection.read();
          SslHandler tls = done.channel().pipeline().get(SslHandler.class);
          tls.handshakeFuture()
              .addListener((Future<Channel> secured) -> {
                if (secured.isSuccess()) {
                  connection.release(true);
                  ready.setSuccess(route);
                } else {
                  connection.close();
                  ready.setFailure(secured.cause());
                }
              });
        });
    return ready;
  }

  /// Closes what is kept.
  public void close() {
    List<OriginConnection> kept = new ArrayList<>();
    idle.values().forEach(kept::addAll);
    kept.forEach(OriginConnection::close);
  }

  /// The loop of all its connections.
  public EventLoop loop() {
    return loop;
  }

  OriginTimes times() {
    return times;
  }

  /// The connection that was used last: the likeliest to be open still.
  Optional<OriginConnection> take(OriginRequest request) {
    return ends.forAll || request.mayBeRepeated() ? take(request.route()) : Optional.empty();
  }

  private Optional<OriginConnection> take(OriginRoute route) {
    ArrayDeque<OriginConnection> kept = idle.get(route);
    if (kept == null) {
      return Optional.empty();
    }
    OriginConnection connection = kept.removeLast();
    forgetIfEmpty(route, kept);
    idleCount--;
    return Optional.of(connection);
  }

  /// Keeps a connection for later. False: there are enough.
  boolean keep(OriginConnection connection) {
    ArrayDeque<OriginConnection> kept =
        idle.computeIfAbsent(connection.route(), _ -> new ArrayDeque<>());
    if (kept.size() >= ends.idleMax || idleCount >= IDLE_MAX) {
      forgetIfEmpty(connection.route(), kept);
      return false;
    }
    kept.addLast(connection);
    idleCount++;
    return true;
  }

  void forget(OriginConnection connection) {
    ArrayDeque<OriginConnection> kept = idle.get(connection.route());
    if (kept != null && kept.remove(connection)) {
      idleCount--;
      forgetIfEmpty(connection.route(), kept);
    }
  }

  /// Opens a new connection for an exchange, which is its first user.
  ChannelFuture connect(OriginConnection connection, Duration within) {
    return connect(
        connection.route(),
        within,
        new ChannelInitializer<>() {
          @Override
          protected void initChannel(Channel channel) {
            var decoder = new StrictResponseDecoder();
            Inlet inlet = Inlet.endingLast();
            ends.first.to(channel, connection.route().address());
            connection.attach(channel, decoder, inlet);
            connection
                .route()
                .introduction()
                .ifPresent(it -> channel.pipeline().addFirst(new Introducer(it)));
            channel.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
            channel
                .pipeline()
                .addLast(new LoopGuard(opening))
                .addLast(decoder)
                .addLast(new HttpRequestEncoder())
                .addLast(inlet)
                .addLast(connection);
          }
        });
  }

  /// Opens a connection whose octets go to `end` as they are. It is nobody else's, and either
  /// direction can end alone.
  public ChannelFuture open(OriginRoute route, ChannelHandler end) {
    return open(route, times.connect(), end);
  }

  /// The same within another time.
  public ChannelFuture open(OriginRoute route, Duration within, ChannelHandler end) {
    return connect(
        route,
        within,
        new ChannelInitializer<>() {
          @Override
          protected void initChannel(Channel channel) {
            channel.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
            channel.pipeline().addLast(new LoopGuard(opening)).addLast(end);
          }
        });
  }

  private ChannelFuture connect(
      OriginRoute route, Duration within, ChannelInitializer<Channel> handlers) {
    Bootstrap bootstrap = bootstrap(within).handler(handlers);
    sockets.prepare(bootstrap, route);
    return bootstrap.connect(route.address());
  }

  private Bootstrap bootstrap(Duration within) {
    return new Bootstrap()
        .group(loop)
        .channel(EpollSocketChannel.class)
        .option(ChannelOption.AUTO_READ, false)
        .option(
            ChannelOption.RECVBUF_ALLOCATOR,
            new AdaptiveRecvByteBufAllocator().maxMessagesPerRead(1))
        .option(ChannelOption.TCP_NODELAY, true)
        .option(ChannelOption.WRITE_BUFFER_WATER_MARK, new WriteBufferWaterMark(32_768, 65_536))
        .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) Math.max(1, within.toMillis()));
  }

  private void forgetIfEmpty(OriginRoute route, ArrayDeque<OriginConnection> kept) {
    if (kept.isEmpty()) {
      idle.remove(route);
    }
  }
}
