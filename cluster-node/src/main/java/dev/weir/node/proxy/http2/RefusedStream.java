package dev.weir.node.proxy.http2;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.util.ReferenceCountUtil;

/// A stream for which there is no place: its client may ask again, for nothing was done (RFC 9113
/// §8.7). Confined to its event loop.
final class RefusedStream extends ChannelInboundHandlerAdapter {
  @Override
  public void channelActive(ChannelHandlerContext context) {
    context.writeAndFlush(new DefaultHttp2ResetFrame(Http2Error.REFUSED_STREAM));
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    ReferenceCountUtil.release(message);
  }
}
