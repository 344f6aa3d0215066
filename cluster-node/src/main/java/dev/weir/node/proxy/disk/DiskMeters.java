package dev.weir.node.proxy.disk;

import dev.weir.cache.disk.DiskCounts;
import dev.weir.cache.disk.DiskTier;
import dev.weir.cache.disk.DiskView;
import dev.weir.cache.disk.DiskWatch;
import dev.weir.node.life.MonotonicClock;
import dev.weir.node.telemetry.EventLog;
import dev.weir.node.telemetry.NodeEvent;
import dev.weir.node.telemetry.NodeMetric;
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
    telemetry.counted(NodeMetric.DISK_LATE, requests::late);
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
    telemetry.gauge(NodeMetric.DISK_FAILING, () -> now.applyAsDouble(it -> it.failing() ? 1 : 0), path);
    telemetry.gauge(NodeMetric.DISK_BYTES, () -> now.applyAsDouble(DiskView::bytes), path);
    telemetry.gauge(NodeMetric.DISK_OBJECTS, () -> now.applyAsDouble(DiskView::objects), path);
    telemetry.gauge(
        NodeMetric.DISK_INDEX_BYTES, () -> now.applyAsDouble(DiskView::indexBytes), path);
    telemetry.gauge(
        NodeMetric.DISK_QUEUE_BYTES, () -> now.applyAsDouble(DiskView::queuedBytes), path);
    telemetry.gauge(NodeMetric.DISK_ORDERS, () -> now.applyAsDouble(DiskView::orders), path);
    telemetry.gauge(NodeMetric.DISK_OPENED_SECONDS, () -> seconds, path);
    telemetry.counted(NodeMetric.DISK_WRITES, counts::written, path);
    telemetry.counted(NodeMetric.DISK_WRITE_BYTES, counts::writtenBytes, path);
    telemetry.counted(NodeMetric.DISK_FAILURES, counts::failures, path);
    for (DiskCounts.Refused why : DiskCounts.Refused.values()) {
      telemetry.counted(NodeMetric.DISK_REFUSED, () -> counts.of(why), path, why.label());
    }
    telemetry.counted(NodeMetric.DISK_READS, counts::found, path, "found");
    counts
        .nothing()
        .forEach((why, count) -> telemetry.counted(NodeMetric.DISK_READS, count::sum, path, why));
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
      events.record(
          NodeEvent.DISK_CORRUPT, "disk", path, "suppressed", suppressed.getAsLong());
    }
  }
}
