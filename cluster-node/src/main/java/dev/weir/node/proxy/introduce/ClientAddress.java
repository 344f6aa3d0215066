package dev.weir.node.proxy.introduce;

import io.netty.channel.Channel;
import io.netty.util.AttributeKey;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Whose a client's connection is: that of the socket's other end, unless that has introduced
/// somebody else. Rules, quotas, logs and what origins are told go by it.
public final class ClientAddress {
  private static final AttributeKey<InetSocketAddress> INTRODUCED =
      AttributeKey.valueOf(ClientAddress.class, "introduced");

  private ClientAddress() {}

  /// Notes whom the other end has introduced.
  public static void introduce(Channel channel, InetSocketAddress client) {
    channel.attr(INTRODUCED).set(client);
  }

  /// The client of a connection, or of a stream in one; absent when the connection is gone.
  public static @Nullable SocketAddress of(Channel channel) {
    InetSocketAddress own = channel.attr(INTRODUCED).get();
    if (own != null) {
      return own;
    }
    Channel parent = channel.parent();
    InetSocketAddress shared = parent == null ? null : parent.attr(INTRODUCED).get();
    return shared != null ? shared : channel.remoteAddress();
  }

  /// The same as an address of IPv4; empty where it has none.
  public static Optional<Inet4Address> ofIpv4(Channel channel) {
    return of(channel) instanceof InetSocketAddress client
            && client.getAddress() instanceof Inet4Address address
        ? Optional.of(address)
        : Optional.empty();
  }
}
