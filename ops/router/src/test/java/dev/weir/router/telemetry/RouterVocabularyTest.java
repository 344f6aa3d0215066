package dev.weir.router.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Keeps the page of the router's metrics equal to the code.
///
/// `-Dweir.docs.rewrite=true` writes it anew.
final class RouterVocabularyTest {
  private static final Path PAGE = Path.of("..", "..", "docs", "router-metrics.md");

  @Test
  @DisplayName("docs/router-metrics.md says what the router exports")
  void metricsPage() throws IOException {
    var page =
        new StringBuilder(
            """
            # Metrics of the router

            Served at `/metrics` of its admin port in the Prometheus text format. This page is
            generated from the code; a test compares the two. [Those of a node](metrics.md).

            | metric | kind | unit | labels | what it says and what to do |
            |---|---|---|---|---|
            """);
    for (RouterMetric metric : RouterMetric.values()) {
      assertThat(metric.help()).as(metric.metricName()).matches("[A-Z].{10,}\\.");
      assertThat(metric.metricName()).matches("weir_router_[a-z_]+").doesNotEndWith("_total");
      page.append(metric.documented());
    }
    if (Boolean.getBoolean("weir.docs.rewrite")) {
      Files.writeString(PAGE, page.toString());
    }
    assertThat(PAGE).as("rewrite it with -Dweir.docs.rewrite=true").hasContent(page.toString());
  }
}
