package dev.weir.node.proxy.disk;

import dev.weir.cache.disk.DiskCounts;
import dev.weir.cache.disk.DiskTier;
import dev.weir.cache.disk.DiskView;
import dev.weir.cache.disk.DiskWatch;
import dev.weir.node.life.MonotonicClock;
import dev.weir.node.telemetry.DiskMetric;
import dev.weir.node.telemetry.EventLog;
import dev.weir.node.telemetry.NodeEvent;
import dev.weir.node.telemetry.RateLimit;
import dev.weir.node.telemetry.Telemetry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToDoubleFunction;

/// Tells of disks by events and numbers. For any thread.
public final class DiskMeters implements DiskWatch {
  private static final Duration EVENT_GAP = Duration.ofSeconds(1);

  private final EventLog events;
  private final InstantSource clock = new MonotonicClock(Instant.EPOCH);
  private final RateLimit corruptGap = new RateLimit(EVENT_GAP);
  private final Map<String, Duration> opened = new ConcurrentHashMap<>();

  /// Tells of events; of numbers once there is something to count.
  public DiskMeters(EventLog events) {
    this.events = events;
  }

  /// Registers the numbers of open disks.
  public void measure(Telemetry telemetry, DiskTier tier, Disks requests) {
    telemetry.counted(DiskMetric.LATE, requests::late);
    List<DiskView> views = tier.views();
    for (int i = 0; i < views.size(); i++) {
      int disk = i;
      measure(telemetry, views.get(i), of -> of.applyAsDouble(tier.views().get(disk)));
    }
  }

  private void measure(
      Telemetry telemetry, DiskView first, ToDoubleFunction<ToDoubleFunction<DiskView>> now) {
    String path = first.path();
    DiskCounts counts = first.counts();
    double seconds = opened.getOrDefault(path, Duration.ZERO).toMillis() / 1000.0;
    telemetry.gauge(DiskMetric.FAILING, () -> now.applyAsDouble(it -> it.failing() ? 1 : 0), path);
    telemetry.gauge(DiskMetric.BYTES, () -> now.applyAsDouble(DiskView::bytes), path);
    telemetry.gauge(DiskMetric.OBJECTS, () -> now.applyAsDouble(DiskView::objects), path);
    telemetry.gauge(DiskMetric.LONG_BODIES, () -> now.applyAsDouble(DiskView::bodies), path);
    telemetry.gauge(DiskMetric.LONG_BYTES, () -> now.applyAsDouble(DiskView::bodyBytes), path);
    telemetry.gauge(DiskMetric.INDEX_BYTES, () -> now.applyAsDouble(DiskView::indexBytes), path);
    telemetry.gauge(DiskMetric.QUEUE_BYTES, () -> now.applyAsDouble(DiskView::queuedBytes), path);
    telemetry.gauge(DiskMetric.ORDERS, () -> now.applyAsDouble(DiskView::orders), path);
    telemetry.gauge(DiskMetric.OPENED_SECONDS, () -> seconds, path);
    telemetry.counted(DiskMetric.WRITES, counts::written, path);
    telemetry.counted(DiskMetric.WRITE_BYTES, counts::writtenBytes, path);
    telemetry.counted(DiskMetric.FAILURES, counts::failures, path);
    for (DiskCounts.Refused why : DiskCounts.Refused.values()) {
      telemetry.counted(DiskMetric.REFUSED, () -> counts.of(why), path, why.label());
    }
    telemetry.counted(DiskMetric.READS, counts::found, path, "found");
    counts
        .nothing()
        .forEach((why, count) -> telemetry.counted(DiskMetric.READS, count::sum, path, why));
  }

  @Override
  public void opened(String path, long objects, long octets, Duration within) {
    opened.put(path, within);
    events.record(
        NodeEvent.DISK_OPENED,
        "disk",
        path,
        "objects",
        objects,
        "bytes",
        octets,
        "ms",
        within.toMillis());
  }

  @Override
  public void setAside(String path, String aside) {
    events.record(NodeEvent.DISK_SET_ASIDE, "disk", path, "below", aside);
  }

  @Override
  public void failed(String path, String why) {
    events.record(NodeEvent.DISK_FAILED, "disk", path, "why", why);
  }

  @Override
  public void recovered(String path) {
    events.record(NodeEvent.DISK_RECOVERED, "disk", path);
  }

  @Override
  public void corrupt(String path) {
    OptionalLong suppressed = corruptGap.admit(clock.instant());
    if (suppressed.isPresent()) {
      events.record(NodeEvent.DISK_CORRUPT, "disk", path, "suppressed", suppressed.getAsLong());
    }
  }
}
