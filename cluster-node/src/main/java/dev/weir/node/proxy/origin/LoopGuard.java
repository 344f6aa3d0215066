package dev.weir.node.proxy.origin;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;

/// Tells of a connection while it is being opened, and gives it up when its SYN comes back to us.
final class LoopGuard extends ChannelOutboundHandlerAdapter {
  /// Why a connection was given up: a router diverts it back to us.
  static final class DivertedBack extends IOException {
    private static final long serialVersionUID = 1L;
  }

  private final OpeningConnections opening;

  LoopGuard(OpeningConnections opening) {
    this.opening = opening;
  }

  @Override
  public void connect(
      ChannelHandlerContext context,
      SocketAddress remote,
      SocketAddress local,
      ChannelPromise promise) {
    opening.begin();
    try {
      context.connect(remote, local, promise);
      if (context.channel().localAddress() instanceof InetSocketAddress source
          && remote instanceof InetSocketAddress destination) {
        opening.expect(source, destination, () -> giveUp(context, promise));
        promise.addListener(_ -> opening.end(source, destination));
      } else {
        promise.addListener(_ -> opening.end());
      }
    } finally {
      opening.sent();
    }
  }

  private static void giveUp(ChannelHandlerContext context, ChannelPromise promise) {
    context
        .channel()
        .eventLoop()
        .execute(() -> {
          if (promise.tryFailure(new DivertedBack())) {
            context.close();
          }
        });
  }
}
