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
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/// Which connections may begin, and which requests on streams of their own: not more than there may
/// be in all, nor than one client may have, by whichever way they come in. Where there are too many
/// in all, the oldest that has not asked makes room. For any thread; a channel's own is that of its
/// event loop.
public final class Admission {
  private static final int IPV6_PREFIX_BYTES = 8;

  private final IntSupplier connectionsMax;
  private final Supplier<ClientLimits> limits;
  private final ProxyMeters meters;
  private final Function<EventLoop, HalfOpen> halfOpen;
  private final ConcurrentMap<Long, Integer> clients = new ConcurrentHashMap<>();
  private final AtomicInteger streams = new AtomicInteger();

  /// Of so many open connections at the most.
  Admission(
      IntSupplier connectionsMax,
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
    return connectionsMax.getAsInt();
  }

  /// Whether a connection may go on, of so many that are open with it. If not, it is counted and
  /// closed; a client's place is free again once its connection is closed.
  public boolean admits(Channel channel, int open) {
    Optional<ProxyMeters.Closed> refusal =
        isFull(channel, open) ? Optional.of(ProxyMeters.Closed.LIMIT) : take(channel);
    refusal.ifPresent(why -> {
      meters.closed(why);
      channel.close();
    });
    return refusal.isEmpty();
  }

  /// Notes that an admitted connection has not asked yet, as long as nobody else does.
  public void waits(Channel channel) {
    halfOpen.apply(channel.eventLoop()).began(channel, limits.get().halfOpenMax());
  }

  /// Why a request may not begin on a stream of its own, if so; of so many connections that are
  /// open. It counts as one: it may need a connection to its origin.
  public Optional<ProxyMeters.Closed> refusal(Channel stream, int open) {
    streams.incrementAndGet();
    stream.closeFuture().addListener(_ -> streams.decrementAndGet());
    return isFull(stream, open) ? Optional.of(ProxyMeters.Closed.LIMIT) : take(stream);
  }

  /// The requests that are under way on streams.
  public int streams() {
    return streams.get();
  }

  private boolean isFull(Channel channel, int open) {
    return open + streams.get() > connectionsMax.getAsInt()
        && !halfOpen.apply(channel.eventLoop()).makesRoom();
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
