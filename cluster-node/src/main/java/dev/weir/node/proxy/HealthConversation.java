package dev.weir.node.proxy;

import dev.weir.node.proxy.client.ProxyMeters;
import dev.weir.node.proxy.wire.StrictRequestDecoder;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/// Tells a layer-four switch that probes the node's own address whether it may have packets: one
/// request, one answer, and the end.
///
/// `GET /weir-health` is answered 200 or 503, by the same gate as `/readyz`; anything else 404.
final class HealthConversation extends SimpleChannelInboundHandler<HttpObject> {
  static final String PATH = "/weir-health";
  private static final int SECONDS_MAX = 10;

  private final BooleanSupplier ready;
  private final ProxyMeters meters;
  private boolean answered;

  HealthConversation(BooleanSupplier ready, ProxyMeters meters) {
    this.ready = ready;
    this.meters = meters;
  }

  /// Begins it on a channel, which lives 10 s at the most.
  static void with(Channel channel, HealthConversation conversation) {
    channel
        .pipeline()
        .addLast(new StrictRequestDecoder())
        .addLast(new HttpResponseEncoder())
        .addLast(conversation);
    channel.config().setAutoRead(true);
    var end = channel.eventLoop().schedule(() -> channel.close(), SECONDS_MAX, TimeUnit.SECONDS);
    channel.closeFuture().addListener(_ -> end.cancel(false));
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, HttpObject message) {
    if (answered || !(message instanceof HttpRequest request)) {
      return;
    }
    answered = true;
    boolean asked =
        request.decoderResult().isSuccess()
            && request.method().equals(HttpMethod.GET)
            && request.uri().equals(PATH);
    boolean well = asked && ready.getAsBoolean();
    meters.probed(
        asked
            ? well ? ProxyMeters.Probed.READY : ProxyMeters.Probed.NOT_READY
            : ProxyMeters.Probed.REFUSED);
    answer(
        context,
        asked
            ? well ? HttpResponseStatus.OK : HttpResponseStatus.SERVICE_UNAVAILABLE
            : HttpResponseStatus.NOT_FOUND);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    context.close();
  }

  private static void answer(ChannelHandlerContext context, HttpResponseStatus status) {
    var body = Unpooled.copiedBuffer(status.reasonPhrase() + "\n", StandardCharsets.US_ASCII);
    var response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, body);
    response
        .headers()
        .set(HttpHeaderNames.CONTENT_TYPE, HttpHeaderValues.TEXT_PLAIN)
        .setInt(HttpHeaderNames.CONTENT_LENGTH, body.readableBytes())
        .set(HttpHeaderNames.CACHE_CONTROL, HttpHeaderValues.NO_STORE)
        .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
    context.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE);
  }
}
