package dev.weir.node.proxy.quick;

import io.netty.channel.Channel;
import io.netty.channel.epoll.EpollChannelOption;

/// The connections of one event loop of which the kernel may keep as much as a body of a mebibyte
/// has, so that it takes that in one call: half the cost of eight. Confined to that loop.
///
/// They are few, those that asked first, until they close: so much of the memory that all
/// connections share is what clients that read nothing can hold of it.
final class RoomySockets {
  /// How many there are at the most.
  static final int MAX = 64;

  /// From which body on it matters, in octets: the others keep no more than that.
  static final long LONG_BYTES = 128 * 1024;

  private static final long UNSENT_BYTES_MAX = 1L << 20;

  private int open;

  /// Makes a connection one of them. False: there are enough.
  boolean admit(Channel channel) {
    if (open == MAX) {
      return false;
    }
    open++;
    channel.closeFuture().addListener(closed -> open--);
    channel.config().setOption(EpollChannelOption.TCP_NOTSENT_LOWAT, UNSENT_BYTES_MAX);
    return true;
  }
}
