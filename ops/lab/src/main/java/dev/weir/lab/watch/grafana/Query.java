package dev.weir.lab.watch.grafana;

/// What a panel asks of Prometheus.
///
/// @param expression in PromQL, in which `{*` stands for the labels by which a viewer chooses, and
///   `[*]` for the window that Grafana finds right
/// @param legend how its series are called, with `{{label}}`
public record Query(String expression, String legend) {
  private static final String CHOSEN = "{job=~\"$job\", instance=~\"$instance\"";

  /// As Grafana is given it.
  String promql() {
    return expression
        .replace("{*,", CHOSEN + ",")
        .replace("{*}", CHOSEN + "}")
        .replace("[*]", "[$__rate_interval]");
  }

  /// As a lab asks it: everything is chosen, over a window of a few samples.
  public String everything() {
    return promql()
        .replace("$job", ".+")
        .replace("$instance", ".+")
        .replace("$__rate_interval", "5s");
  }
}
