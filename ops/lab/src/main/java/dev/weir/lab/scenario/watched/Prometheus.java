package dev.weir.lab.scenario.watched;

import dev.weir.lab.LabFailure;
import dev.weir.lab.host.Shell;
import dev.weir.lab.net.LabHost;
import dev.weir.lab.net.Plan;
import dev.weir.lab.program.Admin;
import dev.weir.lab.stage.Stage;
import dev.weir.lab.watch.Pace;
import dev.weir.lab.watch.RuleFile;
import dev.weir.lab.watch.grafana.Dashboard;
import dev.weir.lab.watch.grafana.Query;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A Prometheus on the caches' network that looks at every program once a second.
///
/// It evaluates the alerts at the lab's pace, and keeps for each expression of each panel whether
/// it ever had data. Confined to the lab's thread.
final class Prometheus {
  private static final LabHost HOST = Plan.STRANGER;
  private static final String ADDRESS = HOST.address() + ":9090";
  private static final Duration PAUSE = Duration.ofMillis(250);
  private static final Duration FIRING_LIMIT = Duration.ofSeconds(40);

  /// The expressions of all panels, each once.
  private static final List<Query> QUERIES =
      Dashboard.ALL.stream()
          .flatMap(dashboard -> dashboard.panels().stream())
          .flatMap(panel -> panel.queries().stream())
          .distinct()
          .toList();

  private final Stage stage;
  private final Process process;

  private Prometheus(Stage stage, Process process) {
    this.stage = stage;
    this.process = process;
  }

  /// Starts it. It answers a little later.
  static Prometheus start(Stage stage) throws LabFailure, InterruptedException {
    Path folder = stage.run().resolve("prometheus");
    try {
      Files.createDirectories(folder);
      Files.writeString(folder.resolve("weir-alerts.yml"), RuleFile.yaml(Pace.LAB));
      Files.writeString(folder.resolve("panels.yml"), panels());
      Files.writeString(folder.resolve("prometheus.yml"), configuration(stage));
    } catch (IOException e) {
      throw new LabFailure("cannot write what Prometheus goes by: " + e.getMessage(), e);
    }
    var command =
        List.of(
            "prometheus",
            "--config.file=" + folder.resolve("prometheus.yml"),
            "--storage.tsdb.path=" + folder.resolve("data"),
            "--web.listen-address=" + ADDRESS);
    return new Prometheus(stage, stage.programs().beside(HOST, command));
  }

  private static String configuration(Stage stage) throws LabFailure {
    Path token = stage.programs().files().token();
    return """
    global: { scrape_interval: 1s, scrape_timeout: 1s, evaluation_interval: 1s }
    rule_files: [weir-alerts.yml, panels.yml]
    scrape_configs:
      - job_name: weir
        authorization: { credentials_file: %s }
        static_configs: [{ targets: [%s] }]
      - job_name: weir-router
        authorization: { credentials_file: %s }
        static_configs: [{ targets: ["%s:%d"] }]
    """
        .formatted(
            token,
            stage.caches().stream()
                .map(cache -> "\"" + cache.address() + ":" + Admin.NODE_PORT + "\"")
                .collect(Collectors.joining(", ")),
            token,
            Plan.ROUTER.address(),
            Admin.ROUTER_PORT);
  }

  /// For each expression a series that is there while it has data that are numbers.
  private static String panels() {
    var rules = new StringBuilder("groups:\n  - name: panels\n    rules:\n");
    for (int i = 0; i < QUERIES.size(); i++) {
      rules.append(
          "      - { record: panel:seen, labels: { panel: \"%d\" }, expr: '%s' }\n"
              .formatted(i, "count((" + QUERIES.get(i).everything() + ") > -Inf)"));
    }
    return rules.toString();
  }

  /// The expressions that have had no data yet.
  List<String> withoutData() throws LabFailure, InterruptedException {
    Set<String> seen = labels("present_over_time(panel:seen[1h])", "panel");
    var missing = new ArrayList<String>();
    for (int i = 0; i < QUERIES.size(); i++) {
      if (!seen.contains(String.valueOf(i))) {
        missing.add(QUERIES.get(i).expression());
      }
    }
    return missing;
  }

  /// The alerts that have fired until now.
  Set<String> fired() throws LabFailure, InterruptedException {
    return labels("present_over_time(ALERTS{alertstate=\"firing\"}[1h])", "alertname");
  }

  /// Waits until a condition holds, and says whether it does.
  boolean await(Duration limit, dev.weir.lab.program.Programs.Condition condition)
      throws LabFailure, InterruptedException {
    long until = System.nanoTime() + limit.toNanos();
    while (!condition.holds()) {
      if (System.nanoTime() > until) {
        return false;
      }
      Thread.sleep(PAUSE);
    }
    return true;
  }

  /// Waits until these have fired; those that have not are found at the end.
  void awaitFired(String... alerts) throws LabFailure, InterruptedException {
    awaitFired(FIRING_LIMIT, alerts);
  }

  /// The same, for as long as that.
  void awaitFired(Duration limit, String... alerts) throws LabFailure, InterruptedException {
    long begun = System.nanoTime();
    boolean all = await(limit, () -> fired().containsAll(Set.of(alerts)));
    stage
        .screen()
        .timed(
            "[alert]  %s %s after %d s"
                .formatted(
                    String.join(", ", alerts),
                    all ? "fired" : "have not all fired",
                    Duration.ofNanos(System.nanoTime() - begun).toSeconds()));
  }

  /// Whether an expression has data now.
  boolean holds(String expression) throws InterruptedException {
    return !ask(expression).at("/data/result").isEmpty();
  }

  /// Whether the program answers questions.
  boolean answers() throws LabFailure, InterruptedException {
    if (!process.isAlive()) {
      throw new LabFailure("Prometheus ended with " + process.exitValue());
    }
    return holds("up == 1");
  }

  private static Set<String> labels(String query, String label) throws InterruptedException {
    var found = new HashSet<String>();
    for (JsonNode series : ask(query).at("/data/result")) {
      found.add(series.path("metric").path(label).asString(""));
    }
    return found;
  }

  private static JsonNode ask(String query) throws InterruptedException {
    Shell.Outcome outcome =
        Shell.run(
            Shell.PATIENCE,
            List.of(
                "ip",
                "netns",
                "exec",
                HOST.namespace(),
                "curl",
                "-q",
                "--silent",
                "--noproxy",
                "*",
                "--max-time",
                "10",
                "--data-urlencode",
                "query=" + query,
                "http://" + ADDRESS + "/api/v1/query"));
    try {
      return JsonMapper.shared().readTree(outcome.worked() ? outcome.out() : "{}");
    } catch (JacksonException _) {
      return JsonMapper.shared().createObjectNode();
    }
  }

  /// What promtool finds fault with in the numbers of a program; empty when nothing.
  static String faults(LabHost host, int port) throws InterruptedException {
    Shell.Outcome outcome =
        Shell.run(
            Shell.PATIENCE,
            List.of(
                "ip",
                "netns",
                "exec",
                host.namespace(),
                "sh",
                "-c",
                "curl -q -sf --noproxy '*' http://127.0.0.1:%d/metrics | promtool check metrics 2>&1"
                    .formatted(port)));
    return outcome.worked() && outcome.out().isBlank() ? "" : outcome.out() + outcome.lastWord();
  }
}
