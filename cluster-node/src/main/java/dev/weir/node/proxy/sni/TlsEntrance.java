package dev.weir.node.proxy.sni;

import dev.weir.cache.message.Fields;
import dev.weir.cache.message.RequestHead;
import dev.weir.node.proxy.client.ProxyMeters;
import dev.weir.node.proxy.origin.OriginFailure;
import dev.weir.node.proxy.origin.OriginPool;
import dev.weir.node.proxy.outcome.Account;
import dev.weir.node.proxy.splice.Held;
import dev.weir.node.proxy.tunnel.Tunnel;
import dev.weir.node.proxy.tunnel.TunnelKind;
import dev.weir.node.proxy.tunnel.Tunnels;
import dev.weir.node.proxy.wire.PhaseTimer;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;

/// Hears what a client of a diverted TLS connection says first, and leads it through to where it was
/// going, or refuses it.
///
/// ```
/// HEARS ─┬─ may pass ─▶ connected ─▶ octets both ways
///        ├─ refused ──▶ alert, closed
///        ╰─ silence, head time ─▶ closed
/// ```
///
/// Confined to the event loop of its channel.
public final class TlsEntrance extends ChannelInboundHandlerAdapter {
  /// A fatal alert, unrecognized_name (RFC 8446 §6.2 Error Alerts, RFC 6066 §3).
  private static final byte[] UNRECOGNIZED_NAME = {21, 3, 3, 0, 2, 2, 112};

  private static final int FORBIDDEN = 403;
  private static final int FIRST_BYTES = 2048;

  /// What it needs to judge, to open connections, and to count.
  ///
  /// @param head how long the client has for its first message
  public record Means(
      TlsPolicy policy,
      TlsMeters seen,
      Tunnels tunnels,
      OriginPool origins,
      ProxyMeters meters,
      Duration head) {}

  private final Channel client;
  private final InetSocketAddress remote;
  private final InetSocketAddress destination;
  private final Means means;
  private final Account account;
  private final PhaseTimer timer;
  private final ByteBuf heard;
  private boolean mine = true;

  /// The entrance for a client that wanted to reach `destination`.
  public TlsEntrance(
      Channel client,
      InetSocketAddress remote,
      InetSocketAddress destination,
      Means means,
      Account account) {
    this.client = client;
    this.remote = remote;
    this.destination = destination;
    this.means = means;
    this.account = account;
    this.timer = new PhaseTimer(client.eventLoop());
    this.heard = client.alloc().buffer(FIRST_BYTES);
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    timer.arm(means.head(), this::onIdle);
    client.read();
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    var octets = (ByteBuf) message;
    heard.writeBytes(octets);
    octets.release();
    ClientHello hello = ClientHello.of(heard);
    if (hello instanceof ClientHello.Unfinished) {
      client.read();
      return;
    }
    timer.close();
    TlsVerdict verdict = means.policy().judge(hello);
    means.seen().judged(hello, verdict, destination);
    account.asks(new RequestHead("CONNECT", "", Fields.NONE), name(hello), true);
    if (verdict.passes()) {
      pass(context);
    } else {
      refuse(hello, verdict);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    timer.close();
    letGo();
  }

  /// It was never active, or is another's now.
  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    letGo();
  }

  private void letGo() {
    if (mine) {
      mine = false;
      heard.release();
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    client.close();
  }

  private String name(ClientHello hello) {
    Optional<String> name =
        hello instanceof ClientHello.Whole whole ? whole.name() : Optional.empty();
    return name.orElse(destination.getAddress().getHostAddress()) + ":" + destination.getPort();
  }

  private void pass(ChannelHandlerContext context) {
    Optional<Tunnel> room = means.tunnels().room(TunnelKind.TLS, remote.getAddress(), account);
    if (room.isEmpty()) {
      means.meters().closed(ProxyMeters.Closed.LIMIT);
      client.close();
      return;
    }
    mine = false;
    Held.instead(context, heard);
    account.connecting(destination);
    means
        .origins()
        .open(
            means.origins().route(destination, remote.getAddress()),
            new ChannelInboundHandlerAdapter())
        .addListener((ChannelFuture done) -> onOpened(room.get(), done));
  }

  private void onOpened(Tunnel tunnel, ChannelFuture done) {
    if (done.isSuccess()) {
      tunnel.join(client, done.channel(), 200);
      return;
    }
    OriginFailure failure = OriginFailure.ofConnecting(done.cause());
    means.meters().fetchFailed(failure, destination);
    tunnel.giveUp();
    account.failed(failure.status(), failure.label());
    reset();
  }

  /// Whoever speaks TLS is told in TLS.
  private void refuse(ClientHello hello, TlsVerdict verdict) {
    account.refused(FORBIDDEN, verdict.label());
    if (hello instanceof ClientHello.Other) {
      reset();
    } else {
      client
          .writeAndFlush(Unpooled.wrappedBuffer(UNRECOGNIZED_NAME))
          .addListener(ChannelFutureListener.CLOSE);
    }
  }

  private void reset() {
    if (client.isActive()) {
      client.config().setOption(ChannelOption.SO_LINGER, 0);
    }
    client.close();
  }

  private void onIdle() {
    means.meters().closed(ProxyMeters.Closed.IDLE);
    client.close();
  }
}
