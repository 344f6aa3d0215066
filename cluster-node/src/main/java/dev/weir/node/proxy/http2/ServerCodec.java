package dev.weir.node.proxy.http2;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2ConnectionDecoder;
import io.netty.handler.codec.http2.Http2ConnectionEncoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2Settings;
import org.jspecify.annotations.Nullable;

/// The codec of a connection, which tells the handlers behind it also of an end that comes of what
/// it had to send: too many resets (CVE-2025-8671), or too many answers that nobody takes. Without
/// that nobody would count them.
final class ServerCodec extends Http2FrameCodec {
  private ServerCodec(
      Http2ConnectionEncoder encoder, Http2ConnectionDecoder decoder, Http2Settings settings) {
    super(encoder, decoder, settings, false, true);
  }

  @Override
  protected void onConnectionError(
      ChannelHandlerContext context,
      boolean outbound,
      Throwable cause,
      @Nullable Http2Exception why) {
    if (outbound) {
      context.fireExceptionCaught(cause);
    }
    super.onConnectionError(context, outbound, cause, why);
  }

  /// Makes one with the limits that it is told.
  static final class Builder extends Http2FrameCodecBuilder {
    Builder() {
      server(true);
      gracefulShutdownTimeoutMillis(0);
    }

    @Override
    protected Http2FrameCodec build(
        Http2ConnectionDecoder decoder, Http2ConnectionEncoder encoder, Http2Settings settings) {
      return new ServerCodec(encoder, decoder, settings);
    }
  }
}
