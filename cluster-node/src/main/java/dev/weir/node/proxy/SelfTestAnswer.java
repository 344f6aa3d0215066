package dev.weir.node.proxy;

import dev.weir.node.host.HostRules;
import dev.weir.node.proxy.wire.StrictRequestDecoder;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;

/// Answers the node's own self-test, which has come the way of a diverted connection: on the event
/// loop, but beside requests, store and statistics. The other side ends the connection.
public final class SelfTestAnswer extends SimpleChannelInboundHandler<HttpObject> {
  private static final int SECONDS_MAX = 10;

  private SelfTestAnswer() {}

  /// Whether a connection to this destination is the self-test's: nobody else can have it.
  public static boolean isAsked(InetSocketAddress destination) {
    return HostRules.SELF_TEST_ORIGIN.equals(destination.getAddress());
  }

  /// Begins it on a channel, which lives 10 s at the most.
  public static void begin(Channel channel) {
    channel
        .pipeline()
        .addLast(new StrictRequestDecoder())
        .addLast(new HttpResponseEncoder())
        .addLast(new SelfTestAnswer());
    channel.config().setAutoRead(true);
    var end = channel.eventLoop().schedule(() -> channel.close(), SECONDS_MAX, TimeUnit.SECONDS);
    channel.closeFuture().addListener(closed -> end.cancel(false));
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, HttpObject message) {
    if (message instanceof HttpRequest request && request.decoderResult().isSuccess()) {
      var response =
          new DefaultFullHttpResponse(
              HttpVersion.HTTP_1_1, HttpResponseStatus.OK, Unpooled.EMPTY_BUFFER);
      response.headers().setInt(HttpHeaderNames.CONTENT_LENGTH, 0);
      context.writeAndFlush(response, context.voidPromise());
    }
  }

  /// The RST by which it ends, or something else that ends it.
  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    context.close();
  }
}
