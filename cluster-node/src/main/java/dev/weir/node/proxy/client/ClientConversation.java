package dev.weir.node.proxy.client;

import dev.weir.cache.message.RequestHead;
import dev.weir.cache.message.ResponseHead;
import dev.weir.node.proxy.access.Clearance;
import dev.weir.node.proxy.answer.ErrorPage;
import dev.weir.node.proxy.answer.Outlet;
import dev.weir.node.proxy.answer.ResponseWriter;
import dev.weir.node.proxy.caller.Caller;
import dev.weir.node.proxy.outcome.Account;
import dev.weir.node.proxy.outward.Outward;
import dev.weir.node.proxy.request.CheckedRequest;
import dev.weir.node.proxy.request.Refusal;
import dev.weir.node.proxy.request.RequestCheck;
import dev.weir.node.proxy.request.Undecoded;
import dev.weir.node.proxy.wire.FieldLines;
import dev.weir.node.proxy.wire.PhaseTimer;
import dev.weir.node.proxy.wire.StrictRequestDecoder;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// One client connection: its requests one after the other, each a [Transaction].
///
/// ```
/// HEAD ──head, no body──▶ END ──▶ BUSY ──response and request whole──▶ HEAD
///   ╰────head, body──────────────▶ BUSY ──otherwise──▶ LINGERING ──▶ closed
/// ```
///
/// A message is read only when it is wanted, so a client is never read faster than its origin takes
/// it. Confined to the event loop of its channel.
public final class ClientConversation extends ChannelInboundHandlerAdapter {
  private enum State {
    HEAD,
    END,
    BUSY,
    LINGERING
  }

  private final Channel channel;
  private final Caller caller;
  private final Outward outward;
  private final ProxyServices services;
  private final ClientTimes times;
  private final String pseudonym;
  private final PhaseTimer timer;
  private final Outlet outlet;
  private final ResponseWriter response;
  private final Onward onward;
  private State state = State.HEAD;
  private @Nullable Transaction transaction;
  private Account account;
  private boolean requestEnded = true;

  /// The conversation on a channel with a caller.
  public ClientConversation(
      Channel channel,
      Caller caller,
      Outward outward,
      ProxyServices services,
      ClientTimes times,
      String pseudonym) {
    this.channel = channel;
    this.caller = caller;
    this.outward = outward;
    this.services = services;
    this.times = times;
    this.pseudonym = pseudonym;
    this.timer = new PhaseTimer(channel.eventLoop());
    this.account = services.account(caller, channel);
    this.outlet = new Outlet(channel);
    this.response = new ResponseWriter(channel, outlet, pseudonym);
    this.onward = new Onward(channel, caller, outward, services, pseudonym, response::leave);
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    timer.arm(times.head(), this::onIdle);
    channel.read();
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (state == State.LINGERING) {
      ReferenceCountUtil.release(message);
      channel.read();
    } else if (message instanceof HttpRequest request && state == State.HEAD) {
      onRequest(request);
    } else if (message instanceof HttpContent content) {
      onContent(content);
    } else {
      ReferenceCountUtil.release(message);
      abort();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    timer.close();
    Transaction left = transaction;
    transaction = null;
    if (left != null) {
      left.onClientGone();
    }
  }

  /// The connection is HTTP no longer.
  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    timer.close();
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    if (state == State.BUSY && !channel.isWritable()) {
      watchOutlet();
    } else if (state == State.BUSY) {
      timer.disarm();
      if (transaction != null) {
        transaction.onClientWritable();
      }
    }
  }

  /// A reset, or an exception of ours: either way nothing more can be said to this client.
  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    abort();
  }

  private void onRequest(HttpRequest message) {
    timer.disarm();
    response.next();
    requestEnded = false;
    account = services.account(caller, channel);
    Throwable failure = message.decoderResult().cause();
    if (failure != null && !Undecoded.isReadable(failure)) {
      refuse(Undecoded.refusal(failure));
      return;
    }
    var head =
        new RequestHead(message.method().name(), message.uri(), FieldLines.from(message.headers()));
    account.asks(head, message.protocolVersion().text());
    if (failure != null) {
      refuse(Undecoded.refusal(failure));
      return;
    }
    switch (RequestCheck.of(head, message.protocolVersion().text(), pseudonym, caller.scheme())) {
      case RequestCheck.Refused(Refusal refusal) -> refuse(refusal);
      case RequestCheck.Accepted(CheckedRequest request) ->
          begin(request.with(services.compressor().asked(request.head())));
    }
  }

  private void begin(CheckedRequest request) {
    response.mayKeep(request.keepAlive());
    account.asks(request.head(), request.authority().canonical(), request.http11());
    var begun = new Transaction(this, services, request);
    transaction = begun;
    if (request.head().hasBody()) {
      state = State.BUSY;
      begun.start();
    } else {
      state = State.END;
      channel.read();
    }
  }

  private void onContent(HttpContent content) {
    Transaction present = transaction;
    if (!content.decoderResult().isSuccess()) {
      content.release();
      onBrokenBody(present, Undecoded.refusal(content.decoderResult().cause()));
      return;
    }
    boolean last = content instanceof LastHttpContent;
    requestEnded |= last;
    if (present == null) {
      content.release();
      return;
    }
    if (state == State.END) {
      content.release();
      state = State.BUSY;
      present.start();
      return;
    }
    if (content.content().isReadable()) {
      present.onRequestBody(content.content());
    } else {
      content.release();
      if (!last) {
        channel.read();
      }
    }
    if (last) {
      present.onRequestEnd();
    }
  }

  private void onBrokenBody(@Nullable Transaction present, Refusal why) {
    transaction = null;
    if (present != null) {
      present.onClientGone();
    }
    if (response.hasHead()) {
      abort();
    } else {
      refuse(why);
    }
  }

  private void refuse(Refusal refusal) {
    services.meters().refused(refusal);
    account.refused(refusal.status(), refusal.label());
    transaction = null;
    response.refuse(ErrorPage.of(refusal.status(), refusal.label(), about()));
    linger();
  }

  /// What error pages say of the present request.
  ErrorPage.About about() {
    return ErrorPage.About.of(pseudonym, account);
  }

  /// Who has begun to ask is told; who has not is not waiting for an answer.
  private void onIdle() {
    var decoder = channel.pipeline().get(StrictRequestDecoder.class);
    if (decoder != null && !decoder.isBetweenMessages()) {
      refuse(Refusal.HEAD_TOO_SLOW);
    } else {
      services.meters().closed(ProxyMeters.Closed.IDLE);
      channel.close();
    }
  }

  EventLoop loop() {
    return channel.eventLoop();
  }

  Caller caller() {
    return caller;
  }

  Outward outward() {
    return outward;
  }

  /// The way to the origin and to other nodes.
  Onward onward() {
    return onward;
  }

  /// That of the present request.
  Account account() {
    return account;
  }

  /// That of a request, under what is in force now.
  Clearance clearance(CheckedRequest request) {
    return services.access().clearance(request.authority(), request.head(), caller, channel);
  }

  ClientTimes times() {
    return times;
  }

  String pseudonym() {
    return pseudonym;
  }

  boolean isWritable() {
    return channel.isWritable();
  }

  /// Runs an action unless `waitOver` comes first.
  void waitFor(Runnable action) {
    timer.arm(times.follow(), action);
  }

  void waitOver() {
    timer.disarm();
  }

  /// Asks for the next piece of the request's body.
  void readBody() {
    if (!requestEnded) {
      channel.read();
    }
  }

  /// What is written goes by this.
  ResponseWriter response() {
    return response;
  }

  /// Answers with a change of protocol, and leads octets through to the origin, whose connection
  /// this is. False: there are too many.
  boolean changeOver(ResponseHead head, Channel origin) {
    var over = new Changeover(channel, response, services.tunnels(), account);
    var client = onward.address();
    boolean begun = client.isPresent() && over.begin(client.get(), head, origin);
    transaction = begun ? null : transaction;
    return begun;
  }

  void writeHead(CheckedRequest request, ResponseHead head, String cacheStatus) {
    account.head(head, cacheStatus);
    response.head(request, head, cacheStatus);
  }

  /// Writes a piece of the body and releases it.
  void writeBody(ByteBuf piece) {
    account.body(piece.readableBytes());
    response.body(piece);
  }

  void endResponse() {
    transaction = null;
    watchOutlet();
    if (response.keeps() && requestEnded) {
      state = State.HEAD;
      response.endAndStay(this::onResponseSent);
      channel.read();
    } else {
      response.endForGood();
      linger();
    }
  }

  /// The time for the next request counts from when the client can have the whole response.
  private void onResponseSent() {
    if (state == State.HEAD) {
      timer.arm(times.keepAlive(), this::onIdle);
    }
  }

  /// Whether nothing is under way, so that a request may be answered aside of this conversation.
  public boolean isIdle() {
    return state == State.HEAD && !response.isLeaving() && channel.isWritable();
  }

  /// Whether that may be done without a look at who may what.
  public boolean isOpen() {
    return isIdle() && services.access().isOpen() && services.parents().policy().isDirect();
  }

  /// Requests were answered so, and flushed: the deadlines are those after a response of its own.
  public void answeredAside() {
    if (outlet.isEmpty()) {
      onResponseSent();
    } else {
      watchOutlet();
      outlet.whenEmpty(this::onResponseSent);
    }
  }

  void writeError(CheckedRequest request, ErrorPage page, String cacheStatus) {
    response.mayKeep(response.keeps() && requestEnded);
    writeHead(request, page.head(), cacheStatus);
    if (!request.head().isHead()) {
      writeBody(Unpooled.copiedBuffer(page.body(), StandardCharsets.UTF_8));
    }
    endResponse();
  }

  private void watchOutlet() {
    outlet.watch(
        timer, times.writeStall(), times.takenLeast(), () -> breakOff(ProxyMeters.Closed.STALLED));
  }

  /// Breaks the connection off so that nobody takes what came for the whole.
  void abort() {
    breakOff(ProxyMeters.Closed.ABORTED);
  }

  private void breakOff(ProxyMeters.Closed why) {
    services.meters().closed(why);
    outlet.breakOff();
  }

  /// Ends our side and reads on for a moment: closing with unread octets would reset the connection
  /// and take the response away from the client (RFC 9112 §9.6 Tear-down).
  private void linger() {
    state = State.LINGERING;
    timer.arm(ClientTimes.LINGER, channel::close);
    outlet.end();
    channel.read();
  }
}
