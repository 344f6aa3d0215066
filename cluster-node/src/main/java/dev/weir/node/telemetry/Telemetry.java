package dev.weir.node.telemetry;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.core.metrics.Info;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.DoubleSupplier;
import java.util.stream.IntStream;

/// Registers the rows of a metric vocabulary and renders them for Prometheus.
///
/// Asking twice for the same row and label values gives the same meter.
public final class Telemetry {
  /// Where a histogram of durations is cut: from a hit in memory to an origin that is waited for.
  private static final Duration[] DURATIONS =
      IntStream.of(1, 2, 5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10_000, 30_000)
          .mapToObj(Duration::ofMillis)
          .toArray(Duration[]::new);

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
        .serviceLevelObjectives(DURATIONS)
        .register(registry);
  }

  /// Exports what does not change, once, as label values in the row's order.
  public void info(MetricRow row, String... values) {
    expect(row, MetricRow.Kind.INFO);
    Info.builder()
        .name(row.metricName())
        .help(row.help())
        .labelNames(row.labels().toArray(String[]::new))
        .register(registry.getPrometheusRegistry())
        .setLabelValues(values);
  }

  /// Exports which build this is.
  public void tellBuild() {
    String version = Telemetry.class.getPackage().getImplementationVersion();
    info(
        NodeMetric.BUILD_INFO,
        version == null ? "unpackaged" : version,
        Runtime.version().toString());
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
