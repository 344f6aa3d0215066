package dev.weir.node.telemetry;

import java.util.List;

/// Every number a node exports.
public enum NodeMetric implements MetricRow {
  START_SECONDS(
      Kind.GAUGE,
      "weir_start_seconds",
      "Seconds from the start of the process to its first listening socket."),
  GRID_MEMBERS(
      Kind.GAUGE,
      "weir_grid_members",
      "Members of the grid that this node sees, itself included; 0 when it has not joined. Fewer"
          + " than the configured members: look for the node that is missing."),
  ;

  private final Kind kind;
  private final String metricName;
  private final String help;

  @SuppressWarnings("ImmutableEnumChecker") // from List.of, which nobody can change
  private final List<String> labels;

  NodeMetric(Kind kind, String metricName, String help, String... labels) {
    this.kind = kind;
    this.metricName = metricName;
    this.help = help;
    this.labels = List.of(labels);
  }

  @Override
  public Kind kind() {
    return kind;
  }

  @Override
  public String metricName() {
    return metricName;
  }

  @Override
  public List<String> labels() {
    return labels;
  }

  @Override
  public String help() {
    return help;
  }
}
