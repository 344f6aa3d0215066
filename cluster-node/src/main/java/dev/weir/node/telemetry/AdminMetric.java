package dev.weir.node.telemetry;

import java.util.List;

/// What a node exports of its admin port.
public enum AdminMetric implements MetricRow {
  REQUESTS(
      Kind.COUNTER,
      "weir_admin_requests",
      "Requests to the admin port, by result. no_token, wrong_token, too_many: somebody without the"
          + " token asks; foreign_page, misdirected: a browser there is on a hostile site; failed: the"
          + " event admin-page-failed says why.",
      "result"),
  CONNECTIONS_REFUSED(
      Kind.COUNTER,
      "weir_admin_connections_refused",
      "Connections to the admin port that were closed at once, for 64 were open. Growing: close"
          + " pages, or ask less often.");

  @SuppressWarnings("ImmutableEnumChecker") // a record with a copied list, which nobody can change
  private final Row row;

  AdminMetric(Kind kind, String metricName, String help, String... labels) {
    this.row = new Row(kind, metricName, help, List.of(labels));
  }

  @Override
  public Row row() {
    return row;
  }
}
