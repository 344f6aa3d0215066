package dev.weir.node.proxy;

import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.unix.RawUnixChannelOption;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.Optional;

/// Where a connection was going before the kernel changed its destination: SO_ORIGINAL_DST, which
/// conntrack answers with a `sockaddr_in`.
final class OriginalDestination {
  private static final int SOL_IP = 0;
  private static final int SO_ORIGINAL_DST = 80;
  private static final int SOCKADDR_IN_OCTETS = 16;
  private static final int PORT_AT = 2;
  private static final int ADDRESS_AT = 4;

  private static final RawUnixChannelOption OPTION =
      new RawUnixChannelOption("SO_ORIGINAL_DST", SOL_IP, SO_ORIGINAL_DST, SOCKADDR_IN_OCTETS);

  private OriginalDestination() {}

  /// Empty if nobody changed it, or the connection is gone.
  static Optional<InetSocketAddress> of(Channel channel) {
    try {
      ByteBuffer answer = channel.config().getOption(OPTION);
      return answer == null ? Optional.empty() : Optional.of(read(answer));
    } catch (ChannelException noneKnown) {
      return Optional.empty();
    }
  }

  /// The family is in the host's byte order, port and address in the network's.
  static InetSocketAddress read(ByteBuffer answer) {
    var address = new byte[4];
    answer.get(answer.position() + ADDRESS_AT, address);
    try {
      return new InetSocketAddress(
          InetAddress.getByAddress(address),
          Short.toUnsignedInt(answer.getShort(answer.position() + PORT_AT)));
    } catch (UnknownHostException e) {
      throw new IllegalStateException("four octets are an address", e);
    }
  }
}
