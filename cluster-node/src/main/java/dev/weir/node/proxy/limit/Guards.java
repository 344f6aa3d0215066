package dev.weir.node.proxy.limit;

import dev.weir.node.proxy.client.ClientConversation;
import dev.weir.node.proxy.client.ProxyMeters;
import dev.weir.node.proxy.wire.StrictRequestDecoder;
import dev.weir.node.telemetry.EventLog;
import dev.weir.node.telemetry.NodeEvent;
import dev.weir.node.telemetry.NodeMetric;
import dev.weir.node.telemetry.ReverseMetric;
import dev.weir.node.telemetry.Telemetry;
import io.netty.channel.Channel;
import io.netty.util.concurrent.EventExecutor;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/// What guards the client connections of a node, and what they have in common: whom it admits, who
/// has not asked yet, and how much memory is left. For any thread.
public final class Guards {
  private static final long MEASURED_MILLIS = 250;

  private final Supplier<ClientLimits> limits;
  private final Admission admission;
  private final Pressure pressure;
  private final Farewell farewell = new Farewell();
  private final EventLog events;
  private final Map<EventExecutor, HalfOpen> halfOpen = new HashMap<>();
  private final Map<EventExecutor, Residents> open = new HashMap<>();

  /// Those of the connections on these loops.
  ///
  /// @param connectionsMax the most open connections
  /// @param memory the share of it that is in use, 0..1
  public Guards(
      Iterable<EventExecutor> loops,
      IntSupplier connectionsMax,
      Supplier<ClientLimits> limits,
      DoubleSupplier memory,
      ProxyMeters meters,
      EventLog events) {
    this.limits = limits;
    this.admission = new Admission(connectionsMax, limits, meters, this::halfOpen);
    this.pressure = new Pressure(memory);
    this.events = events;
    for (EventExecutor loop : loops) {
      halfOpen.put(loop, new HalfOpen(meters));
      open.put(loop, new Residents());
    }
  }

  /// Whom it admits.
  public Admission admission() {
    return admission;
  }

  /// Begins to measure the memory, four times a second, by a thread that is not one of the loops.
  public void watchMemory(ScheduledExecutorService thread) {
    var _ =
        thread.scheduleAtFixedRate(
            this::measure, MEASURED_MILLIS, MEASURED_MILLIS, TimeUnit.MILLISECONDS);
  }

  /// Registers how it stands.
  public void measure(Telemetry telemetry) {
    telemetry.gauge(NodeMetric.HTTP_CONNECTIONS_MAX, admission::connectionsMax);
    telemetry.gauge(ReverseMetric.HTTP2_STREAMS, admission::streams);
    telemetry.gauge(NodeMetric.MEMORY_PRESSURE, () -> pressure.level().degree());
  }

  /// Has connections end with what is under way, or lets them stay again.
  public void farewell(boolean now) {
    farewell.say(now);
  }

  /// The guard of a connection of one of the loops.
  ///
  /// @param byItself whether its client came by itself
  public Guard of(Channel channel, boolean byItself) {
    return new Guard(channel, new Guard.Means(standing(channel), byItself, false));
  }

  /// The guard of a stream in a connection that stands so. Its client came by itself.
  public Guard of(Channel stream, Standing standing) {
    return new Guard(stream, new Guard.Means(standing, true, true));
  }

  /// How a new connection of one of the loops stands.
  public Standing standing(Channel channel) {
    var common =
        new Standing.Common(
            of(halfOpen, channel.eventLoop()), of(open, channel.eventLoop()), pressure, farewell);
    return new Standing(channel, limits.get(), common);
  }

  /// Closes the connections on which nothing is under way.
  public void dismissIdle() {
    open.forEach((loop, all) -> loop.execute(() -> all.dismiss(Guards::isIdle)));
  }

  private static boolean isIdle(Channel channel) {
    var conversation = channel.pipeline().get(ClientConversation.class);
    var decoder = channel.pipeline().get(StrictRequestDecoder.class);
    var unsent = channel.unsafe().outboundBuffer();
    return conversation != null
        && (unsent == null || unsent.totalPendingWriteBytes() == 0)
        && decoder != null
        && conversation.isIdle()
        && decoder.isBetweenMessages();
  }

  private HalfOpen halfOpen(EventExecutor loop) {
    return of(halfOpen, loop);
  }

  private static <T> T of(Map<EventExecutor, T> each, EventExecutor loop) {
    T own = each.get(loop);
    if (own == null) {
      throw new IllegalStateException("a channel on a foreign event loop");
    }
    return own;
  }

  /// The longest head of a request that begins now, in octets.
  public int headMax() {
    return limits.get().message().headMax();
  }

  private void measure() {
    Pressure.Level before = pressure.level();
    pressure.measure();
    Pressure.Level now = pressure.level();
    if (now == Pressure.Level.SHORT && before != now) {
      events.record(NodeEvent.MEMORY_SHORT, "percent", pressure.percent());
    } else if (now == Pressure.Level.EASY && before != now) {
      events.record(NodeEvent.MEMORY_EASED, "percent", pressure.percent());
    }
  }
}
