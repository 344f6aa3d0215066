package dev.weir.node.telemetry;

import java.util.List;

/// What a node exports of its admin port, and of the port of SNMP.
public enum AdminMetric implements MetricRow {
  REQUESTS(
      Kind.COUNTER,
      "weir_admin_requests",
      "Requests to the admin port, by result. no_token, wrong_token, too_many: somebody without the"
          + " token asks; foreign_page, misdirected: a browser there is on a hostile site; failed:"
          + " the event admin-page-failed says why.",
      "result"),
  CONNECTIONS_REFUSED(
      Kind.COUNTER,
      "weir_admin_connections_refused",
      "Connections to the admin port that were closed at once, for 64 were open. Growing: close"
          + " pages, or ask less often."),
  SNMP_REQUESTS(
      Kind.COUNTER,
      "weir_snmp_requests",
      "Datagrams that came to the agent of SNMP, by result. community, user, digest, level:"
          + " somebody asks wrongly; address: from none of snmp.clients; rate: more than are looked"
          + " at; the event snmp-refused says who.",
      "result"),
  SNMP_TRAPS(
      Kind.COUNTER,
      "weir_snmp_traps",
      "Notifications by result: sent, unsent (look at the route to snmp.traps), withheld (too many"
          + " at a time; what still differs is told later).",
      "result");

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
