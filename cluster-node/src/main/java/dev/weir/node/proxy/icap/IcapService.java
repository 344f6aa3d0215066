package dev.weir.node.proxy.icap;

import dev.weir.node.telemetry.AccessMetric;
import dev.weir.node.telemetry.EventLog;
import dev.weir.node.telemetry.NodeEvent;
import dev.weir.node.telemetry.RateLimit;
import dev.weir.node.telemetry.Telemetry;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// A service as all event loops know it: whether it may be asked, how many connections there are,
/// and what became of what it was asked. Safe for use by any thread.
final class IcapService {
  private static final Duration EVENT_GAP = Duration.ofSeconds(1);

  /// What became of a request to it.
  enum Outcome {
    /// Nothing was to be changed.
    UNCHANGED,
    /// It gave something else.
    CHANGED,
    /// It answered a request in place of the origin.
    ANSWERED,
    /// It failed, and what it should have looked at passed.
    PASSED,
    /// It failed, and so did what it should have looked at.
    BLOCKED
  }

  private final IcapSettings settings;
  private final Telemetry telemetry;
  private final EventLog events;
  private final Breaker breaker = new Breaker();
  private final AtomicInteger connections = new AtomicInteger();
  private final RateLimit gap = new RateLimit(EVENT_GAP);
  private final Map<EventLoop, IcapPool> pools = new ConcurrentHashMap<>();
  private volatile boolean dismissed;

  IcapService(IcapSettings settings, Telemetry telemetry, EventLog events) {
    this.settings = settings;
    this.telemetry = telemetry;
    this.events = events;
  }

  /// The connections of an event loop to it.
  IcapPool pool(EventLoop loop) {
    return pools.computeIfAbsent(loop, _ -> new IcapPool(loop, this));
  }

  /// Nothing more is asked of it than what is under way: no connection is kept.
  void dismiss() {
    dismissed = true;
    pools.forEach((loop, pool) -> loop.execute(pool::clear));
  }

  boolean isDismissed() {
    return dismissed;
  }

  /// Whether it is left alone.
  boolean isOpen() {
    return breaker.isOpen();
  }

  IcapSettings settings() {
    return settings;
  }

  boolean admits() {
    return breaker.admits(System.nanoTime());
  }

  /// Takes the place of a connection. False: there is none.
  boolean takePlace() {
    int taken = connections.incrementAndGet();
    if (taken > settings.connectionsMax()) {
      connections.decrementAndGet();
      return false;
    }
    return true;
  }

  void leavePlace() {
    connections.decrementAndGet();
  }

  void answered() {
    breaker.succeeded();
  }

  void count(Outcome outcome) {
    telemetry
        .counter(
            AccessMetric.ICAP_REQUESTS,
            settings.name(),
            outcome.name().toLowerCase(java.util.Locale.ROOT))
        .increment();
  }

  /// It has not done its work.
  void failed(IcapFailure why, String detail) {
    telemetry.counter(AccessMetric.ICAP_FAILURES, settings.name(), why.label()).increment();
    if (why != IcapFailure.OPEN && why != IcapFailure.BUSY) {
      breaker.failed(System.nanoTime());
    }
    var suppressed = gap.admit(InstantSource.system().instant());
    if (suppressed.isPresent()) {
      events.record(
          NodeEvent.ICAP_FAILED,
          "service",
          settings.name(),
          "reason",
          why.label(),
          "detail",
          detail,
          "suppressed",
          suppressed.getAsLong());
    }
  }
}
