package dev.weir.node.telemetry;

import java.util.List;

/// What a node exports of the proxies that it asks in place of origins.
public enum ChainMetric implements MetricRow {
  PARENT_UP(
      Kind.GAUGE,
      "weir_parent_up",
      "Whether a parent answers: 1, or 0. 0: see the page on a parent that does not answer.",
      "parent"),
  PARENT_REQUESTS(
      Kind.COUNTER,
      "weir_parent_requests",
      "What was asked of a parent, by result. login: it refuses proxy.parents[].credentials. others:"
          + " see weir_origin_fetches. Many failures: weir doctor.",
      "parent",
      "result"),
  CHAIN_REQUESTS(
      Kind.COUNTER,
      "weir_chain_requests",
      "Requests for which proxy.chain was asked, by way. fallback: no parent took it, so its origin was"
          + " asked. none: no parent took it, so it failed.",
      "way");

  @SuppressWarnings("ImmutableEnumChecker") // a record with a copied list, which nobody can change
  private final Row row;

  ChainMetric(Kind kind, String metricName, String help, String... labels) {
    this.row = new Row(kind, metricName, help, List.of(labels));
  }

  @Override
  public Row row() {
    return row;
  }
}
