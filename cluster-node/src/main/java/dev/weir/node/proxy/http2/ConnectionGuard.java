package dev.weir.node.proxy.http2;

import dev.weir.node.proxy.wire.PhaseTimer;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http2.DefaultHttp2GoAwayFrame;
import io.netty.handler.codec.http2.Http2CodecUtil;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
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

  private final Duration idle;
  private final PhaseTimer timer;
  private final Consumer<StreamFault> faults;
  private final Runnable idled;
  private @Nullable ChannelHandlerContext place;
  private int streams;
  private int frames;
  private long windowNs = System.nanoTime();
  private boolean leaving;

  ConnectionGuard(Channel channel, Duration idle, Consumer<StreamFault> faults, Runnable idled) {
    this.idle = idle;
    this.timer = new PhaseTimer(channel.eventLoop());
    this.faults = faults;
    this.idled = idled;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    place = context;
    timer.arm(idle, this::onIdle);
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    timer.close();
    context.fireChannelInactive();
  }

  /// A stream has begun.
  void opened(Channel stream) {
    streams++;
    timer.disarm();
    stream.closeFuture().addListener(_ -> closed());
  }

  private void closed() {
    streams--;
    if (streams > 0) {
      return;
    }
    if (leaving) {
      close();
    } else {
      timer.arm(idle, this::onIdle);
    }
  }

  private void onIdle() {
    idled.run();
    leave();
  }

  /// Takes no further streams, and closes after the present ones.
  void leave() {
    goAway(Http2Error.NO_ERROR);
    leaving = true;
    if (streams == 0) {
      close();
    }
  }

  private void goAway(Http2Error why) {
    if (place != null) {
      place.writeAndFlush(new DefaultHttp2GoAwayFrame(why));
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
    ReferenceCountUtil.release(message);
    if (counts && isFlood() && !leaving) {
      leaving = true;
      faults.accept(StreamFault.FLOOD);
      goAway(Http2Error.ENHANCE_YOUR_CALM);
      close();
    }
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
    Http2Exception broken = Http2CodecUtil.getEmbeddedHttp2Exception(cause);
    if (broken == null) {
      context.close();
    } else if (broken.error() == Http2Error.ENHANCE_YOUR_CALM) {
      faults.accept(StreamFault.FLOOD);
    }
  }
}
