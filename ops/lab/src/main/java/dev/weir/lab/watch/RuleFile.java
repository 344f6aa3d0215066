package dev.weir.lab.watch;

import java.util.List;
import java.util.Locale;

/// The alerts as Prometheus reads them, and as people do.
public final class RuleFile {
  /// What a hit ratio is, once for rules and dashboards.
  private static final String HIT_RATIO =
      "sum by (job) (rate(weir_http_requests_total"
          + "{result=~\"hit|revalidated|collapsed|stale|peer_hit\"}[5m]))"
          + " / sum by (job) (rate(weir_http_requests_total[5m]))";

  private RuleFile() {}

  /// The file of rules, at a pace.
  public static String yaml(Pace pace) {
    var text =
        new StringBuilder(
            """
            # Generated from dev.weir.lab.watch.Alerts; a test compares the two. docs/alerts.md lists them.
            groups:
              - name: weir-records
                rules:
                  - record: job:weir_hit_ratio:rate5m
                    expr: %s
              - name: weir-alerts
                rules:
            """
                .formatted(pace.in(HIT_RATIO)));
    Alerts.ALL.forEach(alert -> text.append(rule(alert, pace)));
    return text.toString();
  }

  private static String rule(Alert alert, Pace pace) {
    return """
          - alert: %s
            expr: %s
            for: %s
            labels: { severity: %s }
            annotations:
              summary: %s
              description: %s
              runbook_url: docs/runbooks/%s
              dashboard_url: /d/%s
    """
        .formatted(
            alert.name(),
            pace.in(alert.expression()),
            pace.of(alert.lasting()),
            severity(alert),
            quoted(alert.said().summary()),
            quoted(alert.said().description()),
            alert.said().page(),
            alert.said().dashboard());
  }

  /// `docs/alerts.md`.
  public static String page() {
    var page =
        new StringBuilder(
            """
            # Alerts

            The rules of [`ops/prometheus/weir-alerts.yml`](../ops/prometheus/weir-alerts.yml), in the
            order of the way of a request. This page is generated from the code; a test compares the
            two. `promtool test rules` lets each of them fire, and stay silent; `./weir lab --scenario
            alerts` lets Debian's Prometheus watch a real cluster and makes the faults that are named.

            | alert | severity | after | says | read |
            |---|---|---|---|---|
            """);
    for (Alert alert : Alerts.ALL) {
      page.append(
          "| `%s` | %s | %s | %s | [page](runbooks/%s) |\n"
              .formatted(
                  alert.name(),
                  severity(alert),
                  alert.lasting(),
                  alert.said().summary(),
                  alert.said().page()));
    }
    page.append("\n## Shown by the lab\n\n| alert | fault |\n|---|---|\n");
    for (Alert alert : Alerts.ALL) {
      if (alert.shown() instanceof Alert.Shown.ByLab(String fault)) {
        page.append("| `%s` | %s |\n".formatted(alert.name(), fault));
      }
    }
    page.append("\n## Not shown by the lab\n\n| alert | why |\n|---|---|\n");
    for (Alert alert : Alerts.ALL) {
      if (alert.shown() instanceof Alert.Shown.NotByLab(String why)) {
        page.append("| `%s` | %s |\n".formatted(alert.name(), why));
      }
    }
    return page.toString();
  }

  /// The names of those that the lab makes fire.
  public static List<String> shownByLab() {
    return Alerts.ALL.stream()
        .filter(alert -> alert.shown() instanceof Alert.Shown.ByLab)
        .map(Alert::name)
        .toList();
  }

  private static String severity(Alert alert) {
    return alert.severity().name().toLowerCase(Locale.ROOT);
  }

  private static String quoted(String text) {
    return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }
}
