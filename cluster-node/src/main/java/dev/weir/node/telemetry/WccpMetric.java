package dev.weir.node.telemetry;

import java.util.List;

/// What a node exports of each router, of the table in force, and of each bucket.
public enum WccpMetric implements MetricRow {
  ROUTER_USABLE(
      Kind.GAUGE,
      "weir_wccp_router_usable",
      "Whether a router lists this node as usable: 1, or 0. 0 for some: what they divert does not"
          + " come here; see the page on routers that do not answer.",
      "service",
      "router"),
  ROUTER_SILENT_SECONDS(
      Kind.GAUGE,
      "weir_wccp_router_silent_seconds",
      "Since a router was last heard. More than three intervals (30 s by the standard): it is lost,"
          + " or the way to it is.",
      "service",
      "router"),
  ROUTER_LOSSES(
      Kind.COUNTER,
      "weir_wccp_router_losses",
      "Times a router ceased to list this node as usable. Several an hour: look at the link, and at"
          + " the load of both.",
      "service",
      "router"),
  ROUTERS_REJECTED(
      Kind.GAUGE,
      "weir_wccp_routers_rejected",
      "Routers that offer nothing this node can do. Not 0: the event router-incompatible says what"
          + " is missing.",
      "service"),
  TABLES(
      Kind.COUNTER,
      "weir_wccp_tables",
      "Tables that came in force among the routers, each with another key. Many while no node comes or"
          + " goes: two caches assign, or one flaps.",
      "service"),
  BUCKETS_UNASSIGNED(
      Kind.GAUGE,
      "weir_buckets_unassigned",
      "Buckets of the table in force, or values of a mask, that belong to nobody: routers do not"
          + " divert what falls there. All of them while there is no table.",
      "service"),
  BUCKET_PACKETS(
      Kind.COUNTER,
      "weir_bucket_packets",
      "Delivered packets by the bucket, 00 to ff, that their redirect header names; none by mask and"
          + " by WCCP1. Some far above the others: a host that many visit; see weir show buckets.",
      "bucket"),
  GRE_BYTES(
      Kind.COUNTER,
      "weir_gre_delivered_bytes",
      "Octets that came in GRE and were delivered, without what they came in.");

  @SuppressWarnings("ImmutableEnumChecker") // a record with a copied list, which nobody can change
  private final Row row;

  WccpMetric(Kind kind, String metricName, String help, String... labels) {
    this.row = new Row(kind, metricName, help, List.of(labels));
  }

  @Override
  public Row row() {
    return row;
  }
}
