package dev.weir.node.admin;

import dev.weir.node.admin.gate.Refused;
import dev.weir.node.telemetry.AdminMetric;
import dev.weir.node.telemetry.EventLog;
import dev.weir.node.telemetry.NodeEvent;
import dev.weir.node.telemetry.RateLimit;
import dev.weir.node.telemetry.Telemetry;
import io.micrometer.core.instrument.Counter;
import java.net.InetAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Map;

/// What is counted and said of an admin port. Confined to its event loop.
final class AdminMeters {
  private static final Duration EVENT_GAP = Duration.ofSeconds(10);

  private final Map<Refused, Counter> refused = new EnumMap<>(Refused.class);
  private final Counter answered;
  private final Counter failed;
  private final Counter closed;
  private final EventLog log;
  private final InstantSource clock;
  private final RateLimit gap = new RateLimit(EVENT_GAP);

  AdminMeters(Telemetry telemetry, EventLog log, InstantSource clock) {
    this.log = log;
    this.clock = clock;
    this.answered = telemetry.counter(AdminMetric.REQUESTS, "answered");
    this.failed = telemetry.counter(AdminMetric.REQUESTS, "failed");
    this.closed = telemetry.counter(AdminMetric.CONNECTIONS_REFUSED);
    for (Refused why : Refused.values()) {
      refused.put(why, telemetry.counter(AdminMetric.REQUESTS, why.label()));
    }
  }

  void answered() {
    answered.increment();
  }

  /// A page has failed.
  void failed(String page, RuntimeException why) {
    failed.increment();
    log.record(NodeEvent.ADMIN_PAGE_FAILED, "page", page, "reason", why);
  }

  /// A connection was one too many.
  void closed() {
    closed.increment();
  }

  /// A request was refused; what somebody may mean to do who should not is said, once in a while.
  void refused(Refused why, InetAddress from) {
    Counter counter = refused.get(why);
    if (counter != null) {
      counter.increment();
    }
    if (why.isSuspicious()) {
      gap.admit(clock.instant())
          .ifPresent(more ->
              log.record(
                  NodeEvent.ADMIN_REFUSED,
                  "from",
                  from.getHostAddress(),
                  "reason",
                  why.label(),
                  "suppressed",
                  more));
    }
  }
}
