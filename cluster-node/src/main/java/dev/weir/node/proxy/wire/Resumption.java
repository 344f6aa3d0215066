package dev.weir.node.proxy.wire;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;

/// Has the decoder go on that has stopped behind a request, once that is whole and the next one is
/// wanted: then the connection has stayed HTTP. Confined to the event loop.
public final class Resumption extends ChannelDuplexHandler {
  private final StrictRequestDecoder decoder;
  private boolean whole;

  /// For a decoder of the same pipeline.
  public Resumption(StrictRequestDecoder decoder) {
    this.decoder = decoder;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    whole = message instanceof LastHttpContent;
    if (message instanceof HttpRequest) {
      whole = false;
    }
    context.fireChannelRead(message);
  }

  /// Not at once: the decoder may be handing on what was before.
  @Override
  public void read(ChannelHandlerContext context) {
    if (whole) {
      whole = false;
      context.executor().execute(() -> goOn(context));
    }
    context.read();
  }

  private void goOn(ChannelHandlerContext context) {
    ChannelHandlerContext own = context.pipeline().context(decoder);
    if (own != null) {
      try {
        decoder.goOn(own);
      } catch (Exception broken) {
        own.fireExceptionCaught(broken);
      }
    }
  }
}
