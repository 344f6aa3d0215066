package dev.weir.node.proxy.introduce;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;

/// Says first, on a connection to an origin, whose it is.
public final class Introducer extends ChannelOutboundHandlerAdapter {
  private final Introduction introduction;

  /// One that says this.
  public Introducer(Introduction introduction) {
    this.introduction = introduction;
  }

  @Override
  public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
    context.write(introduction.octets());
    context.write(message, promise);
    context.pipeline().remove(this);
  }
}
