package dev.weir.lab.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.lab.watch.grafana.Dashboard;
import dev.weir.lab.watch.grafana.Query;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Each alert says enough, and of what there is.
final class AlertsTest {
  private static final Path DOCS = Path.of("..", "..", "docs");
  private static final Pattern METRIC = Pattern.compile("(?<![:\\w])weir_[a-z0-9_]+");

  @Test
  @DisplayName(
      "Each alert has a name of its own, a summary, a page of the runbooks and a dashboard")
  void says() {
    assertThat(Alerts.ALL).extracting(Alert::name).doesNotHaveDuplicates();
    List<String> dashboards = Dashboard.ALL.stream().map(Dashboard::uid).toList();
    for (Alert alert : Alerts.ALL) {
      assertThat(alert.name()).matches("(Node|Wccp|Cache|Store|Cluster)([A-Z][a-z]+)+");
      assertThat(alert.said().summary()).as(alert.name()).matches("[A-Z][^{]*\\.");
      assertThat(alert.said().description()).as(alert.name()).contains("{{ $").endsWith(".");
      assertThat(DOCS.resolve("runbooks").resolve(alert.said().page()))
          .as(alert.name())
          .content()
          .contains(alert.name());
      assertThat(alert.said().dashboard()).as(alert.name()).isIn(dashboards);
    }
  }

  @Test
  @DisplayName("Alerts and panels ask for metrics that there are")
  void knownMetrics() throws IOException {
    String known =
        Files.readString(DOCS.resolve("metrics.md"))
            + Files.readString(DOCS.resolve("router-metrics.md"));
    Stream<String> asked =
        Stream.concat(
            Alerts.ALL.stream().map(Alert::expression),
            Dashboard.ALL.stream()
                .flatMap(dashboard -> dashboard.panels().stream())
                .flatMap(panel -> panel.queries().stream())
                .map(Query::expression));
    assertThat(asked)
        .allSatisfy(expression ->
            assertThat(METRIC.matcher(expression).results().map(found -> found.group()))
                .as(expression)
                .allSatisfy(name ->
                    assertThat(known).contains("`" + name.replaceFirst("_bucket$", "") + "`")));
  }

  @Test
  @DisplayName("The lab's pace shortens windows, offsets and waits, and nothing else")
  void pace() {
    assertThat(Pace.LAB.in("rate(a_5m[5m]) > b offset 1h"))
        .isEqualTo("rate(a_5m[5s]) > b offset 20s");
    assertThat(Pace.REAL.in("rate(a[5m])")).isEqualTo("rate(a[5m])");
    assertThatThrownBy(() -> Pace.LAB.of("7m")).hasMessageContaining("7m");
    assertThat(Alerts.ALL)
        .allSatisfy(alert -> assertThat(Pace.LAB.of(alert.lasting())).endsWith("s"));
  }
}
