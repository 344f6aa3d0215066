package dev.weir.node.proxy.answer;

import dev.weir.cache.message.Fields;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.util.ReferenceCountUtil;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// A last page on a connection that has no conversation any more. What its client says meanwhile is
/// nothing: closing with unread octets would take the page away from it (RFC 9112 §9.6 Tear-down).
///
/// Confined to the event loop.
public final class Parting extends ChannelInboundHandlerAdapter {
  private Parting() {}

  /// Writes the page, with these fields beside its own.
  public static void say(Channel channel, ErrorPage page, Fields own, Duration moment) {
    Fields fields = page.head().fields();
    for (Fields.Field line : own) {
      fields = fields.plus(line.name(), line.value());
    }
    say(channel, page.closing(fields), moment);
  }

  /// Writes a response at the end of a pipeline that encodes nothing, and closes the connection a
  /// moment later.
  public static void say(Channel channel, FullHttpResponse last, Duration moment) {
    last.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
    channel.pipeline().addLast(new HttpResponseEncoder(), new Parting());
    channel.write(last, channel.voidPromise());
    new Outlet(channel).end();
    channel.eventLoop().schedule(() -> channel.close(), moment.toMillis(), TimeUnit.MILLISECONDS);
    channel.read();
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    ReferenceCountUtil.release(message);
    context.read();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    context.close();
  }
}
