package dev.weir.node.proxy.answer;

import dev.weir.cache.message.Fields;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
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

  /// Writes the page with these fields beside its own at the end of a pipeline that encodes nothing,
  /// and closes the connection a moment later.
  public static void say(Channel channel, ErrorPage page, Fields own, Duration moment) {
    channel.pipeline().addLast(new HttpResponseEncoder(), new Parting());
    Fields fields = page.head().fields();
    for (Fields.Field line : own) {
      fields = fields.plus(line.name(), line.value());
    }
    channel.write(page.closing(fields), channel.voidPromise());
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
