package dev.weir.node.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Every row of the vocabulary as Prometheus sees it, before the judge of Debian's `prometheus`.
final class MetricsLintIT {
  private static final Path PROMTOOL = Path.of("/usr/bin/promtool");

  @Test
  @DisplayName("promtool check metrics has nothing against any row, and finds a bad one")
  void everyRow() throws IOException, InterruptedException {
    assumeTrue(
        Files.isExecutable(PROMTOOL) || "true".equals(System.getenv("CI")),
        "needs Debian's package prometheus");
    var telemetry = new Telemetry();
    VocabularyTest.METRICS.forEach(row -> register(telemetry, row));
    String text = telemetry.scrape();

    assertThat(VocabularyTest.METRICS).allSatisfy(row -> assertThat(text).contains(row.exported()));
    assertThat(check(text)).isEmpty();
    assertThat(check("weir_odd_milliseconds_total 1\n")).contains("no help text");
  }

  private static void register(Telemetry telemetry, MetricRow row) {
    String[] values = row.labels().stream().map(label -> "any").toArray(String[]::new);
    switch (row.kind()) {
      case COUNTER -> telemetry.counter(row, values).increment();
      case GAUGE -> telemetry.gauge(row, () -> 1, values);
      case INFO -> telemetry.info(row, values);
      case TIMER -> telemetry.timer(row, values).record(java.time.Duration.ofMillis(3));
    }
  }

  /// What it says; nothing when all is well.
  private static String check(String exposition) throws IOException, InterruptedException {
    Process promtool =
        new ProcessBuilder(PROMTOOL.toString(), "check", "metrics")
            .redirectErrorStream(true)
            .start();
    try (var in = promtool.outputWriter()) {
      in.write(exposition);
    }
    String said =
        new String(
            promtool.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    promtool.waitFor();
    return said;
  }
}
