package dev.weir.node.proxy.wire;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.DefaultFileRegion;
import io.netty.channel.DefaultMessageSizeEstimator;
import io.netty.channel.FileRegion;
import io.netty.channel.MessageSizeEstimator;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.handler.ssl.SslHandler;

/// The last handler before a client's socket: what lies in a file too is sent from there by the
/// kernel (sendfile). Where there is another transport, or TLS wants octets, it stands aside.
@Sharable
public final class FileSender extends ChannelOutboundHandlerAdapter {
  /// For every channel.
  public static final FileSender INSTANCE = new FileSender();

  private static final MessageSizeEstimator.Handle OTHERS =
      DefaultMessageSizeEstimator.DEFAULT.newHandle();

  /// What waits in a file counts as what waits in memory: who takes nothing gets no more.
  private static final MessageSizeEstimator SIZES =
      () ->
          message ->
              message instanceof FileRegion region
                  ? Math.toIntExact(region.count())
                  : OTHERS.size(message);

  private FileSender() {}

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    Channel channel = context.channel();
    if (channel instanceof EpollSocketChannel && channel.pipeline().get(SslHandler.class) == null) {
      channel.config().setMessageSizeEstimator(SIZES);
    } else {
      context.pipeline().remove(this);
    }
  }

  @Override
  public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
    context.write(
        message instanceof LeasedBuffer leased && leased.file().isPresent()
            ? new Region(leased)
            : message,
        promise);
  }

  /// The same octets in their file; the lease ends with it.
  private static final class Region extends DefaultFileRegion {
    private final LeasedBuffer leased;

    Region(LeasedBuffer leased) {
      super(
          leased.file().orElseThrow().file(),
          leased.file().orElseThrow().position() + leased.readerIndex(),
          leased.readableBytes());
      this.leased = leased;
    }

    /// The file is the store's, and stays open.
    @Override
    protected void deallocate() {
      leased.release();
    }
  }
}
