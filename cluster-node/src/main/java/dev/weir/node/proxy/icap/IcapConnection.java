package dev.weir.node.proxy.icap;

import dev.weir.node.proxy.icap.wire.IcapMessage;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// One connection to a service: the end of its pipeline, at most one dialogue at a time. What comes
/// while there is none closes it. Confined to its event loop.
final class IcapConnection extends ChannelInboundHandlerAdapter {
  /// Who hears of it.
  interface Listener {
    /// A piece of the answer, which is the listener's to release. The next one is to be asked for.
    void on(IcapMessage message);

    /// Nothing more comes.
    void onClosed();

    /// More may be written.
    void onWritable();
  }

  private final Channel channel;
  private @Nullable Listener listener;

  IcapConnection(Channel channel) {
    this.channel = channel;
  }

  void serve(Listener next) {
    listener = next;
  }

  boolean isOpen() {
    return channel.isActive();
  }

  boolean isWritable() {
    return channel.isWritable();
  }

  void write(String octets) {
    ByteBuf out = channel.alloc().buffer(octets.length());
    out.writeCharSequence(octets, StandardCharsets.ISO_8859_1);
    channel.writeAndFlush(out, channel.voidPromise());
  }

  /// Writes a chunk of a body, and releases it.
  void chunk(ByteBuf piece) {
    if (piece.isReadable()) {
      write(Integer.toHexString(piece.readableBytes()) + "\r\n");
      channel.write(piece, channel.voidPromise());
      write("\r\n");
    } else {
      piece.release();
    }
  }

  void read() {
    channel.read();
  }

  /// Nobody hears of it any more.
  void rest() {
    listener = null;
    channel.read();
  }

  void close() {
    listener = null;
    channel.close();
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (listener != null && message instanceof IcapMessage known) {
      listener.on(known);
    } else {
      ReferenceCountUtil.release(message);
      channel.close();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    Listener left = listener;
    listener = null;
    if (left != null) {
      left.onClosed();
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    if (listener != null && channel.isWritable()) {
      listener.onWritable();
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    channel.close();
  }
}
