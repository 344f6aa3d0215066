package dev.weir.node.proxy.splice;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/// Keeps what a side says before there is another one, which only one that has said all can do: its
/// end makes Netty read what the kernel holds, asked or not.
///
/// Confined to the event loop.
public final class Held extends ChannelInboundHandlerAdapter {
  private final ArrayDeque<Object> waiting = new ArrayDeque<>();

  /// Begins to hold; for the moment a connection is accepted. [Splice#join] takes over.
  public static void on(Channel side) {
    side.config().setAutoRead(false).setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
    side.pipeline().addLast(new Held());
  }

  /// Begins to hold in the place of another handler, which has heard this much of the side.
  public static void instead(ChannelHandlerContext place, ByteBuf heard) {
    place.channel().config().setAutoRead(false).setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
    var held = new Held();
    if (heard.isReadable()) {
      held.waiting.add(heard);
    } else {
      heard.release();
    }
    place.pipeline().replace(place.handler(), null, held);
  }

  /// Begins to hold in the place of the first handler of a kind and of all behind it; what a decoder
  /// among them has not decoded comes first.
  public static void from(Channel side, Class<? extends ChannelHandler> first) {
    on(side);
    ChannelPipeline pipeline = side.pipeline();
    List<ChannelHandler> replaced = new ArrayList<>();
    for (Map.Entry<String, ChannelHandler> each : pipeline) {
      if (first.isInstance(each.getValue()) || !replaced.isEmpty()) {
        replaced.add(each.getValue());
      }
    }
    replaced.removeIf(Held.class::isInstance);
    replaced.sort(Comparator.comparing(ByteToMessageDecoder.class::isInstance)); // these last
    replaced.forEach(pipeline::remove);
  }

  /// Hands on what a side has said so far, in its order.
  static void release(Channel side) {
    var context = side.pipeline().context(Held.class);
    if (context != null && context.handler() instanceof Held held) {
      held.handOn(context);
      side.pipeline().remove(held);
    }
  }

  /// Ends to hold, and forgets what a side has said so far.
  public static void drop(Channel side) {
    side.pipeline().remove(Held.class);
  }

  private void handOn(ChannelHandlerContext context) {
    while (!waiting.isEmpty()) {
      var next = waiting.poll();
      if (next instanceof ByteBuf) {
        context.fireChannelRead(next);
      } else {
        context.fireUserEventTriggered(next);
      }
    }
    context.fireChannelReadComplete();
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (message instanceof ByteBuf) {
      waiting.add(message);
    } else {
      ReferenceCountUtil.release(message); // of a decoder that was here before
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    waiting.add(event);
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    while (!waiting.isEmpty()) {
      ReferenceCountUtil.release(waiting.poll());
    }
  }

  /// A reset: the one that is joined later finds the connection gone.
  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    context.close();
  }
}
