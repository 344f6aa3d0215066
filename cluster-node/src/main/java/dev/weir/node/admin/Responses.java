package dev.weir.node.admin;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpChunkedInput;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/// Writes answers to a connection, which ends with them.
///
/// Whatever a page shows, a browser runs nothing but our own scripts beside it, keeps nothing of
/// it, and lets no other page read or frame it.
final class Responses {
  static final String JSON = "application/json";

  private static final Map<String, String> ALWAYS =
      Map.of(
          "cache-control",
          "no-store",
          "connection",
          "close",
          "x-content-type-options",
          "nosniff",
          "referrer-policy",
          "no-referrer",
          "x-frame-options",
          "DENY",
          "cross-origin-resource-policy",
          "same-origin",
          "cross-origin-opener-policy",
          "same-origin",
          "content-security-policy",
          "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
              + " img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");

  private Responses() {}

  /// Writes a whole answer; `more` are headers of its own.
  static void whole(
      ChannelHandlerContext ctx,
      int status,
      String mediaType,
      String text,
      Map<String, String> more) {
    var body = Unpooled.copiedBuffer(text, StandardCharsets.UTF_8);
    var response =
        new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(status), body);
    describe(response, mediaType);
    response.headers().set(HttpHeaderNames.CONTENT_LENGTH, body.readableBytes());
    more.forEach(response.headers()::set);
    ctx.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE);
  }

  /// Writes a listing piece by piece, or its head alone.
  static ChannelFuture stream(ChannelHandlerContext ctx, Answer.Listing listing, boolean head) {
    var response = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
    describe(response, JSON);
    response.headers().set(HttpHeaderNames.TRANSFER_ENCODING, "chunked");
    ctx.write(response);
    return ctx.writeAndFlush(
        head
            ? LastHttpContent.EMPTY_LAST_CONTENT
            : new HttpChunkedInput(new ListingChunks(listing)));
  }

  private static void describe(HttpResponse response, String mediaType) {
    response.headers().set(HttpHeaderNames.CONTENT_TYPE, mediaType);
    ALWAYS.forEach(response.headers()::set);
  }
}
