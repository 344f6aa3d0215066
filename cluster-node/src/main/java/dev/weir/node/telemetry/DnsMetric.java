package dev.weir.node.telemetry;

import java.util.List;

/// What a node exports of looking names up.
public enum DnsMetric implements MetricRow {
  LOOKUPS(
      Kind.COUNTER,
      "weir_dns_lookups",
      "Lookups by result. kept: known from before. timeout, failed: look at dns.servers. rebound: a name"
          + " led an explicit client to a private address; if it is yours, write it into dns.private.",
      "result"),
  NAMES(Kind.GAUGE, "weir_dns_names", "Names whose addresses are kept, 65536 at the most."),
  SECONDS(
      Kind.TIMER,
      "weir_dns_lookup_duration",
      "How long name servers took for a lookup. Long: name a nearer one in dns.servers.");

  @SuppressWarnings("ImmutableEnumChecker") // a record with a copied list, which nobody can change
  private final Row row;

  DnsMetric(Kind kind, String metricName, String help, String... labels) {
    this.row = new Row(kind, metricName, help, List.of(labels));
  }

  @Override
  public Row row() {
    return row;
  }
}
