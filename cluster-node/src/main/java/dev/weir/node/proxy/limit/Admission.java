package dev.weir.node.proxy.limit;

import dev.weir.node.proxy.client.ProxyMeters;
import dev.weir.node.proxy.introduce.ClientAddress;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;
import java.util.function.Supplier;

/// Which connections may begin: not more than there may be in all, nor than one client may have, by
/// whichever way they come in. Where there are too many in all, the oldest that has not asked makes
/// room. For any thread; a channel's own is that of its event loop.
public final class Admission {
  private static final int IPV6_PREFIX_BYTES = 8;

  private final int connectionsMax;
  private final Supplier<ClientLimits> limits;
  private final ProxyMeters meters;
  private final Function<EventLoop, HalfOpen> halfOpen;
  private final ConcurrentMap<Long, Integer> clients = new ConcurrentHashMap<>();

  /// Of so many open connections at the most.
  Admission(
      int connectionsMax,
      Supplier<ClientLimits> limits,
      ProxyMeters meters,
      Function<EventLoop, HalfOpen> halfOpen) {
    this.connectionsMax = connectionsMax;
    this.limits = limits;
    this.meters = meters;
    this.halfOpen = halfOpen;
  }

  /// The most open connections.
  public int connectionsMax() {
    return connectionsMax;
  }

  /// Whether a connection may go on, of so many that are open with it. If not, it is counted and
  /// closed; a client's place is free again once its connection is closed.
  public boolean admits(Channel channel, int open) {
    boolean full = open > connectionsMax && !halfOpen.apply(channel.eventLoop()).makesRoom();
    Optional<ProxyMeters.Closed> refusal =
        full ? Optional.of(ProxyMeters.Closed.LIMIT) : take(channel);
    refusal.ifPresent(why -> {
      meters.closed(why);
      channel.close();
    });
    return refusal.isEmpty();
  }

  /// The remote address is gone when the connection already is.
  private Optional<ProxyMeters.Closed> take(Channel channel) {
    if (!(ClientAddress.of(channel) instanceof InetSocketAddress remote)) {
      return Optional.empty();
    }
    var now = limits.get();
    long client = client(remote.getAddress(), now.prefixLength());
    if (clients.merge(client, 1, Integer::sum) > now.perClientMax()) {
      giveBack(client);
      return Optional.of(ProxyMeters.Closed.CLIENT_LIMIT);
    }
    channel.closeFuture().addListener(_ -> giveBack(client));
    return Optional.empty();
  }

  private void giveBack(long client) {
    clients.computeIfPresent(client, (_, count) -> count == 1 ? null : count - 1);
  }

  /// The same number for addresses of one client: the first bits, of IPv6 64.
  static long client(InetAddress address, int prefixLength) {
    byte[] octets = address.getAddress();
    if (address instanceof Inet4Address) {
      long bits = ByteBuffer.wrap(octets).getInt() & 0xffffffffL;
      return bits >>> (Integer.SIZE - prefixLength);
    }
    return ByteBuffer.wrap(octets, 0, IPV6_PREFIX_BYTES).getLong();
  }
}
