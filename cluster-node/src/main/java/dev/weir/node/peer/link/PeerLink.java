package dev.weir.node.peer.link;

import dev.weir.node.peer.Epochs;
import dev.weir.node.peer.PeerBody;
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
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The connections of one event loop to the other nodes. Confined to that loop.
public final class PeerLink {
  /// How long a node may give no sign of life.
  public static final Duration LIFE = Duration.ofSeconds(1);

  private static final long READY_MILLIS = 500;
  private static final int WAITS_MAX = 3;
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
  private Set<Inet4Address> expected = Set.of();
  private @Nullable Future<?> readying;

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

  /// Keeps a connection to each of these nodes ready.
  void expect(Set<Inet4Address> nodes) {
    expected = Set.copyOf(nodes);
    beginReadying();
  }

  private void beginReadying() {
    if (readying == null) {
      readying =
          loop().scheduleWithFixedDelay(this::stayReady, 0, READY_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  private void stayReady() {
    long nowNs = System.nanoTime();
    expected.forEach(node -> line(node).stayReady(nowNs));
    settings.states().owed().forEach(this::pay);
  }

  private void pay(Inet4Address node, long debt) {
    ask(
        node,
        PeerKind.INVALIDATE,
        PeerBody.ofEverything(),
        answer -> answer.ifPresent(_ -> settings.states().paid(node, debt)));
  }

  /// Closes what is kept.
  public void close() {
    if (readying != null) {
      readying.cancel(false);
    }
    pool.close();
  }

  /// Whether a node serves nothing that it has now before it has heard from others.
  public boolean isLost(Inet4Address node) {
    return settings.states().isLost(node);
  }

  /// A node could not be told of something that it may have stored: as soon as it answers it is
  /// told to doubt whatever it has.
  public void owe(Inet4Address node) {
    settings.states().owe(node);
    beginReadying();
  }

  Settings settings() {
    return settings;
  }

  /// Where everything happens.
  public EventLoop loop() {
    return pool.loop();
  }

  Exchange exchange(OriginRequest request, OriginReceiver receiver) {
    return pool.exchange(request, receiver);
  }

  /// The way to a node.
  PeerLine line(Inet4Address node) {
    return lines.computeIfAbsent(node, _ -> new PeerLine(pool, route(node)));
  }

  /// Whether who has waited for a connection so many times goes on waiting: the node has accepted
  /// one, and has not been silent.
  boolean mayCome(Inet4Address node, int waits) {
    return waits < WAITS_MAX && line(node).isOpen() && !settings.states().isSilent(node);
  }

  OriginRoute route(Inet4Address node) {
    return new OriginRoute(
        new InetSocketAddress(node, settings.port()), Optional.<InetAddress>of(settings.own()));
  }

  private void secure(Channel channel, InetSocketAddress peer) {
    settings.meters().opened();
    channel.closeFuture().addListener(_ -> settings.meters().closed());
    if (peer.getAddress() instanceof Inet4Address node) {
      line(node).opened(channel);
    }
    channel.pipeline().addLast(settings.tls().called(channel, peer));
  }
}
