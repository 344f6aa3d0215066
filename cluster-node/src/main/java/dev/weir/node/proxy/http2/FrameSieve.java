package dev.weir.node.proxy.http2;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2PriorityFrame;
import io.netty.handler.codec.http2.Http2StreamChannel;
import io.netty.handler.codec.http2.Http2UnknownFrame;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.collection.IntObjectHashMap;

/// What of a connection's frames streams get to see. Confined to its event loop.
///
/// Frames of a stream wait until it is read. Windows bound the octets of DATA, but nothing would
/// bound how many frames they come in, nor frames that no window counts: those of unknown types
/// (RFC 9113 §5.5) and PRIORITY (§5.3.2), which nobody here reads.
final class FrameSieve extends ChannelInboundHandlerAdapter {
  /// How many frames of DATA of one connection may wait: 128 octets each fill its window.
  static final int DATA_FRAMES_MAX = 8192;

  /// The frames of one stream that wait.
  final class Waiting {
    private int frames;

    /// The stream has taken one.
    void taken() {
      frames--;
      waiting--;
    }
  }

  private final ConnectionGuard guard;
  private final IntObjectHashMap<Waiting> streams = new IntObjectHashMap<>();
  private int waiting;

  FrameSieve(ConnectionGuard guard) {
    this.guard = guard;
  }

  /// A stream begins. What still waits when it ends is dropped with it.
  Waiting opened(Channel stream) {
    var present = new Waiting();
    int id = ((Http2StreamChannel) stream).stream().id();
    streams.put(id, present);
    stream
        .closeFuture()
        .addListener(_ -> {
          waiting -= present.frames;
          streams.remove(id);
        });
    return present;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (message instanceof Http2UnknownFrame || message instanceof Http2PriorityFrame) {
      ReferenceCountUtil.release(message);
      guard.idleFrame();
    } else if (message instanceof Http2DataFrame frame && isOneTooMany(frame)) {
      frame.release();
      guard.flooded();
    } else {
      context.fireChannelRead(message);
    }
  }

  private boolean isOneTooMany(Http2DataFrame frame) {
    Waiting of = streams.get(frame.stream().id());
    if (of == null || waiting == DATA_FRAMES_MAX) {
      return of != null;
    }
    of.frames++;
    waiting++;
    return false;
  }
}
