package dev.weir.node;

import dev.weir.cache.store.Worthless;
import dev.weir.gre.Decapsulator;
import dev.weir.node.admin.AdminPages;
import dev.weir.node.admin.Answer;
import dev.weir.node.config.NodeConfig;
import dev.weir.node.config.sidecar.SidecarConfig;
import dev.weir.node.dns.RebindGuard;
import dev.weir.node.dns.Resolver;
import dev.weir.node.health.HealthGate;
import dev.weir.node.host.HostPlan;
import dev.weir.node.life.HostException;
import dev.weir.node.life.Teardown;
import dev.weir.node.ownership.live.GridNumbers;
import dev.weir.node.ownership.live.OwnershipControl;
import dev.weir.node.peer.door.PeerSide;
import dev.weir.node.proxy.ProxyConfig;
import dev.weir.node.proxy.host.HostCheck;
import dev.weir.node.proxy.sidecar.Carrier;
import dev.weir.node.tally.Tally;
import dev.weir.node.telemetry.EventLog;
import dev.weir.node.telemetry.NodeEvent;
import dev.weir.node.telemetry.Telemetry;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.util.concurrent.EventExecutor;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.IntBinaryOperator;
import java.util.function.IntSupplier;

/// A program beside the node, to which the kernel or a [Carrier] hands the connections.
///
/// Nothing is stored here, and nothing is asked of origins.
final class SidecarFront implements Front {
  private static final long STOP_MILLIS_MAX = 2000;
  private static final int NOT_FOUND = 404;

  private final SidecarConfig sidecar;
  private final List<EventExecutor> loops = new ArrayList<>();
  private final MultiThreadIoEventLoopGroup lookups;
  private final HostCheck names;
  private final Teardown teardown = new Teardown();
  private IntSupplier connections = () -> 0;

  private SidecarFront(
      NodeConfig config, SidecarConfig sidecar, EventLog events, Telemetry telemetry) {
    this.sidecar = sidecar;
    this.lookups = threads(1);
    BiConsumer<String, String> untold =
        (host, why) ->
            events.record(NodeEvent.HOST_UNRESOLVED, "host", host, "why", why, "suppressed", 0);
    var resolver =
        new Resolver(
            config.dns().settings(),
            (EventLoop) lookups.next(),
            InstantSource.system(),
            telemetry,
            untold);
    this.names = new HostCheck(resolver, RebindGuard.OFF, InstantSource.system());
    teardown.then(resolver::close);
  }

  /// Begins to carry connections, where the kernel does not hand them over.
  ///
  /// @throws HostException when the host refuses the listener; then nothing stays
  static SidecarFront open(
      NodeConfig config, SidecarConfig sidecar, EventLog events, Telemetry telemetry)
      throws HostException {
    var front = new SidecarFront(config, sidecar, events, telemetry);
    events.record(
        NodeEvent.SIDECAR_SERVES,
        "sidecar",
        sidecar.to(),
        "hand_over",
        sidecar.handOver().name().toLowerCase(java.util.Locale.ROOT));
    if (!sidecar.byKernel()) {
      front.carry(config, telemetry);
    }
    return front;
  }

  private void carry(NodeConfig config, Telemetry telemetry) throws HostException {
    var listener = HostPlan.of(config).listener();
    var way =
        new Carrier.Way(
            new InetSocketAddress(listener.address(), listener.port()),
            true,
            sidecar.to().socketAddress(),
            sidecar.path().isPresent(),
            config.proxy().intercept().mss(),
            sidecar.idle());
    try {
      var carrier =
          Carrier.bind(
              threads(ProxyConfig.Limits.THREADS), way, Set.of(config.node().address()), telemetry);
      teardown.then(carrier::close);
      connections = carrier::connections;
    } catch (IOException e) {
      try (this) {
        throw CacheFront.cannotListen(listener, e);
      }
    }
  }

  private MultiThreadIoEventLoopGroup threads(int count) {
    var group = new MultiThreadIoEventLoopGroup(count, EpollIoHandler.newFactory());
    group.forEach(loops::add);
    teardown.then(() ->
        group
            .shutdownGracefully(0, STOP_MILLIS_MAX, TimeUnit.MILLISECONDS)
            .awaitUninterruptibly(2 * STOP_MILLIS_MAX));
    return group;
  }

  @Override
  public Decapsulator.OwnConnections opening() {
    return Decapsulator.OwnConnections.NONE;
  }

  @Override
  public void resolve(String name, Consumer<Optional<List<InetAddress>>> told) {
    names.resolve(name, told);
  }

  @Override
  public List<EventExecutor> loops() {
    return List.copyOf(loops);
  }

  /// Whom the carrier accepts, it has not answered.
  @Override
  public long accepted() {
    return 0;
  }

  @Override
  public Tally tally() {
    return new Tally();
  }

  @Override
  public int connections() {
    return connections.getAsInt();
  }

  @Override
  public void routers(IntBinaryOperator of) {} // what answers clients has a log of its own

  /// The program beside the node has its own manners.
  @Override
  public void farewell(boolean now) {}

  @Override
  public void shut() {}

  /// Nothing is stored here that others could ask for.
  @Override
  public PeerSide.Answering peers() {
    return new PeerSide.Answering(lookups, (channel, _) -> channel.close());
  }

  @Override
  public void invalidate(Worthless worthless) {}

  @Override
  public void owns(OwnershipControl control, Optional<GridNumbers> numbers) {}

  @Override
  public HealthGate.Cause ill() {
    return HealthGate.Cause.SIDECAR;
  }

  /// The program beside it has a configuration of its own.
  @Override
  public void reopen() {} // what answers clients has a log of its own

  @Override
  public void apply(NodeConfig next) {}

  @Override
  public void show(AdminPages pages) {
    pages.answer(
        "/v1/inventory",
        "What is stored: nothing, the sidecar answers.",
        _ ->
            new Answer.Json(
                NOT_FOUND, Map.of("error", "the sidecar at " + sidecar.to() + " answers; ask it")));
  }

  @Override
  public void close() throws HostException {
    teardown.close();
  }
}
