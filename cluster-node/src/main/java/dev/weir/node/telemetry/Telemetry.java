package dev.weir.node.telemetry;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.DoubleSupplier;

/// Registers the rows of a metric vocabulary and renders them for Prometheus.
///
/// Asking twice for the same row and label values gives the same meter.
public final class Telemetry {
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final Queue<DoubleSupplier> sources = new ConcurrentLinkedQueue<>();

  /// The counter of a row, for the given label values in the row's order.
  public Counter counter(MetricRow row, String... values) {
    expect(row, MetricRow.Kind.COUNTER);
    return Counter.builder(row.metricName())
        .description(row.help())
        .tags(tags(row, values))
        .register(registry);
  }

  /// A counter whose value is kept elsewhere, such as on the packet path.
  public void counted(MetricRow row, DoubleSupplier value, String... values) {
    expect(row, MetricRow.Kind.COUNTER);
    sources.add(value); // the registry holds it weakly: without this it freezes when collected
    FunctionCounter.builder(row.metricName(), value, DoubleSupplier::getAsDouble)
        .description(row.help())
        .tags(tags(row, values))
        .register(registry);
  }

  /// A gauge that is read at each scrape.
  public void gauge(MetricRow row, DoubleSupplier value, String... values) {
    expect(row, MetricRow.Kind.GAUGE);
    Gauge.builder(row.metricName(), value, DoubleSupplier::getAsDouble)
        .description(row.help())
        .strongReference(true)
        .tags(tags(row, values))
        .register(registry);
  }

  /// The timer of a row, for the given label values in the row's order.
  public Timer timer(MetricRow row, String... values) {
    expect(row, MetricRow.Kind.TIMER);
    return Timer.builder(row.metricName())
        .description(row.help())
        .tags(tags(row, values))
        .register(registry);
  }

  /// Everything in the Prometheus text format.
  public String scrape() {
    return registry.scrape();
  }

  private static void expect(MetricRow row, MetricRow.Kind kind) {
    if (row.kind() != kind) {
      throw new IllegalArgumentException(row.metricName() + " is a " + row.kind());
    }
  }

  private static List<Tag> tags(MetricRow row, String... values) {
    if (values.length != row.labels().size()) {
      throw new IllegalArgumentException(row.metricName() + " has labels " + row.labels());
    }
    var tags = new ArrayList<Tag>(values.length);
    for (int i = 0; i < values.length; i++) {
      tags.add(Tag.of(row.labels().get(i), values[i]));
    }
    return tags;
  }
}
