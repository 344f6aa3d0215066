package dev.weir.node.peer.link;

import dev.weir.node.peer.Epochs;
import dev.weir.node.peer.PeerKind;
import dev.weir.node.peer.PeerMeters;
import dev.weir.node.peer.PeerTls;
import dev.weir.node.proxy.origin.Exchange;
import dev.weir.node.proxy.origin.OriginPool;
import dev.weir.node.proxy.origin.OriginReceiver;
import dev.weir.node.proxy.origin.OriginRequest;
import dev.weir.node.proxy.origin.OriginRoute;
import dev.weir.node.proxy.origin.OriginTimes;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// The connections of one event loop to the other nodes. Confined to that loop.
public final class PeerLink {
  /// How long a node may give no sign of life.
  public static final Duration LIFE = Duration.ofSeconds(1);

  private static final Duration STALL = Duration.ofSeconds(30);
  private static final Duration IDLE = Duration.ofSeconds(60);

  /// What all loops share.
  ///
  /// @param own this node's address, by which the others know it
  /// @param port where they listen
  /// @param life how long they may give no sign of life
  public record Settings(
      PeerTls tls,
      Inet4Address own,
      int port,
      Duration life,
      Epochs epochs,
      PeerStates states,
      PeerMeters meters) {}

  private final Settings settings;
  private final OriginPool pool;
  private final Map<Inet4Address, PeerLine> lines = new HashMap<>();

  /// A link without connections.
  public PeerLink(EventLoop loop, Settings settings) {
    this.settings = settings;
    this.pool =
        OriginPool.ofPeers(loop, new OriginTimes(settings.life(), STALL, IDLE), this::secure);
  }

  /// A request of a client that a node is to answer: [Exchange#start()] begins it.
  public Exchange relay(Inet4Address node, RelayedRequest request, Relay.Receiver receiver) {
    return new Relay(this, node, request, receiver);
  }

  /// Asks a node; tells its answer on this loop, empty when there was none in time.
  public void ask(
      Inet4Address node, PeerKind kind, byte[] question, Consumer<Optional<byte[]>> told) {
    new PeerCall(this, node, new PeerCall.Question(kind, question), told).start();
  }

  /// Closes what is kept.
  public void close() {
    pool.close();
  }

  Settings settings() {
    return settings;
  }

  EventLoop loop() {
    return pool.loop();
  }

  Exchange exchange(OriginRequest request, OriginReceiver receiver) {
    return pool.exchange(request, receiver);
  }

  /// The way to a node.
  PeerLine line(Inet4Address node) {
    return lines.computeIfAbsent(node, _ -> new PeerLine(pool, route(node)));
  }

  OriginRoute route(Inet4Address node) {
    return new OriginRoute(
        new InetSocketAddress(node, settings.port()), Optional.<InetAddress>of(settings.own()));
  }

  private void secure(Channel channel, InetSocketAddress peer) {
    settings.meters().opened();
    channel.closeFuture().addListener(_ -> settings.meters().closed());
    channel.pipeline().addLast(settings.tls().called(channel, peer));
  }
}
