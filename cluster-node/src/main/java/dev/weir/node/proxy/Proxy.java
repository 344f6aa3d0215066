package dev.weir.node.proxy;

import dev.weir.cache.flight.Collapse;
import dev.weir.cache.flight.Room;
import dev.weir.cache.rule.Sharing;
import dev.weir.node.life.MonotonicClock;
import dev.weir.node.peer.door.PeerDoor;
import dev.weir.node.peer.link.Neighbourhood;
import dev.weir.node.peer.link.PeerLink;
import dev.weir.node.proxy.access.Doorkeeper;
import dev.weir.node.proxy.caller.Caller;
import dev.weir.node.proxy.caller.Diverted;
import dev.weir.node.proxy.chain.ParentBoard;
import dev.weir.node.proxy.chain.ParentWatch;
import dev.weir.node.proxy.client.ClientConversation;
import dev.weir.node.proxy.client.ClientTimes;
import dev.weir.node.proxy.client.ProxyMeters;
import dev.weir.node.proxy.client.ProxyServices;
import dev.weir.node.proxy.compress.Compressor;
import dev.weir.node.proxy.entrance.Splices;
import dev.weir.node.proxy.host.HostCheck;
import dev.weir.node.proxy.http2.Http2Connections;
import dev.weir.node.proxy.limit.Guards;
import dev.weir.node.proxy.origin.OpeningConnections;
import dev.weir.node.proxy.origin.OriginPool;
import dev.weir.node.proxy.origin.OriginSockets;
import dev.weir.node.proxy.outcome.Account;
import dev.weir.node.proxy.outward.Outward;
import dev.weir.node.proxy.outward.Retractions;
import dev.weir.node.proxy.quick.QuickLoop;
import dev.weir.node.proxy.quick.QuickPath;
import dev.weir.node.proxy.request.Scheme;
import dev.weir.node.proxy.sni.TlsMeters;
import dev.weir.node.proxy.tunnel.Tunnels;
import dev.weir.node.proxy.wire.FileSender;
import dev.weir.node.proxy.wire.Inlet;
import dev.weir.node.proxy.wire.PerLoop;
import dev.weir.node.proxy.wire.Resumption;
import dev.weir.node.proxy.wire.StrictRequestDecoder;
import dev.weir.node.telemetry.NodeEvent;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.util.concurrent.EventExecutor;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.IntBinaryOperator;
import java.util.function.Supplier;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/// The intercepting proxy, put together. Lookups have a thread of their own, so that an answer is
/// never late because requests keep a loop busy.
///
/// `bind` and `close` belong to one thread, the rest to any.
public final class Proxy implements AutoCloseable {
  private static final long STOP_MILLIS_MAX = 2000;
  private static final Duration LAST_WORD = Duration.ofMillis(500);

  /// What is on its way into the store takes no more than this part of the store's capacity beside
  /// it.
  private static final int ROOM_SHARE = 4;

  private final ProxyConfig config;
  private final ProxyParts parts;
  private final ProxyMeters meters;
  private final MultiThreadIoEventLoopGroup group;
  private final MultiThreadIoEventLoopGroup lookups =
      new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
  private final PerLoop<Outward> outwards;
  private final PerLoop<QuickLoop> quick;
  private final Optional<Neighbourhood> peers;
  private final OpeningConnections opening = new OpeningConnections();
  private final HostCheck hosts;
  private final ParentBoard parents;
  private final ProxyServices services;
  private final Guards guards;
  private final Gates gates;
  private final Http2Connections http2;
  private final Listeners listeners;
  private List<InetSocketAddress> bound = List.of();

  /// A proxy that does not listen yet. Its threads start with its first connection.
  public Proxy(ProxyConfig config, ProxyParts parts) {
    this.config = config;
    this.parts = parts;
    this.meters = new ProxyMeters(parts.telemetry(), parts.events());
    this.group =
        new MultiThreadIoEventLoopGroup(config.limits().threads(), EpollIoHandler.newFactory());
    this.peers = parts.peers().map(settings -> new Neighbourhood(group, settings));
    this.outwards = new PerLoop<>(group, this::outward);
    this.hosts = config.dns().check((EventLoop) lookups.next(), parts, meters::unresolved);
    this.parents =
        new ParentBoard(
            parts.chain(), parts.telemetry(), parts.events(), new MonotonicClock(Instant.EPOCH));
    this.services =
        new ProxyServices(
            parts.store(),
            new Collapse(
                config.limits().followersMax(),
                new Room(parts.store().capacityBytes() / ROOM_SHARE),
                System::nanoTime),
            parts.owners(),
            config.sockets().clientAddress() ? Sharing.EXPLICIT : Sharing.STORABLE,
            parts.rules(),
            parents,
            new Compressor(parts.compression(), config.limits().threads(), parts.telemetry()),
            new Doorkeeper(parts.access(), parts.wallClock()),
            parts.watch(),
            meters,
            parts.disks(),
            new Account.Books(parts.log(), parts.wallClock()),
            new Tunnels(() -> config.ways().get().tunnels(), parts.telemetry()),
            parts.wallClock(),
            parts.steadyClock());
    this.quick = new PerLoop<>(group, _ -> quickLoop());
    var splices = new Splices(parts.watch(), parts.telemetry());
    this.guards = Guarding.of(config.limits(), group, meters, parts);
    this.gates = new Gates(config, services, hosts, splices, parts.telemetry());
    this.listeners = new Listeners(group, this::listener, parts.events());
    this.http2 = Guarding.http2(config.times(), guards, meters);
    ProxyGauges.register(parts.telemetry(), parts.store(), services.collapse().room(), http2);
  }

  /// Begins to accept connections.
  ///
  /// @throws IOException if an address is taken, is not ours, or CAP_NET_ADMIN is missing; then
  ///   nothing listens
  public void bind() throws IOException {
    if (!bound.isEmpty()) {
      throw new IllegalStateException("already bound to " + bound);
    }
    var addresses = new ArrayList<InetSocketAddress>();
    try {
      if (config.intercept().isPresent()) {
        addresses.add(intercept());
      }
      for (Door door : config.doors()) {
        addresses.add(listeners.add(door));
      }
    } catch (IOException e) {
      listeners.close();
      throw e;
    }
    bound = List.copyOf(addresses);
    Outward watching = outwards.of(group.next());
    new ParentWatch(parents, watching.origins(), hosts::resolve).begin();
    guards.watchMemory(lookups);
    bound.forEach(address -> parts.events().record(NodeEvent.PROXY_LISTENS, "address", address));
  }

  private InetSocketAddress intercept() throws IOException {
    Supplier<HealthConversation> health = () -> new HealthConversation(parts.ready(), meters);
    var begun = new InterceptListener.Conversations(guards.admission(), this::begin, health);
    return listeners.add(
        InterceptListener.bind(group, config, meters, parts.destinationOf(), begun));
  }

  private DoorListener listener(Door door) {
    Supplier<Duration> opening = () -> config.times().get().client().head();
    return new DoorListener(door, guards.admission(), opening, meters, new Beginning());
  }

  /// Serves by these doors from now on. Connections stay as they are, also of doors that go.
  ///
  /// @throws IOException if an address is taken or not ours; then nothing has changed
  public void serve(List<Door> next) throws IOException {
    listeners.serve(next);
  }

  /// Where clients' conversations begin that come by a door.
  private final class Beginning implements DoorListener.Beginning {
    @Override
    public void http1(Channel channel, BiFunction<HostCheck, Channel, Caller> caller, Door door) {
      begin(channel, caller.apply(hosts, channel), door);
    }

    @Override
    public void http2(Channel channel, BiFunction<HostCheck, Channel, Caller> caller) {
      var times = config.times().get().client();
      var standing = guards.standing(channel);
      http2.begin(
          channel,
          standing,
          stream ->
              stream
                  .pipeline()
                  .addLast(guards.of(stream, standing))
                  .addLast(conversation(stream, caller.apply(hosts, stream), times)));
    }
  }

  /// Where connections are accepted: diverted ones first, then by the doors in their order.
  ///
  /// @throws IllegalStateException before `bind`
  public List<InetSocketAddress> boundAddresses() {
    if (bound.isEmpty()) {
      throw new IllegalStateException("not bound");
    }
    return bound;
  }

  /// The stored URLs. What comes or goes meanwhile may be seen or not.
  public Stream<String> inventory() {
    return parts.store().urls();
  }

  /// The connections to origins that are being opened.
  public OpeningConnections opening() {
    return opening;
  }

  /// Asks the node's name servers for a name's addresses; empty when none has answered.
  public void resolve(String name, Consumer<Optional<List<InetAddress>>> told) {
    hosts.resolve(name, told);
  }

  /// Other proxies that are asked.
  public ParentBoard parents() {
    return parents;
  }

  /// How requests' hosts are checked.
  public HostCheck hosts() {
    return hosts;
  }

  /// What was seen of diverted TLS connections.
  public TlsMeters tls() {
    return gates.tlsSeen();
  }

  /// Its numbers.
  public ProxyMeters meters() {
    return meters;
  }

  /// Its event loops, for whoever watches whether they still work.
  public List<EventExecutor> loops() {
    return Stream.of(group, lookups)
        .flatMap(threads -> StreamSupport.stream(threads.spliterator(), false))
        .toList();
  }

  /// The links to the other nodes, where there are any.
  public Optional<Neighbourhood> peers() {
    return peers;
  }

  /// Its event loops, for connections that are served as clients' are.
  public EventLoopGroup threads() {
    return group;
  }

  /// Has clients' connections end with what is under way, or lets them stay again.
  public void farewell(boolean now) {
    guards.farewell(now);
    if (now) {
      http2.leave();
    }
  }

  /// Stops accepting, and closes the connections on which nothing is under way; the others end, or
  /// are closed when it is said again.
  public void shut() {
    listeners.close();
    farewell(true);
    guards.dismissIdle();
  }

  /// Stops accepting, breaks off what is under way, and ends the threads.
  @Override
  public void close() {
    listeners.close();
    http2.end(LAST_WORD);
    hosts.resolver().close();
    outwards.forEach((loop, outward) -> loop.execute(outward.origins()::close));
    peers.ifPresent(Neighbourhood::close);
    for (var threads : List.of(group, lookups)) {
      threads.shutdownGracefully(0, STOP_MILLIS_MAX, TimeUnit.MILLISECONDS);
    }
    group.terminationFuture().awaitUninterruptibly(2 * STOP_MILLIS_MAX);
    lookups.terminationFuture().awaitUninterruptibly(STOP_MILLIS_MAX);
  }

  /// Begins the conversation on a connection of another node, whose requests come in by a door.
  public void begin(Channel channel, PeerDoor door) {
    channel
        .pipeline()
        .addLast(FileSender.INSTANCE, new StrictRequestDecoder(), new HttpResponseEncoder())
        .addLast(Inlet.endingAtOnce(), door)
        .addLast(conversation(channel, door, config.times().get().client().ofPeers()));
  }

  /// A client's that comes by a door.
  private void begin(Channel channel, Caller caller, Door door) {
    gates.of(door, channel, begin(channel, caller), caller, outwards.of(channel).origins());
  }

  /// A client's, with the short way in front where it speaks plainly.
  private ClientConversation begin(Channel channel, Caller caller) {
    var decoder = Gates.decoder(guards.headMax());
    var inlet = Inlet.endingAtOnce();
    var guard = guards.of(channel, !(caller instanceof Diverted));
    var conversation = conversation(channel, caller, config.times().get().client());
    channel.pipeline().addLast(FileSender.INSTANCE);
    if (caller.scheme() == Scheme.HTTP && parts.chain().get().isDirect()) {
      var aside = quick.of(channel);
      var path = new QuickPath(aside, decoder, inlet, conversation, guard, caller);
      channel.pipeline().addLast(path);
    }
    channel
        .pipeline()
        .addLast(decoder, new HttpResponseEncoder(), inlet, new Resumption(decoder))
        .addLast(guard, conversation);
    return conversation;
  }

  private void begin(Channel channel, InetSocketAddress destination) {
    var origins = outwards.of(channel).origins();
    gates.diverted(channel, destination, origins, caller -> begin(channel, caller));
  }

  /// Tells from now on by which router a connection between two IPv4 addresses came; 0: not known.
  public void routers(IntBinaryOperator of) {
    gates.routers(of);
  }

  private ClientConversation conversation(Channel channel, Caller caller, ClientTimes times) {
    return new ClientConversation(
        channel, caller, outwards.of(channel), services, times, config.pseudonym());
  }

  private Outward outward(EventLoop loop) {
    Optional<PeerLink> link = peers.map(all -> all.of(loop));
    return new Outward(
        new OriginPool(loop, config.times().get().origin(), sockets(), opening),
        link,
        link.map(it -> new Retractions(it, parts.owners())),
        parts.owners());
  }

  private QuickLoop quickLoop() {
    return new QuickLoop(services, config.pseudonym(), parts.telemetry());
  }

  private OriginSockets sockets() {
    boolean transparent =
        config.intercept().map(it -> it.arrival() == ProxyConfig.Arrival.TRANSPARENT).orElse(false);
    var sockets = config.sockets();
    return new OriginSockets(sockets.clientAddress(), transparent, sockets.segmentBytesMax());
  }
}
