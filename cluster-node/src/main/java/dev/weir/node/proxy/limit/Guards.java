package dev.weir.node.proxy.limit;

import dev.weir.node.proxy.client.ProxyMeters;
import dev.weir.node.telemetry.EventLog;
import dev.weir.node.telemetry.NodeEvent;
import dev.weir.node.telemetry.NodeMetric;
import dev.weir.node.telemetry.Telemetry;
import io.netty.channel.Channel;
import io.netty.util.concurrent.EventExecutor;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;

/// What guards the client connections of a node, and what they have in common: whom it admits, who
/// has not asked yet, and how much memory is left. For any thread.
public final class Guards {
  private static final long MEASURED_MILLIS = 250;

  private final Supplier<ClientLimits> limits;
  private final Admission admission;
  private final Pressure pressure;
  private final EventLog events;
  private final Map<EventExecutor, HalfOpen> halfOpen = new HashMap<>();

  /// Those of the connections on these loops.
  ///
  /// @param connectionsMax the most open connections
  /// @param memory the share of it that is in use, 0..1
  public Guards(
      Iterable<EventExecutor> loops,
      int connectionsMax,
      Supplier<ClientLimits> limits,
      DoubleSupplier memory,
      ProxyMeters meters,
      EventLog events) {
    this.limits = limits;
    this.admission = new Admission(connectionsMax, limits, meters, this::halfOpen);
    this.pressure = new Pressure(memory);
    this.events = events;
    loops.forEach(loop -> halfOpen.put(loop, new HalfOpen(meters)));
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
    telemetry.gauge(NodeMetric.MEMORY_PRESSURE, () -> pressure.level().degree());
  }

  /// The guard of a channel of one of the loops.
  ///
  /// @param byItself whether its client came by itself
  public Guard of(Channel channel, boolean byItself) {
    HalfOpen waiting = halfOpen(channel.eventLoop());
    return new Guard(channel, new Guard.Means(limits.get(), waiting, pressure, byItself));
  }

  private HalfOpen halfOpen(EventExecutor loop) {
    HalfOpen waiting = halfOpen.get(loop);
    if (waiting == null) {
      throw new IllegalStateException("a channel on a foreign event loop");
    }
    return waiting;
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
