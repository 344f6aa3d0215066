package dev.weir.node.proxy.http2;

import dev.weir.node.proxy.limit.Standing;
import dev.weir.node.proxy.wire.PhaseTimer;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http2.DefaultHttp2GoAwayFrame;
import io.netty.handler.codec.http2.DefaultHttp2PingFrame;
import io.netty.handler.codec.http2.Http2CodecUtil;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.handler.codec.http2.Http2PingFrame;
import io.netty.handler.codec.http2.Http2SettingsFrame;
import io.netty.util.ReferenceCountUtil;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Ends a connection of HTTP/2 that nobody uses, or that is used to keep this node busy. Confined
/// to its event loop.
final class ConnectionGuard extends ChannelInboundHandlerAdapter {
  /// How many frames that only want an answer a connection may send in [#WINDOW_NS].
  static final int CONTROL_FRAMES_MAX = 100;

  private static final long WINDOW_NS = 10_000_000_000L;

  /// How long the client's answer to the first good-bye is waited for.
  private static final Duration LAST_WORD = Duration.ofSeconds(1);

  private static final long LAST_PING = 0x6279_6562_7965_0000L;

  /// What it is made with.
  ///
  /// @param idle how long it may have no request
  /// @param faults told why it ends
  /// @param idled told when it ends because it had no request
  record Means(Standing standing, Duration idle, Consumer<StreamFault> faults, Runnable idled) {}

  private enum State {
    OPEN,
    /// The client knows that it is to come again elsewhere, but what it asks is still answered.
    LEAVING,
    /// What it asks now is not even heard.
    LEFT
  }

  private final Means means;
  private final PhaseTimer timer;
  private @Nullable ChannelHandlerContext place;
  private State state = State.OPEN;
  private int streams;
  private int frames;
  private long windowNs = System.nanoTime();
  private boolean over;
  private boolean broken;

  ConnectionGuard(Channel channel, Means means) {
    this.means = means;
    this.timer = new PhaseTimer(channel.eventLoop());
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    place = context;
    timer.arm(means.idle, this::onIdle);
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    timer.close();
    context.fireChannelInactive();
  }

  /// A stream has begun.
  void opened(Channel stream) {
    streams++;
    if (state == State.OPEN) {
      timer.disarm();
    }
    stream.closeFuture().addListener(_ -> closed());
    means.standing.asks();
    if (means.standing.isOver()) {
      leave();
    }
  }

  private void closed() {
    streams--;
    if (streams == 0 && state == State.LEFT) {
      close();
    } else if (streams == 0 && state == State.OPEN) {
      timer.arm(means.idle, this::onIdle);
    }
  }

  private void onIdle() {
    means.idled.run();
    leave();
  }

  /// Asks the client to come again elsewhere. What it has asked before it hears of that is
  /// answered, too; then the connection ends (RFC 9113 §6.8: two GOAWAY, a round trip between
  /// them).
  void leave() {
    if (state == State.OPEN && place != null) {
      state = State.LEAVING;
      var all =
          new DefaultHttp2GoAwayFrame(Http2Error.NO_ERROR).setExtraStreamIds(Integer.MAX_VALUE);
      place.write(all);
      place.writeAndFlush(new DefaultHttp2PingFrame(LAST_PING));
      timer.arm(LAST_WORD, this::left);
    }
  }

  private void left() {
    if (state != State.LEAVING || place == null) {
      return;
    }
    state = State.LEFT;
    timer.disarm();
    place.writeAndFlush(new DefaultHttp2GoAwayFrame(Http2Error.NO_ERROR));
    if (streams == 0) {
      close();
    }
  }

  private void close() {
    if (place != null) {
      place.close();
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    boolean counts =
        (message instanceof Http2PingFrame ping && !ping.ack())
            || message instanceof Http2SettingsFrame;
    boolean heard =
        message instanceof Http2PingFrame ping && ping.ack() && ping.content() == LAST_PING;
    ReferenceCountUtil.release(message);
    if (counts) {
      idleFrame();
    } else if (heard) {
      left();
    }
  }

  /// A frame came that asks for nothing but an answer, or for nothing at all.
  void idleFrame() {
    if (isFlood()) {
      flooded();
    }
  }

  /// The client keeps the node busy: it ends at once.
  void flooded() {
    if (!over) {
      means.faults.accept(StreamFault.FLOOD);
      end(Http2Error.ENHANCE_YOUR_CALM);
    }
  }

  /// Says why, and ends the connection with all that is under way.
  void end(Http2Error why) {
    if (over || place == null) {
      return;
    }
    over = true;
    timer.close();
    ChannelHandlerContext codec = place.pipeline().context(Http2FrameCodec.class);
    place.writeAndFlush(new DefaultHttp2GoAwayFrame(why)).addListener(_ -> codec.close());
  }

  private boolean isFlood() {
    long now = System.nanoTime();
    if (now - windowNs > WINDOW_NS) {
      windowNs = now;
      frames = 0;
    }
    return ++frames > CONTROL_FRAMES_MAX;
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    ReferenceCountUtil.release(event);
  }

  /// Of what breaks the protocol the codec itself says why, and closes.
  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    Http2Exception why = Http2CodecUtil.getEmbeddedHttp2Exception(cause);
    if (why == null) {
      context.close();
    } else if (!broken) {
      broken = true;
      boolean calm = why.error() == Http2Error.ENHANCE_YOUR_CALM;
      means.faults.accept(calm ? StreamFault.FLOOD : StreamFault.PROTOCOL);
    }
  }
}
