package dev.weir.node.peer.door;

import dev.weir.cache.message.RequestHead;
import dev.weir.node.ownership.Fence;
import dev.weir.node.peer.Epochs;
import dev.weir.node.peer.PeerDrop;
import dev.weir.node.peer.PeerMeters;
import dev.weir.node.peer.PeerProtocol;
import dev.weir.node.peer.PeerProtocol.Answering;
import dev.weir.node.peer.PeerProtocol.Going;
import dev.weir.node.peer.PeerProtocol.Verdict;
import dev.weir.node.peer.PeerRequest;
import dev.weir.node.proxy.access.WayIn;
import dev.weir.node.proxy.caller.Caller;
import dev.weir.node.proxy.host.HostVerdict;
import dev.weir.node.proxy.request.Authority;
import dev.weir.node.proxy.request.Scheme;
import dev.weir.node.proxy.wire.FieldLines;
import dev.weir.node.proxy.wire.PhaseTimer;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Where another node's requests come in, each checked before anything else hears of it.
///
/// ```
/// WAITING ─┬─ relayed ──▶ RELAYING   the conversation behind answers, as it answers clients;
///          │                        by another table only what this node owns, else 421
///          ├─ question ─▶ ASKING     answered here once its body is whole
///          ├─ fenced ───▶ SKIPPING   421 when its body is over
///          ╰─ refused ──▶ CLOSING
/// ```
///
/// Confined to the event loop of its channel.
public final class PeerDoor extends ChannelDuplexHandler implements Caller {
  /// How long a relayed request or a question may take before the other node is told that it is
  /// being seen to.
  public static final Duration SIGN_OF_LIFE = Duration.ofMillis(250);

  /// How long a connection may be unused.
  public static final Duration IDLE = Duration.ofMinutes(2);

  private static final int MISDIRECTED = 421;
  private static final int PROCESSING = 102;
  private static final int GATEWAY_TIMEOUT = 504;

  private enum State {
    WAITING,
    RELAYING,
    ASKING,
    SKIPPING,
    CLOSING
  }

  /// What a door is made with.
  ///
  /// @param version of the protocol that this node speaks
  public record Means(int version, Epochs epochs, Desk desk, PeerMeters meters) {}

  private final Means means;
  private final InetSocketAddress other;
  private final PhaseTimer life;
  private final PhaseTimer idle;
  private State state = State.WAITING;
  private InetSocketAddress destination;
  private Wish wish = Wish.RELAYED;
  private Scheme scheme = Scheme.HTTP;
  private PeerRequest.@Nullable Question question;
  private ByteBuf body = Unpooled.EMPTY_BUFFER;

  /// The door for the connection of a node.
  public PeerDoor(Channel channel, Means means) {
    this.means = means;
    this.other = (InetSocketAddress) channel.remoteAddress();
    this.destination = other;
    this.life = new PhaseTimer(channel.eventLoop());
    this.idle = new PhaseTimer(channel.eventLoop());
  }

  /// The other node has checked it.
  @Override
  public void find(Authority host, EventLoop loop, Consumer<HostVerdict> found) {
    found.accept(HostVerdict.VERIFIED);
  }

  /// Who may what was judged where the client asked.
  @Override
  public WayIn way() {
    return WayIn.INTERCEPT;
  }

  @Override
  public OptionalInt refusal(HostVerdict verdict) {
    return OptionalInt.empty();
  }

  @Override
  public InetSocketAddress destination() {
    return destination;
  }

  @Override
  public Wish wish() {
    return wish;
  }

  @Override
  public Scheme scheme() {
    return scheme;
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    idle.arm(IDLE, context::close);
    context.fireChannelActive();
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    life.close();
    idle.close();
    body.release();
    body = Unpooled.EMPTY_BUFFER;
    context.fireChannelInactive();
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (message instanceof HttpRequest request && state != State.CLOSING) {
      onRequest(context, request);
    } else if (message instanceof HttpContent content) {
      onContent(context, content);
    } else {
      ReferenceCountUtil.release(message);
    }
  }

  private void onRequest(ChannelHandlerContext context, HttpRequest request) {
    idle.disarm();
    if (!request.decoderResult().isSuccess()) {
      refuse(context, PeerDrop.UNDECODED);
      return;
    }
    var head =
        new RequestHead(request.method().name(), request.uri(), FieldLines.from(request.headers()));
    switch (PeerRequest.of(head, means.version())) {
      case PeerRequest.Refused(PeerDrop why) -> refuse(context, why);
      case PeerRequest.Relayed relayed ->
          fence(
              context,
              relayed.going(),
              () -> relay(context, relayed, request, Wish.RELAYED),
              () -> ownOrSkip(context, relayed, request));
      case PeerRequest.Question asked when asked.kind().isFenced() ->
          fence(
              context,
              asked.going(),
              () -> begin(context, asked),
              () -> answerOrSkip(context, asked));
      case PeerRequest.Question asked -> begin(context, asked);
    }
  }

  /// If this node lags behind it catches up first.
  private void fence(ChannelHandlerContext context, Going going, Runnable pass, Runnable differ) {
    switch (Fence.between(going.epoch(), means.epochs().number())) {
      case PASS -> pass.run();
      case SENDER_BEHIND -> differ.run();
      case RECEIVER_BEHIND ->
          means
              .epochs()
              .reach(
                  going.epoch(),
                  () -> context.executor().execute(() -> onReached(context, going, pass, differ)));
    }
  }

  private void onReached(
      ChannelHandlerContext context, Going going, Runnable pass, Runnable differ) {
    if (!context.channel().isActive()) {
      return;
    }
    if (Fence.between(going.epoch(), means.epochs().number()) == Fence.PASS) {
      pass.run();
    } else {
      differ.run();
    }
  }

  /// What is asked of homes by an earlier table is answered by the later one: homes stay.
  private void answerOrSkip(ChannelHandlerContext context, PeerRequest.Question asked) {
    if (Fence.between(asked.going().epoch(), means.epochs().number()) == Fence.SENDER_BEHIND) {
      begin(context, asked);
    } else {
      skip(context);
    }
  }

  /// The tables differ, but maybe not in whose this is: who owns it by his own answers, as he would
  /// a client of his own. Only who owns by the same table is given what was stored before.
  private void ownOrSkip(
      ChannelHandlerContext context, PeerRequest.Relayed relayed, HttpRequest request) {
    if (relayed.handOver()) {
      skip(context);
    } else {
      relay(context, relayed, request, Wish.OWNED);
    }
  }

  private void relay(
      ChannelHandlerContext context, PeerRequest.Relayed relayed, HttpRequest request, Wish asked) {
    state = State.RELAYING;
    destination = relayed.destination();
    wish = relayed.handOver() ? Wish.HANDED_OVER : asked;
    scheme = Scheme.ofUrl(request.uri()).orElse(Scheme.HTTP);
    means.meters().served(relayed.kind());
    request
        .headers()
        .remove(PeerProtocol.MARK)
        .remove(PeerProtocol.DESTINATION)
        .remove(PeerProtocol.HAND_OVER);
    life.arm(SIGN_OF_LIFE, () -> sayAlive(context));
    context.fireChannelRead(request);
  }

  private void begin(ChannelHandlerContext context, PeerRequest.Question asked) {
    state = State.ASKING;
    question = asked;
    body = Unpooled.buffer(asked.octets());
    context.read();
  }

  private void skip(ChannelHandlerContext context) {
    state = State.SKIPPING;
    means.meters().fenced();
    context.read();
  }

  private void onContent(ChannelHandlerContext context, HttpContent content) {
    if (state == State.RELAYING) {
      context.fireChannelRead(content);
      return;
    }
    boolean last = content instanceof LastHttpContent;
    boolean whole = content.decoderResult().isSuccess();
    if (state == State.ASKING && whole) {
      body.writeBytes(content.content());
    }
    content.release();
    if (!whole) {
      context.close();
    } else if (!last || state == State.CLOSING) {
      context.read();
    } else if (state == State.SKIPPING) {
      answer(context, MISDIRECTED, Verdict.EPOCH, Unpooled.EMPTY_BUFFER);
    } else {
      onAsked(context);
    }
  }

  private void onAsked(ChannelHandlerContext context) {
    PeerRequest.Question asked = question;
    byte[] octets = io.netty.buffer.ByteBufUtil.getBytes(body);
    body.release();
    body = Unpooled.EMPTY_BUFFER;
    if (asked == null) {
      context.close();
      return;
    }
    life.arm(SIGN_OF_LIFE, () -> sayAlive(context));
    means
        .desk()
        .answer(
            other.getAddress(),
            asked.kind(),
            octets,
            reply -> context.executor().execute(() -> onReply(context, asked, reply)));
  }

  private void onReply(
      ChannelHandlerContext context, PeerRequest.Question asked, Desk.Reply reply) {
    switch (reply) {
      case Desk.Given(byte[] octets) -> {
        means.meters().served(asked.kind());
        answer(
            context, HttpResponseStatus.OK.code(), Verdict.CARRIED, Unpooled.wrappedBuffer(octets));
      }
      case Desk.Refused(PeerDrop why) -> {
        means.meters().dropped(why);
        answer(context, why.status(), Verdict.REFUSED, Unpooled.EMPTY_BUFFER);
      }
    }
  }

  private void answer(ChannelHandlerContext context, int status, Verdict verdict, ByteBuf octets) {
    state = State.WAITING;
    life.disarm();
    idle.arm(IDLE, context::close);
    context.writeAndFlush(response(status, verdict, octets));
    context.read();
  }

  private void refuse(ChannelHandlerContext context, PeerDrop why) {
    state = State.CLOSING;
    means.meters().dropped(why);
    var verdict = why == PeerDrop.VERSION ? Verdict.VERSION : Verdict.REFUSED;
    var response = response(why.status(), verdict, Unpooled.EMPTY_BUFFER);
    response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
    context.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE);
  }

  private void sayAlive(ChannelHandlerContext context) {
    var interim =
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(PROCESSING), Unpooled.EMPTY_BUFFER);
    interim.headers().set(PeerProtocol.MARK, mark(Verdict.ALIVE));
    context.writeAndFlush(interim);
  }

  /// What the conversation behind answers is marked as an answer to a relayed request.
  @Override
  public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
    if (message instanceof HttpResponse response) {
      response.headers().set(PeerProtocol.MARK, mark(verdict(response.status().code())));
      if (response.status().code() >= HttpResponseStatus.OK.code()) {
        life.disarm();
      }
    }
    if (message instanceof LastHttpContent) {
      state = State.WAITING;
      idle.arm(IDLE, context::close);
    }
    context.write(message, promise);
  }

  private Verdict verdict(int status) {
    if (wish == Wish.OWNED && status == MISDIRECTED) {
      means.meters().fenced();
      return Verdict.EPOCH;
    }
    boolean absent = wish == Wish.HANDED_OVER && status == GATEWAY_TIMEOUT;
    return absent ? Verdict.ABSENT : Verdict.CARRIED;
  }

  private DefaultFullHttpResponse response(int status, Verdict verdict, ByteBuf octets) {
    var response =
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(status), octets);
    response
        .headers()
        .set(PeerProtocol.MARK, mark(verdict))
        .set(HttpHeaderNames.CONTENT_LENGTH, octets.readableBytes());
    return response;
  }

  private String mark(Verdict verdict) {
    return new Answering(means.version(), verdict, means.epochs().number()).text();
  }
}
