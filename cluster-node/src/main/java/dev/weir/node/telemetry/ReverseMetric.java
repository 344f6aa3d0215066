package dev.weir.node.telemetry;

import java.util.List;

/// What a node exports of the hosts for which it stands (`proxy.reverse`).
public enum ReverseMetric implements MetricRow {
  ORIGIN_HEALTHY(
      Kind.GAUGE,
      "weir_reverse_origin_healthy",
      "Whether requests go to an origin: 1, or 0. 0: the event origin-unhealthy says why; see the page"
          + " on an origin that is out.",
      "site",
      "origin"),
  NEXT_ORIGIN(
      Kind.COUNTER,
      "weir_reverse_next_origin",
      "Requests that went to a further origin because no connection to the one before could be made."
          + " Growing: look at weir_reverse_origin_healthy.");

  @SuppressWarnings("ImmutableEnumChecker") // a record with a copied list, which nobody can change
  private final Row row;

  ReverseMetric(Kind kind, String metricName, String help, String... labels) {
    this.row = new Row(kind, metricName, help, List.of(labels));
  }

  @Override
  public Row row() {
    return row;
  }
}
