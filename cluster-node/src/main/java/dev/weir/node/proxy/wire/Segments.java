package dev.weir.node.proxy.wire;

import io.netty.channel.unix.IntegerUnixChannelOption;

/// The options of a socket whose own address is another host's, so that its packets come through
/// GRE and what routers say of them does not come at all (§6.1).
public final class Segments {
  /// The longest segment that the other end is asked to send, and that is sent to it.
  public static final IntegerUnixChannelOption TCP_MAXSEG =
      new IntegerUnixChannelOption("TCP_MAXSEG", 6, 2);

  /// Whether packets forbid routers to cut them.
  public static final IntegerUnixChannelOption IP_MTU_DISCOVER =
      new IntegerUnixChannelOption("IP_MTU_DISCOVER", 0, 10);

  /// They never do: the complaint of a router would go to the address that is not ours.
  public static final int IP_PMTUDISC_DONT = 0;

  private Segments() {}
}
