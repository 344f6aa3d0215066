package dev.weir.node.syslog;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollDomainDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.unix.DomainSocketAddress;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.concurrent.TimeUnit;

/// A datagram socket of this host, such as `/dev/log`, to which messages are sent; the JDK has only
/// stream sockets of that kind. Confined to one thread, which waits until each is taken.
final class UnixDatagrams implements WritableByteChannel {
  private static final long WAIT_MILLIS = 1000;

  private final MultiThreadIoEventLoopGroup group;
  private final Channel channel;

  private UnixDatagrams(MultiThreadIoEventLoopGroup group, Channel channel) {
    this.group = group;
    this.channel = channel;
  }

  /// Connects to the socket of this path.
  ///
  /// @throws IOException if nobody listens there
  static UnixDatagrams open(String path) throws IOException {
    var group = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
    ChannelFuture opening =
        new Bootstrap()
            .group(group)
            .channel(EpollDomainDatagramChannel.class)
            .handler(new ChannelInboundHandlerAdapter())
            .connect(new DomainSocketAddress(path));
    try {
      await(opening);
    } catch (IOException e) {
      opening.channel().close();
      group.shutdownGracefully(0, 0, TimeUnit.MILLISECONDS);
      throw e;
    }
    return new UnixDatagrams(group, opening.channel());
  }

  /// Sends all of it as one message.
  @Override
  public int write(ByteBuffer message) throws IOException {
    int octets = message.remaining();
    await(channel.writeAndFlush(Unpooled.copiedBuffer(message)));
    message.position(message.limit());
    return octets;
  }

  private static void await(ChannelFuture done) throws IOException {
    if (!done.awaitUninterruptibly(WAIT_MILLIS)) {
      throw new IOException("not taken within " + WAIT_MILLIS + " ms");
    }
    if (!done.isSuccess()) {
      throw new IOException(done.cause());
    }
  }

  @Override
  public boolean isOpen() {
    return channel.isOpen();
  }

  @Override
  public void close() {
    channel.close();
    group.shutdownGracefully(0, 0, TimeUnit.MILLISECONDS);
  }
}
