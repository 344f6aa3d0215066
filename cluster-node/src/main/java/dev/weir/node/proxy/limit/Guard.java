package dev.weir.node.proxy.limit;

import dev.weir.node.proxy.request.Exceeded;
import dev.weir.node.proxy.request.Refusal;
import dev.weir.node.proxy.wire.PhaseTimer;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;

/// Keeps the limits of the requests of one client connection, or of one stream in it: what goes
/// beyond them reaches the conversation as a message that has failed, with [Exceeded] for its
/// cause. Confined to the event loop of its channel.
public final class Guard extends ChannelDuplexHandler {
  /// What it is made with.
  ///
  /// @param standing of the connection
  /// @param byItself whether the client came by itself, so that it can be told to come again
  /// @param stream whether the channel is a stream of the connection, which has others
  public record Means(Standing standing, boolean byItself, boolean stream) {}

  private final Means means;
  private final ClientLimits.Message most;
  private final Channel channel;
  private final PhaseTimer timer;
  private boolean inBody;
  private boolean failed;
  private long bodyOctets;
  private long paceOctets;
  private long waitedNs;
  private long waitsSinceNs;
  private boolean waits;

  /// That of a channel.
  public Guard(Channel channel, Means means) {
    this.means = means;
    this.most = means.standing().message();
    this.channel = channel;
    this.timer = new PhaseTimer(channel.eventLoop());
  }

  /// Whether a further request may be answered aside, without coming by.
  public boolean letsAside() {
    return means.standing().letsTwoMore();
  }

  /// Whether a request without a body is not too long: so many octets, of which so many are its
  /// target, and so many fields.
  public boolean bears(int headBytes, int targetBytes, int fields) {
    return headBytes <= most.headMax()
        && targetBytes <= most.targetMax()
        && fields <= most.fieldsMax();
  }

  /// A request was answered aside.
  public void wentAside() {
    means.standing().asks();
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (message instanceof HttpRequest request) {
      begin(request);
    } else if (message instanceof HttpContent content) {
      came(content);
    }
    context.fireChannelRead(message);
  }

  @Override
  public void read(ChannelHandlerContext context) {
    if (inBody && !waits) {
      waits = true;
      waitsSinceNs = System.nanoTime();
    }
    context.read();
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    timer.close();
    context.fireChannelInactive();
  }

  private void begin(HttpRequest request) {
    if (!means.stream()) {
      means.standing().asks();
    }
    inBody = true;
    bodyOctets = 0;
    paceOctets = 0;
    waitedNs = 0;
    waits = false;
    if (request.decoderResult().isSuccess()) {
      judge(request);
    }
    if (HttpUtil.isTransferEncodingChunked(request)
        || request.headers().contains(HttpHeaderNames.CONTENT_LENGTH)) {
      timer.arm(most.bodyPace().grace(), this::onGraceOver);
    }
    if (!means.stream() && means.standing().isOver()) {
      request.headers().set(HttpHeaderNames.CONNECTION, close(request));
    }
  }

  /// What the client wrote stays: it may name fields that end here.
  private static String close(HttpRequest request) {
    String options = String.join(",", request.headers().getAll(HttpHeaderNames.CONNECTION));
    return options.isEmpty() ? "close" : options + "," + HttpHeaderValues.CLOSE;
  }

  private void judge(HttpRequest request) {
    if (means.byItself() && means.standing().isShort()) {
      fail(request, Refusal.OVERLOAD);
    } else if (request.uri().length() > most.targetMax()) {
      fail(request, Refusal.URI_TOO_LONG);
    } else if (request.headers().size() > most.fieldsMax()) {
      fail(request, Refusal.TOO_MANY_FIELDS);
    } else if (HttpUtil.getContentLength(request, 0L) > most.bodyMax()) {
      fail(request, Refusal.BODY_TOO_LONG);
    }
  }

  private void came(HttpContent content) {
    if (waits) {
      waits = false;
      waitedNs += System.nanoTime() - waitsSinceNs;
    }
    int more = content.content().readableBytes();
    bodyOctets += more;
    paceOctets += more;
    if (bodyOctets > most.bodyMax() && !failed && content.decoderResult().isSuccess()) {
      fail(content, Refusal.BODY_TOO_LONG);
    }
    if (content instanceof LastHttpContent) {
      inBody = false;
      timer.disarm();
    }
  }

  private void fail(HttpObject message, Refusal why) {
    failed = true;
    message.setDecoderResult(DecoderResult.failure(new Exceeded(why)));
  }

  private void onGraceOver() {
    if (!inBody || failed) {
      return;
    }
    long now = System.nanoTime();
    long waited = waitedNs + (waits ? now - waitsSinceNs : 0);
    if (most.bodyPace().isTooSlow(paceOctets, waited)) {
      var nothing = new DefaultHttpContent(Unpooled.EMPTY_BUFFER);
      fail(nothing, Refusal.BODY_TOO_SLOW);
      ChannelHandlerContext own = channel.pipeline().context(this);
      if (own != null) {
        own.fireChannelRead(nothing);
      }
    } else {
      paceOctets = 0;
      waitedNs = 0;
      waitsSinceNs = now;
      timer.arm(most.bodyPace().grace(), this::onGraceOver);
    }
  }
}
