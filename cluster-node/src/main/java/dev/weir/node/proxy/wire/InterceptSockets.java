package dev.weir.node.proxy.wire;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.ChannelOption;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.EpollServerSocketChannel;

/// How sockets that accept diverted connections are made.
///
/// The options (a maximum segment that leaves room for GRE, no path MTU discovery because what it
/// would learn is sent to the origin's address and never comes here) are inherited by the accepted
/// sockets, which are read on demand.
public final class InterceptSockets {
  private static final int BACKLOG = 4096;

  private InterceptSockets() {}

  /// A listener that has neither threads nor an address yet.
  public static ServerBootstrap listening(int segmentBytesMax) {
    return new ServerBootstrap()
        .channel(EpollServerSocketChannel.class)
        .option(ChannelOption.SO_REUSEADDR, true)
        .option(ChannelOption.SO_BACKLOG, BACKLOG)
        .option(Segments.TCP_MAXSEG, segmentBytesMax)
        .option(Segments.IP_MTU_DISCOVER, Segments.IP_PMTUDISC_DONT)
        .childOption(ChannelOption.AUTO_READ, false)
        .childOption(ChannelOption.TCP_NODELAY, true)
        .childOption(
            ChannelOption.RECVBUF_ALLOCATOR,
            new AdaptiveRecvByteBufAllocator().maxMessagesPerRead(1))
        .childOption(
            ChannelOption.WRITE_BUFFER_WATER_MARK, new WriteBufferWaterMark(32_768, 65_536));
  }
}
