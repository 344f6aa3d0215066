package dev.weir.lab.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.lab.watch.grafana.Dashboard;
import dev.weir.lab.watch.grafana.Query;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The rules and the dashboards' expressions before the judge of Debian's `prometheus`.
final class RulesIT {
  private static final Path SHIPPED = Path.of("..", "prometheus");

  @TempDir Path folder;

  @BeforeEach
  void promtool() {
    Promtool.expect();
  }

  @Test
  @DisplayName("promtool check config has nothing against prometheus.yml and the rules it names")
  void config() throws IOException, InterruptedException {
    var outcome = Promtool.run("check", "config", SHIPPED.resolve("prometheus.yml").toString());
    assertThat(outcome.content()).as(outcome.said()).isTrue();
    assertThat(outcome.said()).contains((Alerts.ALL.size() + 1) + " rules found");
  }

  @Test
  @DisplayName("promtool check rules reads the rules at both paces, and every panel's expressions")
  void rules() throws IOException, InterruptedException {
    var panels = new StringBuilder("groups:\n  - name: panels\n    rules:\n");
    Dashboard.ALL.stream()
        .flatMap(dashboard -> dashboard.panels().stream())
        .flatMap(panel -> panel.queries().stream())
        .map(Query::everything)
        .distinct()
        .forEach(it ->
            panels.append(
                "      - record: a:b%d\n        expr: %s\n".formatted(panels.length(), it)));
    assertThat(check("lab.yml", RuleFile.yaml(Pace.LAB)).content()).isTrue();
    var outcome = check("panels.yml", panels.toString());
    assertThat(outcome.content()).as(outcome.said()).isTrue();
    assertThat(check("bad.yml", panels + "      - record: x\n        expr: sum(\n").content())
        .isFalse();
  }

  @Test
  @DisplayName("promtool test rules: each alert fires by what is bad, and not by what is nearly so")
  void fires() throws IOException, InterruptedException {
    assertThat(Trials.all()).containsOnlyKeys(Alerts.ALL.stream().map(Alert::name).toList());
    var series = new StringBuilder();
    var questions = new StringBuilder();
    Trials.all()
        .forEach((alert, trial) -> {
          add(series, questions, "weir-bad", alert, trial.bad());
          add(series, questions, "weir-good", alert, trial.good());
        });
    String tests =
        "rule_files: [%s]\nevaluation_interval: 1m\ntests:\n"
                .formatted(SHIPPED.resolve("weir-alerts.yml").toRealPath())
            + "  - interval: 1m\n    input_series:\n"
            + series
            + "    promql_expr_test:\n"
            + questions;
    Path file = Files.writeString(folder.resolve("tests.yml"), tests);
    var outcome = Promtool.run("test", "rules", file.toString());
    assertThat(outcome.content()).as(outcome.said()).isTrue();
  }

  /// Each trial is a job of its own, so that none has a part in another.
  private static void add(
      StringBuilder series, StringBuilder questions, String kind, String alert, List<String> all) {
    String job = kind + "-" + alert;
    for (String one : all) {
      int space = one.lastIndexOf("} ") + 1;
      String name =
          one.substring(0, space)
              .replace("job=\"weir\"", "job=\"" + job + "\"")
              .replace("{A", "{job=\"" + job + "\",instance=\"a\"")
              .replace("{B", "{job=\"" + job + "\",instance=\"b\"");
      String values = one.substring(space + 1);
      series.append("      - { series: '%s', values: '%s' }\n".formatted(name, values));
    }
    questions.append(
        """
              - expr: count(ALERTS{alertname="%s",alertstate="firing",job="%s"}) or vector(0)
                eval_time: 118m
                exp_samples: [{ labels: '{}', value: %d }]
        """
            .formatted(alert, job, kind.endsWith("bad") ? 1 : 0));
  }

  private Promtool.Outcome check(String name, String text)
      throws IOException, InterruptedException {
    return Promtool.run("check", "rules", Files.writeString(folder.resolve(name), text).toString());
  }
}
