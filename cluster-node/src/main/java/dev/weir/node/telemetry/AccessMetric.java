package dev.weir.node.telemetry;

import java.util.List;

/// What a node exports of who may what.
public enum AccessMetric implements MetricRow {
  DENIED(
      Kind.COUNTER,
      "weir_access_denied",
      "Requests and responses that were denied, by the rule of proxy.access that did it. Growing"
          + " where nobody should be: a client with a program that calls out, or a rule too wide.",
      "rule"),
  LOGINS(
      Kind.COUNTER,
      "weir_access_logins",
      "Requests of clients that log in, by what was found: known, absent, wrong, braked after too"
          + " many failures, busy where too many wait. Many wrong or braked: somebody guesses.",
      "result"),
  LIST_ENTRIES(
      Kind.GAUGE,
      "weir_access_list_entries",
      "Domains, prefixes and expressions of a list.",
      "list"),
  LIST_BYTES(Kind.GAUGE, "weir_access_list_bytes", "Memory that a list takes.", "list"),
  LIST_BAD_LINES(
      Kind.GAUGE,
      "weir_access_list_bad_lines",
      "Lines of a list's files that could not be read; weir show access shows the first.",
      "list"),
  LIST_AGE_SECONDS(
      Kind.GAUGE,
      "weir_access_list_age_seconds",
      "Time since a list's files were read. Much more than they are renewed: nobody renews them.",
      "list"),
  LIST_FAILING(
      Kind.GAUGE,
      "weir_access_list_failing",
      "Whether a list's files, as they are now, cannot be read: 1, or 0. The old ones hold; see the"
          + " event access-list-kept.",
      "list"),
  ICAP_REQUESTS(
      Kind.COUNTER,
      "weir_icap_requests",
      "Requests and responses that a service of proxy.icap was to look at, by what came of it. passed"
          + " and blocked: it failed, and on-failure decided.",
      "service",
      "result"),
  ICAP_FAILURES(
      Kind.COUNTER,
      "weir_icap_failures",
      "Failures of a service of proxy.icap, by reason; open: it was left alone. See the page on a"
          + " service of ICAP that fails.",
      "service",
      "reason"),
  ICAP_OPEN(
      Kind.GAUGE,
      "weir_icap_open",
      "Whether a service of proxy.icap is left alone because it failed: 1, or 0.",
      "service");

  @SuppressWarnings("ImmutableEnumChecker") // a record with a copied list, which nobody can change
  private final Row row;

  AccessMetric(Kind kind, String metricName, String help, String... labels) {
    this.row = new Row(kind, metricName, help, List.of(labels));
  }

  @Override
  public Row row() {
    return row;
  }
}
