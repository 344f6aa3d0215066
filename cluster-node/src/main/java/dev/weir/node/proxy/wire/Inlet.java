package dev.weir.node.proxy.wire;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;

/// Hands decoded messages on one at a time, one for each `read()`.
///
/// One read of the socket may decode into many messages, and the end of the connection may come
/// while some still wait. What waits is bounded: the socket is read only when nothing does (when
/// the peer has closed, Netty reads what the kernel still holds). Confined to the event loop.
public final class Inlet extends ChannelDuplexHandler {
  private final ArrayDeque<Object> waiting = new ArrayDeque<>();
  private final boolean drainFirst;
  private boolean wanted;
  private boolean handing;
  private boolean ended;
  private boolean endTold;

  private Inlet(boolean drainFirst) {
    this.drainFirst = drainFirst;
  }

  /// For an origin: the end is told after everything that came before it. Its connection ends by
  /// halves, for when a channel closes its pipeline is taken apart, and what waits in it is lost.
  public static Inlet endingLast() {
    return new Inlet(true);
  }

  /// For a client: the end is told at once, for then there is nobody left to answer.
  public static Inlet endingAtOnce() {
    return new Inlet(false);
  }

  /// Whether no message waits.
  public boolean isEmpty() {
    return waiting.isEmpty();
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    waiting.add(message);
    handOn(context);
  }

  @Override
  public void read(ChannelHandlerContext context) {
    wanted = true;
    handOn(context);
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    context.fireChannelReadComplete();
    // What came was not a whole message: go on reading for it.
    if (wanted && waiting.isEmpty() && !ended) {
      context.read();
    }
  }

  /// The other end of a connection that may end by halves says no more.
  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof ChannelInputShutdownEvent && drainFirst) {
      channelInactive(context);
    } else {
      context.fireUserEventTriggered(event);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    ended = true;
    if (!drainFirst) {
      releaseAll();
      context.fireChannelInactive();
    } else {
      handOn(context);
      if (waiting.isEmpty() && !wanted) {
        tellEnd(context);
      }
    }
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    releaseAll();
  }

  private void handOn(ChannelHandlerContext context) {
    if (handing) {
      return;
    }
    handing = true;
    try {
      while (wanted && !waiting.isEmpty()) {
        wanted = false;
        context.fireChannelRead(waiting.poll());
      }
    } finally {
      handing = false;
    }
    if (wanted && ended) {
      tellEnd(context);
    } else if (wanted) {
      context.read();
    }
  }

  private void tellEnd(ChannelHandlerContext context) {
    wanted = false;
    if (drainFirst && !endTold) {
      endTold = true;
      context.fireChannelInactive();
    }
  }

  private void releaseAll() {
    while (!waiting.isEmpty()) {
      ReferenceCountUtil.release(waiting.poll());
    }
  }
}
