package dev.weir.node.proxy.quick;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.weir.cache.flight.Collapse;
import dev.weir.cache.flight.Room;
import dev.weir.cache.message.Body;
import dev.weir.cache.message.Fields;
import dev.weir.cache.message.RequestHead;
import dev.weir.cache.message.ResponseHead;
import dev.weir.cache.rule.Arrival;
import dev.weir.cache.rule.CacheKey;
import dev.weir.cache.rule.Sharing;
import dev.weir.cache.rule.StoredResponse;
import dev.weir.cache.store.MemoryStore;
import dev.weir.node.access.AccessLog;
import dev.weir.node.bypass.sight.Watch;
import dev.weir.node.config.limit.LimitsConfig;
import dev.weir.node.proxy.ProxyConfig;
import dev.weir.node.proxy.access.Access;
import dev.weir.node.proxy.access.Doorkeeper;
import dev.weir.node.proxy.caller.Sites;
import dev.weir.node.proxy.caller.Surrogate;
import dev.weir.node.proxy.chain.ChainPolicy;
import dev.weir.node.proxy.chain.ParentBoard;
import dev.weir.node.proxy.client.ClientConversation;
import dev.weir.node.proxy.client.ProxyMeters;
import dev.weir.node.proxy.client.ProxyServices;
import dev.weir.node.proxy.compress.Compression;
import dev.weir.node.proxy.compress.Compressor;
import dev.weir.node.proxy.disk.Disks;
import dev.weir.node.proxy.limit.ClientLimits;
import dev.weir.node.proxy.limit.Guard;
import dev.weir.node.proxy.limit.HalfOpen;
import dev.weir.node.proxy.limit.Standing;
import dev.weir.node.proxy.origin.OpeningConnections;
import dev.weir.node.proxy.origin.OriginPool;
import dev.weir.node.proxy.origin.OriginSockets;
import dev.weir.node.proxy.outcome.Account;
import dev.weir.node.proxy.outward.Outward;
import dev.weir.node.proxy.ruled.RuledRequest;
import dev.weir.node.proxy.tunnel.Tunnels;
import dev.weir.node.proxy.wire.Inlet;
import dev.weir.node.proxy.wire.StrictRequestDecoder;
import dev.weir.node.telemetry.EventLog;
import dev.weir.node.telemetry.NodeMetric;
import dev.weir.node.telemetry.Telemetry;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;

/// A front that stands for `*.example`, with or without the short way, whose origin cannot be
/// reached: what the store does not answer is answered with 502 at once.
final class Twin {
  static final Instant STORED = Instant.parse("2026-01-01T00:00:00.25Z");

  final AtomicReference<Instant> now = new AtomicReference<>(STORED);
  final Telemetry telemetry = new Telemetry();
  final MemoryStore store = new MemoryStore(16L << 20);
  private final Tunnels tunnels = new Tunnels(() -> Tunnels.Limits.DEFAULTS, telemetry);
  private final boolean quick;
  private final World world;
  private final ProxyMeters meters;

  /// No two requests have the same.
  private static final Pattern NUMBER = Pattern.compile("((?:X-Request-Id|Request):) [0-9a-f]{16}");

  private final Sites sites =
      new Sites(
          List.of(
              new Sites.Site(
                  List.of("a.example", "*.b.example", "127.0.0.1"),
                  List.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 9)))));

  Twin(boolean quick, World world) {
    this.quick = quick;
    this.world = world;
    this.meters = new ProxyMeters(telemetry, new EventLog("twin", now::get));
  }

  /// Stores what came in answer to a plain GET.
  void store(String authority, String target, int status, String body, String... fields) {
    var request = new RequestHead("GET", target, Fields.of("Host", authority));
    var head = new ResponseHead(status, Fields.of(fields));
    var response =
        StoredResponse.of(
            request, head, Body.of(body.getBytes(ISO_8859_1)), new Arrival(STORED, STORED));
    var key = new CacheKey("http", authority, target);
    var ruled = new RuledRequest(world.rules(), request, key, 0).stored(response);
    if (!store.put(key, ruled.stamped(World.TENURE))) {
      throw new IllegalArgumentException(target);
    }
  }

  /// Everything that is said, until nothing more is, to octets that come in these pieces; and
  /// whether the connection is open then.
  String said(List<byte[]> pieces) {
    EmbeddedChannel channel = channel();
    var said = new StringBuilder();
    for (byte[] piece : pieces) {
      if (channel.isOpen()) {
        channel.writeInbound(Unpooled.copiedBuffer(piece));
      }
      // There a connection that cannot be opened is found to be so.
      for (int hop = 0; hop < 3; hop++) {
        GlobalEventExecutor.INSTANCE.submit(() -> {}).syncUninterruptibly();
        channel.runPendingTasks();
      }
      for (Object out = channel.readOutbound(); out != null; out = channel.readOutbound()) {
        said.append(((ByteBuf) out).toString(ISO_8859_1));
        ReferenceCountUtil.release(out);
      }
    }
    said.append(channel.isOpen() ? "[open]" : "[closed]");
    channel.checkException();
    channel.finishAndReleaseAll();
    return NUMBER.matcher(said).replaceAll("$1 0");
  }

  double shortWays() {
    return telemetry.counter(NodeMetric.HTTP_WAYS, "short").count();
  }

  private Account.Books books() {
    return new Account.Books(AccessLog.off(), now::get);
  }

  private EmbeddedChannel channel() {
    var channel = new EmbeddedChannel();
    channel.config().setAutoRead(false);
    var caller = new Surrogate(sites, Surrogate.Asking.PLAINLY, () -> {});
    var services =
        new ProxyServices(
            store,
            new Collapse(10, new Room(1 << 20), System::nanoTime),
            world.owners(),
            Sharing.STORABLE,
            world::rules,
            new ParentBoard(
                () -> ChainPolicy.DIRECT, telemetry, new EventLog("twin", now::get), now::get),
            new Compressor(() -> Compression.NONE, 1, telemetry),
            new Doorkeeper(() -> Access.OPEN, now::get),
            Watch.NOTHING,
            meters,
            Disks.none(store),
            books(),
            tunnels,
            now::get,
            now::get);
    serve(channel, caller, services);
    channel.pipeline().fireChannelActive();
    return channel;
  }

  private void serve(EmbeddedChannel channel, Surrogate caller, ProxyServices services) {
    var times = ProxyConfig.Times.DEFAULTS;
    var origins =
        new OriginPool(
            channel.eventLoop(),
            times.origin(),
            new OriginSockets(false, false, 1432),
            new OpeningConnections());
    var outward = new Outward(origins, Optional.empty(), Optional.empty(), world.owners());
    var conversation =
        new ClientConversation(channel, caller, outward, services, times.client(), "weir-twin");
    var decoder = new StrictRequestDecoder();
    var inlet = Inlet.endingAtOnce();
    Guard guard = guard(channel);
    if (quick) {
      var loop = new QuickLoop(services, "weir-twin", telemetry);
      channel.pipeline().addLast(new QuickPath(loop, decoder, inlet, conversation, guard, caller));
    }
    channel.pipeline().addLast(decoder, new HttpResponseEncoder(), inlet, guard, conversation);
  }

  private Guard guard(EmbeddedChannel channel) {
    var limits = ClientLimits.of(LimitsConfig.DEFAULTS, 1);
    var waiting = new HalfOpen(meters);
    var standing = Standing.alone(channel, limits, waiting);
    return new Guard(channel, new Guard.Means(standing, true, false));
  }
}
