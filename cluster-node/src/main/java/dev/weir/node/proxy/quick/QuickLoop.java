package dev.weir.node.proxy.quick;

import dev.weir.node.proxy.client.ProxyMeters;
import dev.weir.node.proxy.client.ProxyServices;
import dev.weir.node.telemetry.NodeMetric;
import dev.weir.node.telemetry.Telemetry;
import io.micrometer.core.instrument.Counter;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Map;

/// What the short ways of one event loop's connections share. Confined to that loop.
public final class QuickLoop {
  private final PlainGet get = new PlainGet();
  private final Ready ready;
  private final QuickRecords records;
  private final RoomySockets roomy = new RoomySockets();
  private final ProxyMeters meters;
  private final InstantSource steadyClock;
  private final Map<Way, Counter> ways = new EnumMap<>(Way.class);

  /// What one loop needs.
  ///
  /// @param pseudonym ours in Via and Cache-Status
  public QuickLoop(ProxyServices services, String pseudonym, Telemetry telemetry) {
    this.ready = new Ready(services, pseudonym);
    this.meters = services.meters();
    this.records = new QuickRecords(services.books());
    this.steadyClock = services.steadyClock();
    for (Way way : Way.values()) {
      ways.put(way, telemetry.counter(NodeMetric.HTTP_WAYS, way.label()));
    }
  }

  PlainGet get() {
    return get;
  }

  Ready ready() {
    return ready;
  }

  QuickRecords records() {
    return records;
  }

  RoomySockets roomy() {
    return roomy;
  }

  ProxyMeters meters() {
    return meters;
  }

  Instant now() {
    return steadyClock.instant();
  }

  /// The octets of a read went this way.
  Way counted(Way way) {
    Counter counter = ways.get(way);
    if (counter != null) {
      counter.increment();
    }
    return way;
  }
}
