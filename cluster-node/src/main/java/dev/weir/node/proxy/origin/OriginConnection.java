package dev.weir.node.proxy.origin;

import dev.weir.node.proxy.wire.Inlet;
import dev.weir.node.proxy.splice.Held;
import dev.weir.node.proxy.wire.PhaseTimer;
import dev.weir.node.proxy.wire.StrictResponseDecoder;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpObject;
import io.netty.util.ReferenceCountUtil;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One connection to an origin: the end of its pipeline, at most one exchange at a time.
///
/// Whatever arrives while no exchange is under way closes it (a response that nobody asked for must
/// not become the answer to the next request). Confined to its event loop.
final class OriginConnection extends ChannelInboundHandlerAdapter {
  private final OriginPool pool;
  private final OriginRoute route;
  private final PhaseTimer idleTimer;
  private @Nullable Channel channel;
  private @Nullable StrictResponseDecoder decoder;
  private @Nullable Inlet inlet;
  private @Nullable OriginExchange exchange;

  OriginConnection(OriginPool pool, OriginRoute route) {
    this.pool = pool;
    this.route = route;
    this.idleTimer = new PhaseTimer(pool.loop());
  }

  OriginRoute route() {
    return route;
  }

  void attach(Channel ownChannel, StrictResponseDecoder ownDecoder, Inlet ownInlet) {
    channel = ownChannel;
    decoder = ownDecoder;
    inlet = ownInlet;
  }

  /// Makes an exchange the one that hears of this connection.
  void serve(OriginExchange next, boolean answerToHead) {
    exchange = next;
    idleTimer.disarm();
    if (decoder != null) {
      decoder.expect(answerToHead);
    }
  }

  boolean isWritable() {
    return channel != null && channel.isWritable();
  }

  boolean isOpen() {
    return channel != null && channel.isActive();
  }

  void write(HttpObject message) {
    if (channel != null) {
      channel.write(message, channel.voidPromise());
    } else {
      ReferenceCountUtil.release(message);
    }
  }

  void flush() {
    if (channel != null) {
      channel.flush();
    }
  }

  void read() {
    if (channel != null) {
      channel.read();
    }
  }

  /// Whether more has come than the exchange was told.
  boolean hasMore() {
    return (inlet != null && !inlet.isEmpty()) || (decoder != null && decoder.hasMore());
  }

  /// Whether what has come beyond an answer makes it unbelievable. What says how long its body is
  /// may be followed by octets that are nothing (RFC 9112 §6.3); they are not read.
  boolean isOverlong(boolean lengthSaid) {
    return lengthSaid
        ? (inlet != null && !inlet.isEmpty()) || (decoder != null && decoder.hasAnswer())
        : hasMore();
  }

  /// The exchange is over. The connection is kept if it may be, and if nothing more has come.
  void release(boolean reusable) {
    exchange = null;
    if (!reusable || hasMore() || !isOpen() || !pool.keep(this)) {
      close();
      return;
    }
    idleTimer.arm(pool.times().idle(), this::close);
    read();
  }

  /// Gives the connection away, which holds what has come and was not yet told. It was never kept.
  Optional<Channel> surrender() {
    exchange = null;
    idleTimer.close();
    Channel own = channel;
    channel = null;
    if (own != null) {
      Held.from(own, StrictResponseDecoder.class);
    }
    return Optional.ofNullable(own);
  }

  void close() {
    exchange = null;
    idleTimer.close();
    pool.forget(this);
    if (channel != null) {
      channel.close();
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (exchange == null) {
      ReferenceCountUtil.release(message);
      close();
    } else {
      exchange.onMessage(message);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    OriginExchange ended = exchange;
    close();
    if (ended != null) {
      ended.onClosed();
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    if (exchange != null && context.channel().isWritable()) {
      exchange.onWritable();
    }
  }

  /// A reset, or a decoder that gave up. What has come so far cannot be believed to be whole.
  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    OriginExchange broken = exchange;
    close();
    if (broken != null) {
      broken.onClosed();
    }
  }
}
