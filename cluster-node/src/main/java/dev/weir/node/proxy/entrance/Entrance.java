package dev.weir.node.proxy.entrance;

import dev.weir.cache.message.Fields;
import dev.weir.cache.message.RequestHead;
import dev.weir.node.bypass.LessonCause;
import dev.weir.node.bypass.sight.Sighting;
import dev.weir.node.proxy.caller.Diverted;
import dev.weir.node.proxy.client.ProxyMeters;
import dev.weir.node.proxy.client.ProxyServices;
import dev.weir.node.proxy.origin.OriginFailure;
import dev.weir.node.proxy.origin.OriginPool;
import dev.weir.node.proxy.origin.OriginRoute;
import dev.weir.node.proxy.outcome.Account;
import dev.weir.node.proxy.request.Authority;
import dev.weir.node.proxy.request.Scheme;
import dev.weir.node.proxy.splice.Held;
import dev.weir.node.proxy.wire.PhaseTimer;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Hears the first octets of a client, and leads it to HTTP or through to its server.
///
/// ```
///          ╭─ the client speaks ──┬─ HTTP ─────────────▶ HTTP
/// LISTENS ─┤                      └─ something else ───▶ splice
///          ╰─ silence ─▶ BOTH ─┬─ the client speaks ───▶ as above
///                              ├─ the server speaks ───▶ splice
///                              ╰─ nobody, head time ───▶ closed
/// ```
///
/// Confined to the event loop of its channel.
public final class Entrance extends ChannelInboundHandlerAdapter {
  /// What it needs to open connections, and to count.
  public record Means(OriginPool origins, Splices splices, ProxyServices services, Duration head) {
    ProxyMeters meters() {
      return services.meters();
    }
  }

  private final Channel client;
  private final InetAddress address;
  private final Diverted caller;
  private final InetSocketAddress destination;
  private final Means means;
  private final Consumer<Channel> http;
  private final PhaseTimer timer;
  private final long beganNs = System.nanoTime();
  private final ServerEar ear = new ServerEar();
  private @Nullable ChannelHandlerContext place;
  private @Nullable Channel server;
  private ByteBuf heard = Unpooled.EMPTY_BUFFER;
  private boolean silent;
  private boolean over;

  /// Hears the server of a client that says nothing.
  private final class ServerEar extends ChannelInboundHandlerAdapter {
    private ByteBuf spoken = Unpooled.EMPTY_BUFFER;

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      spoken = joined(spoken, (ByteBuf) message);
      switch (FirstOctets.ofServer(spoken)) {
        case NOT_HTTP -> onServerSpeaks(context);
        case HTTP -> context.close();
        case UNDECIDED -> context.channel().read();
      }
    }

    /// The server has ended without a word that would be one.
    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
      if (event instanceof ChannelInputShutdownEvent) {
        context.close();
      }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
      spoken.release();
      spoken = Unpooled.EMPTY_BUFFER;
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable why) {
      context.close();
    }
  }

  /// The entrance for a client at this address.
  ///
  /// @param http puts what HTTP needs at the end of the channel's pipeline
  public Entrance(
      Channel client, InetAddress address, Diverted caller, Means means, Consumer<Channel> http) {
    this.client = client;
    this.address = address;
    this.caller = caller;
    this.destination = caller.destination();
    this.means = means;
    this.http = http;
    this.timer = new PhaseTimer(client.eventLoop());
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    place = context;
    timer.arm(means.splices().silence(), this::onSilence);
    client.read();
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    heard = joined(heard, (ByteBuf) message);
    switch (FirstOctets.ofClient(heard)) {
      case HTTP -> toHttp(context);
      case NOT_HTTP -> onNotHttp(context);
      case UNDECIDED -> {
        Duration left = headLeft();
        Duration pause = means.splices().silence();
        timer.arm(pause.compareTo(left) < 0 ? pause : left, () -> onPause(context));
        client.read();
      }
    }
  }

  private void onPause(ChannelHandlerContext context) {
    if (FirstOctets.ofPausing(heard) == FirstOctets.Speech.NOT_HTTP) {
      onNotHttp(context);
    } else {
      timer.arm(headLeft(), this::onIdle);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    end(Splices.Silence.NOTHING);
    take().release();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    client.close();
  }

  private void toHttp(ChannelHandlerContext context) {
    end(Splices.Silence.CLIENT);
    http.accept(client);
    context.fireChannelActive();
    context.fireChannelRead(take());
    if (!context.isRemoved()) {
      context.pipeline().remove(this);
    }
  }

  private void onNotHttp(ChannelHandlerContext context) {
    end(Splices.Silence.CLIENT);
    Account account = account();
    if (isDenied(account)) {
      return;
    }
    means.splices().saw(Sighting.Kind.NOT_HTTP, address, destination);
    passage(context, LessonCause.NOT_HTTP, account)
        .ifPresent(passage -> {
          ChannelFuture opening = means.origins().open(route(), passage.serverEnd());
          opening.addListener((ChannelFuture done) -> onOpened(done, passage));
        });
  }

  private void onOpened(ChannelFuture done, Passage passage) {
    if (!done.isSuccess()) {
      failed(done.cause());
    }
    passage.onOpened(done);
  }

  private void onSilence() {
    timer.arm(headLeft(), this::onIdle);
    var clearance = means.services().access().clearance(to(), head(), caller, client);
    if (clearance.ofTunnel(destination).isPresent()) {
      means.splices().wasSilent(Splices.Silence.DENIED);
      return;
    }
    if (!means.splices().silent().take(address)) {
      means.splices().wasSilent(Splices.Silence.LIMIT);
      return;
    }
    silent = true;
    ChannelFuture opening = means.origins().open(route(), ear);
    server = opening.channel();
    opening.addListener((ChannelFuture done) -> {
      if (done.isSuccess()) {
        done.channel().read();
      } else if (!over) {
        failed(done.cause());
      }
    });
  }

  private void onServerSpeaks(ChannelHandlerContext context) {
    ChannelHandlerContext own = place;
    if (over || own == null) {
      context.close();
      return;
    }
    server = null;
    end(Splices.Silence.SERVER);
    Account account = account();
    if (isDenied(account)) {
      context.close();
      return;
    }
    means.splices().saw(Sighting.Kind.SERVER_FIRST, address, destination);
    var begun = passage(own, LessonCause.SERVER_FIRST, account);
    if (begun.isEmpty()) {
      context.close();
      return;
    }
    ByteBuf spoken = ear.spoken;
    ear.spoken = Unpooled.EMPTY_BUFFER;
    Held.instead(context, spoken);
    begun.get().join(context.channel());
  }

  /// Empty when there are too many; then the client's next connection goes back to its router.
  private Optional<Passage> passage(
      ChannelHandlerContext context, LessonCause cause, Account account) {
    if (!means.splices().open().take(address)) {
      means.meters().closed(ProxyMeters.Closed.LIMIT);
      client.close();
      return Optional.empty();
    }
    account.connecting(destination);
    var ends = new Passage.Ends(address, destination, account);
    return Optional.of(Passage.begin(context, means.splices(), ends, cause, take()));
  }

  private Authority to() {
    return new Authority(
        destination.getAddress().getHostAddress(), destination.getPort(), Scheme.HTTP);
  }

  /// As whoever wants a tunnel there would ask.
  private RequestHead head() {
    return new RequestHead("CONNECT", to().host() + ":" + to().port(), Fields.NONE);
  }

  private Account account() {
    Account account = means.services().accountOfTunnel(caller, client);
    account.asks(new RequestHead("CONNECT", "", Fields.NONE), head().target(), true);
    return account;
  }

  /// Whether rules about access are against leading it through; then it is over, and nothing is
  /// learnt of it by which later ones would go past them.
  private boolean isDenied(Account account) {
    boolean denied = means.services().denied(to(), head(), caller, client, account).isPresent();
    if (denied) {
      client.config().setOption(ChannelOption.SO_LINGER, 0);
      client.close();
    }
    return denied;
  }

  private void onIdle() {
    means.meters().closed(ProxyMeters.Closed.IDLE);
    client.close();
  }

  private void failed(@Nullable Throwable why) {
    OriginFailure failure = OriginFailure.ofConnecting(why);
    means.meters().fetchFailed(failure, destination);
    failure.sighting(route()).ifPresent(kind -> means.splices().saw(kind, address, destination));
  }

  private OriginRoute route() {
    return means.origins().route(destination, address);
  }

  private Duration headLeft() {
    long leftNs = means.head().toNanos() - (System.nanoTime() - beganNs);
    return Duration.ofNanos(Math.max(1, leftNs));
  }

  /// Nothing is waited for any longer; the server that was listened to is let go. Not at once: what
  /// has been seen of its descriptor in this round would be told to the next that has its number.
  private void end(Splices.Silence why) {
    if (over) {
      return;
    }
    over = true;
    timer.close();
    if (silent) {
      means.splices().silent().giveBack(address);
      means.splices().wasSilent(why);
    }
    Channel listened = server;
    server = null;
    if (listened != null) {
      client.eventLoop().execute(listened::close);
    }
  }

  private ByteBuf take() {
    ByteBuf taken = heard;
    heard = Unpooled.EMPTY_BUFFER;
    return taken;
  }

  /// Both in one, of which there is little.
  private static ByteBuf joined(ByteBuf before, ByteBuf more) {
    if (!before.isReadable()) {
      before.release();
      return more;
    }
    try {
      ByteBuf both = before.isWritable(more.readableBytes()) ? before : grown(before, more);
      return both.writeBytes(more);
    } finally {
      more.release();
    }
  }

  private static ByteBuf grown(ByteBuf before, ByteBuf more) {
    try {
      int size = Math.max(256, 2 * (before.readableBytes() + more.readableBytes()));
      return before.alloc().buffer(size).writeBytes(before);
    } finally {
      before.release();
    }
  }
}
