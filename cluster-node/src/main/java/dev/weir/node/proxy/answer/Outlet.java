package dev.weir.node.proxy.answer;

import dev.weir.node.proxy.wire.PhaseTimer;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.FileRegion;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;
import java.time.Duration;

/// Our side of a client's connection: what is written leaves by it. Confined to the event loop.
public final class Outlet {
  private final Channel channel;
  private boolean flushDue;

  /// That of a channel.
  public Outlet(Channel channel) {
    this.channel = channel;
  }

  /// Has everything leave together that is written in this turn of the event loop.
  public void flushSoon() {
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
  public boolean isEmpty() {
    var unsent = channel.unsafe().outboundBuffer();
    return unsent == null || unsent.isEmpty();
  }

  /// Runs an action once less than `least` octets have left in so long, and not all of them, until
  /// the timer is told otherwise.
  public void watch(PhaseTimer timer, Duration within, long least, Runnable stalled) {
    long before = left();
    timer.arm(
        within,
        () -> {
          long now = left();
          if (now > 0 && before - now < least) {
            stalled.run();
          } else {
            watch(timer, within, least, stalled);
          }
        });
  }

  /// The octets that wait; of what the kernel sends from a file, those that it has not sent yet.
  private long left() {
    var unsent = channel.unsafe().outboundBuffer();
    if (unsent == null) { // a stream: what its window does not let through yet
      return channel.bytesBeforeWritable() - channel.bytesBeforeUnwritable();
    }
    long sent = unsent.current() instanceof FileRegion region ? region.transferred() : 0;
    return unsent.totalPendingWriteBytes() - sent;
  }

  /// Runs an action when all that was written has left, or never can.
  public void whenEmpty(Runnable action) {
    channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(sent -> action.run());
  }

  /// Ends our side when all that was written has left.
  public void end() {
    whenEmpty(() -> {
      SslHandler tls = channel.pipeline().get(SslHandler.class);
      if (tls != null && channel.isActive()) {
        tls.closeOutbound().addListener(_ -> shutdown());
      } else {
        shutdown();
      }
    });
  }

  private void shutdown() {
    if (channel instanceof DuplexChannel duplex && channel.isActive()) {
      duplex.shutdownOutput();
    }
  }

  /// Ends the connection so that nobody takes what came for the whole: no TLS says an end either.
  public void breakOff() {
    if (channel.isOpen()) {
      channel.config().setOption(ChannelOption.SO_LINGER, 0);
    }
    ChannelHandlerContext first = channel.pipeline().firstContext();
    if (first == null) {
      channel.close();
    } else {
      first.close();
    }
  }
}
