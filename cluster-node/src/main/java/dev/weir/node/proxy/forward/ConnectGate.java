package dev.weir.node.proxy.forward;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.weir.cache.message.Fields;
import dev.weir.cache.message.RequestHead;
import dev.weir.node.proxy.access.Clearance;
import dev.weir.node.proxy.access.Denial;
import dev.weir.node.proxy.answer.ErrorPage;
import dev.weir.node.proxy.answer.Parting;
import dev.weir.node.proxy.caller.Caller;
import dev.weir.node.proxy.chain.Course;
import dev.weir.node.proxy.chain.ParentTunnel;
import dev.weir.node.proxy.chain.Way;
import dev.weir.node.proxy.client.ClientConversation;
import dev.weir.node.proxy.client.ClientTimes;
import dev.weir.node.proxy.client.ProxyServices;
import dev.weir.node.proxy.host.HostVerdict;
import dev.weir.node.proxy.introduce.ClientAddress;
import dev.weir.node.proxy.origin.OriginFailure;
import dev.weir.node.proxy.origin.OriginPool;
import dev.weir.node.proxy.outcome.Account;
import dev.weir.node.proxy.request.Authority;
import dev.weir.node.proxy.request.Refusal;
import dev.weir.node.proxy.splice.Held;
import dev.weir.node.proxy.tunnel.Tunnel;
import dev.weir.node.proxy.tunnel.TunnelKind;
import dev.weir.node.proxy.wire.FieldLines;
import dev.weir.node.proxy.wire.FileSender;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Takes a CONNECT out of a client's requests, and makes its connection a tunnel.
///
/// ```
/// CONNECT ─┬─ allowed ─┬─▶ host found ─▶ connected ─┬─▶ 200, octets both ways
///          │           ╰─▶ a parent agrees ─────────╯
///          ╰─ not ─────────┴──────────────┴──────────▶ a page, closed
/// ```
///
/// From the CONNECT on nothing of the client is read as HTTP. Confined to the event loop.
public final class ConnectGate extends ChannelInboundHandlerAdapter {
  private static final byte[] ESTABLISHED =
      "HTTP/1.1 200 Connection established\r\n\r\n".getBytes(US_ASCII);
  private static final int UNAVAILABLE = 503;

  /// Whose requests, and what is needed to reach who they are for.
  ///
  /// @param conversation behind the gate
  public record Means(
      Caller caller,
      ClientConversation conversation,
      OriginPool origins,
      ProxyServices services,
      ClientTimes times,
      Supplier<ForwardPolicy> policy) {}

  private final Channel client;
  private final Means means;
  private final String pseudonym;
  private final Account account;
  private final long beganNs = System.nanoTime();
  private @Nullable Tunnel tunnel;
  private @Nullable Clearance clearance;

  /// The gate of one connection.
  public ConnectGate(Channel client, Means means, String pseudonym) {
    this.client = client;
    this.means = means;
    this.pseudonym = pseudonym;
    this.account = means.services().account(means.caller(), client);
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (message instanceof HttpRequest request
        && request.method().equals(HttpMethod.CONNECT)
        && request.decoderResult().isSuccess()
        && means.conversation().isIdle()) {
      Held.from(client, FileSender.class);
      take(request);
    } else {
      context.fireChannelRead(message);
    }
  }

  private void take(HttpRequest request) {
    String version = request.protocolVersion().text();
    var head = new RequestHead("CONNECT", request.uri(), FieldLines.from(request.headers()));
    var logged = new RequestHead("CONNECT", "", head.fields());
    account.asks(logged, request.uri(), !version.equals("HTTP/1.0"));
    var ports = means.policy().get().connectPorts();
    switch (ConnectCheck.of(head, version, pseudonym, ports)) {
      case ConnectCheck.Refused(Refusal refusal) -> {
        means.services().meters().refused(refusal);
        account.refused(refusal.status(), refusal.label());
        part(refusal.status(), refusal.label());
      }
      case ConnectCheck.Accepted(Authority to) -> admit(head, to);
    }
  }

  private void admit(RequestHead head, Authority to) {
    Clearance asked = means.services().access().clearance(to, head, means.caller(), client);
    clearance = asked;
    asked.begin(
        head.fields().first("Proxy-Authorization"),
        client.eventLoop(),
        denial -> {
          account.by(asked.user());
          denial.ifPresentOrElse(this::deny, () -> find(head, to));
        });
  }

  private void find(RequestHead head, Authority to) {
    var course = new Course(means.services().parents(), head, to, ClientAddress.ofIpv4(client));
    Fields fields = FieldLines.endToEnd(head.fields());
    course.find(
        to,
        means.caller(),
        client.eventLoop(),
        verdict -> onFound(new Sought(course, to, fields), verdict));
  }

  private void deny(Denial denial) {
    denial.rule().ifPresent(means.services().meters()::denied);
    account.ruled(denial.rule());
    account.failed(denial.status(), denial.word());
    part(
        ErrorPage.of(denial.status(), denial.word(), about()).with(denial.fields()), denial.word());
  }

  /// Whether there may be no tunnel to where the host is; then the client has been told so.
  private boolean deniesWhere() {
    Optional<Denial> denial =
        clearance == null ? Optional.empty() : clearance.at(means.caller().destination());
    denial.ifPresent(this::deny);
    return denial.isPresent();
  }

  private void onFound(Sought sought, HostVerdict verdict) {
    var meters = means.services().meters();
    meters.hostChecked(verdict, sought.to.host(), means.caller().destination());
    OptionalInt refusal = means.caller().refusal(verdict);
    if (!(ClientAddress.of(client) instanceof InetSocketAddress remote)) {
      client.close();
    } else if (refusal.isPresent()) {
      fail(refusal.getAsInt(), verdict.label());
    } else if (!deniesWhere()) {
      var room = means.services().tunnels();
      tunnel = room.room(TunnelKind.CONNECT, remote.getAddress(), account).orElse(null);
      if (tunnel == null) {
        fail(UNAVAILABLE, "tunnels");
      } else {
        seek(sought, tunnel, remote);
      }
    }
  }

  private void seek(Sought sought, Tunnel begun, InetSocketAddress remote) {
    Fields told =
        means
            .caller()
            .forwarding()
            .told(sought.fields, Optional.of(remote.getAddress()), pseudonym)
            .plus("Via", "1.1 " + pseudonym);
    sought.course.tunnel(
        means.origins(),
        new ParentTunnel.Sought(sought.to, told, means.times().answer()),
        new Wanting(sought.to, begun, remote));
  }

  /// What is to be found, by which rules, and what the client has said of it.
  private record Sought(Course course, Authority to, Fields fields) {}

  /// What becomes of it at parents.
  private final class Wanting implements ParentTunnel.Wanting {
    private final Authority to;
    private final Tunnel begun;
    private final InetSocketAddress remote;

    Wanting(Authority to, Tunnel begun, InetSocketAddress remote) {
      this.to = to;
      this.begun = begun;
      this.remote = remote;
    }

    @Override
    public void asks(Way.Through way) {
      account.asked(way.parent().name(), way.address());
    }

    @Override
    public void agreed(Channel parent) {
      establish(begun, parent);
    }

    @Override
    public void direct(boolean instead) {
      if (instead) {
        means.caller().find(to, client.eventLoop(), this::onFoundInstead);
      } else {
        connect(begun, remote);
      }
    }

    private void onFoundInstead(HostVerdict verdict) {
      OptionalInt refusal = means.caller().refusal(verdict);
      if (refusal.isPresent()) {
        begun.giveUp();
        fail(refusal.getAsInt(), verdict.label());
      } else if (deniesWhere()) {
        begun.giveUp();
      } else {
        connect(begun, remote);
      }
    }

    @Override
    public void refused(int status) {
      begun.giveUp();
      fail(status, "parent-refused");
    }

    @Override
    public void failed(OriginFailure failure) {
      begun.giveUp();
      fail(failure.status(), failure.label());
    }
  }

  private void connect(Tunnel begun, InetSocketAddress remote) {
    InetSocketAddress destination = means.caller().destination();
    account.connecting(destination);
    var route = means.origins().route(destination, remote.getAddress());
    means
        .origins()
        .open(route, new ChannelInboundHandlerAdapter())
        .addListener((ChannelFuture done) -> {
          if (done.isSuccess()) {
            establish(begun, done.channel());
          } else {
            onUnconnected(begun, remote, OriginFailure.ofConnecting(done.cause()));
          }
        });
  }

  private void establish(Tunnel begun, Channel server) {
    client.writeAndFlush(Unpooled.wrappedBuffer(ESTABLISHED), client.voidPromise());
    begun.join(client, server, 200);
  }

  private void onUnconnected(Tunnel begun, InetSocketAddress remote, OriginFailure failure) {
    means.services().meters().fetchFailed(failure, means.caller().destination());
    boolean inTime = System.nanoTime() - beganNs < means.times().answer().toNanos();
    if (client.isActive() && inTime && means.caller().next()) {
      if (deniesWhere()) {
        begun.giveUp();
      } else {
        connect(begun, remote);
      }
    } else {
      begun.giveUp();
      fail(failure.status(), failure.label());
    }
  }

  private void fail(int status, String reason) {
    account.failed(status, reason);
    part(status, reason);
  }

  private void part(int status, String reason) {
    part(ErrorPage.of(status, reason, about()), reason);
  }

  private ErrorPage.About about() {
    return ErrorPage.About.of(pseudonym, account);
  }

  private void part(ErrorPage page, String reason) {
    Held.drop(client);
    var own =
        Fields.of("Via", "1.1 " + pseudonym, "Cache-Status", pseudonym + "; detail=" + reason);
    Parting.say(client, page, own, ClientTimes.LINGER);
  }
}
