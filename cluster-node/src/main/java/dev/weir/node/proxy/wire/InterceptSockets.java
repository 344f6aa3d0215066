package dev.weir.node.proxy.wire;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.ChannelOption;
import io.netty.channel.ServerChannelRecvByteBufAllocator;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollServerSocketChannel;

/// How sockets that accept clients' connections are made. Accepted sockets, which inherit the
/// options, are read on demand.
public final class InterceptSockets {
  private static final int BACKLOG = 4096;

  /// Accepted one after the other before the loop does anything else: enough that a loop which has
  /// little processor time keeps up with many that come at once.
  private static final int ACCEPTED_MAX = 64;

  /// What the kernel keeps of a response beyond what the client's window takes. Without it a client
  /// that reads nothing has megabytes of the memory that all connections share.
  private static final long UNSENT_BYTES_MAX = 128 * 1024;

  private InterceptSockets() {}

  /// A listener for diverted connections that has neither threads nor an address yet: a maximum
  /// segment that leaves room for GRE, no path MTU discovery because what it would learn is sent to
  /// the origin's address and never comes here.
  public static ServerBootstrap listening(int segmentBytesMax) {
    return direct()
        .option(Segments.TCP_MAXSEG, segmentBytesMax)
        .option(Segments.IP_MTU_DISCOVER, Segments.IP_PMTUDISC_DONT);
  }

  /// A listener for clients that come by themselves.
  public static ServerBootstrap direct() {
    return new ServerBootstrap()
        .channel(EpollServerSocketChannel.class)
        .option(ChannelOption.SO_REUSEADDR, true)
        .option(ChannelOption.SO_BACKLOG, BACKLOG)
        .option(
            ChannelOption.RECVBUF_ALLOCATOR,
            new ServerChannelRecvByteBufAllocator().maxMessagesPerRead(ACCEPTED_MAX))
        .childOption(ChannelOption.AUTO_READ, false)
        .childOption(ChannelOption.TCP_NODELAY, true)
        .childOption(EpollChannelOption.TCP_NOTSENT_LOWAT, UNSENT_BYTES_MAX)
        .childOption(
            ChannelOption.RECVBUF_ALLOCATOR,
            new AdaptiveRecvByteBufAllocator().maxMessagesPerRead(1))
        .childOption(
            ChannelOption.WRITE_BUFFER_WATER_MARK, new WriteBufferWaterMark(32_768, 65_536));
  }
}
