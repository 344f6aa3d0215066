package dev.weir.node.proxy.client;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.socket.DuplexChannel;

/// Our side of a client's connection: what is written leaves by it. Confined to the event loop.
final class Outlet {
  private final Channel channel;
  private boolean flushDue;

  Outlet(Channel channel) {
    this.channel = channel;
  }

  /// Has everything leave together that is written in this turn of the event loop.
  void flushSoon() {
    if (!flushDue) {
      flushDue = true;
      channel
          .eventLoop()
          .execute(() -> {
            flushDue = false;
            channel.flush();
          });
    }
  }

  /// Whether nothing waits to leave.
  boolean isEmpty() {
    var unsent = channel.unsafe().outboundBuffer();
    return unsent == null || unsent.isEmpty();
  }

  /// Runs an action when all that was written has left, or never can.
  void whenEmpty(Runnable action) {
    channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(sent -> action.run());
  }

  /// Ends our side when all that was written has left.
  void end() {
    whenEmpty(() -> {
      if (channel instanceof DuplexChannel duplex && channel.isActive()) {
        duplex.shutdownOutput();
      }
    });
  }
}
