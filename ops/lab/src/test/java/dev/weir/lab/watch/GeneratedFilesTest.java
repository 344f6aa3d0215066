package dev.weir.lab.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.lab.watch.grafana.Dashboard;
import dev.weir.lab.watch.grafana.DashboardJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Keeps the files that operators take equal to the code.
///
/// `-Dweir.docs.rewrite=true` writes them anew.
final class GeneratedFilesTest {
  private static final Path HOME = Path.of("..", "..");
  private static final Path GRAFANA = HOME.resolve("ops/grafana");

  @Test
  @DisplayName("ops/grafana has each dashboard in both flavours, and no other")
  void dashboards() throws IOException {
    var files = new TreeMap<Path, String>();
    for (Dashboard dashboard : Dashboard.ALL) {
      String name = dashboard.uid() + ".json";
      files.put(GRAFANA.resolve("dashboards").resolve(name), DashboardJson.provisioned(dashboard));
      files.put(GRAFANA.resolve("grafana.com").resolve(name), DashboardJson.shared(dashboard));
    }
    for (var file : files.entrySet()) {
      compare(file.getKey(), file.getValue());
    }
    for (String folder : List.of("dashboards", "grafana.com")) {
      try (var there = Files.list(GRAFANA.resolve(folder))) {
        assertThat(there.filter(path -> path.toString().endsWith(".json")).toList())
            .isSubsetOf(files.keySet());
      }
    }
  }

  @Test
  @DisplayName("ops/prometheus/weir-alerts.yml and docs/alerts.md say what the code says")
  void alerts() throws IOException {
    compare(HOME.resolve("ops/prometheus/weir-alerts.yml"), RuleFile.yaml(Pace.REAL));
    compare(HOME.resolve("docs/alerts.md"), RuleFile.page());
  }

  private static void compare(Path file, String text) throws IOException {
    if (Boolean.getBoolean("weir.docs.rewrite")) {
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
    }
    assertThat(file).as("rewrite it with -Dweir.docs.rewrite=true").hasContent(text);
  }
}
