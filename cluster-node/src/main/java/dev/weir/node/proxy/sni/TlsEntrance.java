package dev.weir.node.proxy.sni;

import dev.weir.cache.message.Fields;
import dev.weir.cache.message.RequestHead;
import dev.weir.node.proxy.access.Denial;
import dev.weir.node.proxy.caller.Diverted;
import dev.weir.node.proxy.chain.Course;
import dev.weir.node.proxy.chain.ParentTunnel;
import dev.weir.node.proxy.chain.Way;
import dev.weir.node.proxy.client.ClientTimes;
import dev.weir.node.proxy.client.ProxyMeters;
import dev.weir.node.proxy.client.ProxyServices;
import dev.weir.node.proxy.introduce.ClientAddress;
import dev.weir.node.proxy.origin.OriginFailure;
import dev.weir.node.proxy.origin.OriginPool;
import dev.weir.node.proxy.outcome.Account;
import dev.weir.node.proxy.request.Authority;
import dev.weir.node.proxy.request.Scheme;
import dev.weir.node.proxy.splice.Held;
import dev.weir.node.proxy.tunnel.Tunnel;
import dev.weir.node.proxy.tunnel.TunnelKind;
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
import java.util.Optional;

/// Hears what a client of a diverted TLS connection says first, and leads it through to where it
/// was going, or refuses it.
///
/// ```
/// HEARS ─┬─ may pass ─▶ connected, to a parent perhaps ─▶ octets both ways
///        ├─ refused ──▶ alert, closed
///        ╰─ silence, head time ─▶ closed
/// ```
///
/// Confined to the event loop of its channel.
public final class TlsEntrance extends ChannelInboundHandlerAdapter {
  /// A fatal alert, unrecognized_name (RFC 8446 §6.2 Error Alerts, RFC 6066 §3).
  private static final byte[] UNRECOGNIZED_NAME = {21, 3, 3, 0, 2, 2, 112};

  /// A fatal alert, access_denied (RFC 8446 §6.2 Error Alerts).
  private static final byte[] ACCESS_DENIED = {21, 3, 3, 0, 2, 2, 49};

  private static final int FORBIDDEN = 403;
  private static final int FIRST_BYTES = 2048;

  /// What it needs to judge, to open connections, and to count.
  ///
  /// @param pseudonym of this node, for parents
  public record Means(
      TlsPolicy policy,
      TlsMeters seen,
      ProxyServices services,
      OriginPool origins,
      ClientTimes times,
      String pseudonym) {
    ProxyMeters meters() {
      return services.meters();
    }
  }

  private final Channel client;
  private final InetSocketAddress remote;
  private final Diverted caller;
  private final InetSocketAddress destination;
  private final Means means;
  private final Account account;
  private final PhaseTimer timer;
  private ByteBuf heard = Unpooled.EMPTY_BUFFER;
  private boolean mine = true;

  /// The entrance for a client of this address.
  public TlsEntrance(Channel client, InetSocketAddress remote, Diverted caller, Means means) {
    this.client = client;
    this.remote = remote;
    this.caller = caller;
    this.destination = caller.destination();
    this.means = means;
    this.account = means.services().accountOfTunnel(caller, client);
    this.timer = new PhaseTimer(client.eventLoop());
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    timer.arm(means.times().head(), this::onIdle);
    client.read();
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    var octets = (ByteBuf) message;
    if (heard.capacity() == 0) {
      heard = client.alloc().buffer(FIRST_BYTES);
    }
    heard.writeBytes(octets);
    octets.release();
    ClientHello hello = ClientHello.of(heard);
    if (hello instanceof ClientHello.Unfinished) {
      client.read();
      return;
    }
    timer.close();
    TlsVerdict verdict = means.policy().judge(hello);
    var to = new Authority(name(hello), destination.getPort(), Scheme.HTTPS);
    var head = new RequestHead("CONNECT", to.host() + ":" + to.port(), Fields.NONE);
    account.asks(new RequestHead("CONNECT", "", Fields.NONE), head.target(), true);
    Optional<Denial> denial =
        verdict.passes()
            ? means.services().denied(to, head, caller, client, account)
            : Optional.empty();
    means
        .seen()
        .judged(hello, denial.isPresent() ? TlsVerdict.ACCESS_DENIED : verdict, destination);
    if (denial.isPresent()) {
      refuse(hello, ACCESS_DENIED);
    } else if (verdict.passes()) {
      pass(context, to, head);
    } else {
      account.refused(FORBIDDEN, verdict.label());
      refuse(hello, UNRECOGNIZED_NAME);
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
    return name.orElse(destination.getAddress().getHostAddress());
  }

  private void pass(ChannelHandlerContext context, Authority to, RequestHead head) {
    var tunnels = means.services().tunnels();
    Optional<Tunnel> room = tunnels.room(TunnelKind.TLS, remote.getAddress(), account);
    if (room.isEmpty()) {
      means.meters().closed(ProxyMeters.Closed.LIMIT);
      client.close();
      return;
    }
    mine = false;
    Held.instead(context, heard);
    var course = new Course(means.services().parents(), head, to, ClientAddress.ofIpv4(client));
    course.decideAt(destination);
    Fields told =
        caller
            .forwarding()
            .told(Fields.NONE, Optional.of(remote.getAddress()), means.pseudonym())
            .plus("Via", "1.1 " + means.pseudonym());
    course.tunnel(
        means.origins(),
        new ParentTunnel.Sought(to, told, means.times().answer()),
        new Wanting(room.get()));
  }

  /// What becomes of it at parents.
  private final class Wanting implements ParentTunnel.Wanting {
    private final Tunnel tunnel;

    Wanting(Tunnel tunnel) {
      this.tunnel = tunnel;
    }

    @Override
    public void asks(Way.Through way) {
      account.asked(way.parent().name(), way.address());
    }

    @Override
    public void agreed(Channel parent) {
      tunnel.join(client, parent, 200);
    }

    /// Whatever its name is: it goes where the client wanted.
    @Override
    public void direct(boolean instead) {
      account.connecting(destination);
      means
          .origins()
          .open(
              means.origins().route(destination, remote.getAddress()),
              new ChannelInboundHandlerAdapter())
          .addListener((ChannelFuture done) -> onOpened(done));
    }

    private void onOpened(ChannelFuture done) {
      if (done.isSuccess()) {
        tunnel.join(client, done.channel(), 200);
      } else {
        OriginFailure failure = OriginFailure.ofConnecting(done.cause());
        means.meters().fetchFailed(failure, destination);
        failed(failure);
      }
    }

    @Override
    public void refused(int status) {
      giveUp(status, "parent-refused");
    }

    @Override
    public void failed(OriginFailure failure) {
      giveUp(failure.status(), failure.label());
    }

    private void giveUp(int status, String reason) {
      tunnel.giveUp();
      account.failed(status, reason);
      reset();
    }
  }

  /// Whoever speaks TLS is told in TLS.
  private void refuse(ClientHello hello, byte[] alert) {
    if (hello instanceof ClientHello.Other) {
      reset();
    } else {
      client.writeAndFlush(Unpooled.wrappedBuffer(alert)).addListener(ChannelFutureListener.CLOSE);
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
