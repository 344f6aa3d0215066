package dev.weir.lab.watch.grafana;

import java.util.List;

/// Is it on, and what is it worth?
final class OverviewBoard {
  static final String SERVED = "result=~\"hit|revalidated|collapsed|stale|peer_hit\"";

  static final String HIT_RATIO =
      "sum(rate(weir_http_requests_total{*, "
          + SERVED
          + "}[*])) / sum(rate(weir_http_requests_total{*}[*]))";

  static final Dashboard DASHBOARD =
      new Dashboard(
          "weir-overview",
          "Weir / Overview",
          "Is it on, and what is it worth?",
          List.of(
              Panel.stat(
                  "Programs up",
                  "Nodes and routers that answer Prometheus. Fewer than there are: one is gone.",
                  "none",
                  "sum(up{*})"),
              Panel.stat(
                  "Nodes with traffic",
                  "Nodes whose gate is open. The others have handed their buckets back: /readyz.",
                  "none",
                  "sum(weir_gate_open{*})"),
              Panel.stat(
                  "Buckets assigned",
                  "The most buckets that any service group has with nodes; 256 by hash is all.",
                  "none",
                  "max(sum by (service) (weir_buckets_owned{*}))"),
              Panel.stat(
                  "Hit ratio",
                  "Share of the requests for which no origin had to send the body: the node's own store"
                      + " had it, or that of the node that owns it.",
                  "percentunit",
                  HIT_RATIO),
              Panel.stat(
                  "Saved on the line",
                  "What clients were given from a store of the cluster: the line has not carried it.",
                  "Bps",
                  "sum(rate(weir_http_response_bytes_total{*, " + SERVED + "}[*]))"),
              Panel.stat(
                  "p95",
                  "Nineteen of twenty requests take no longer, the body included.",
                  "s",
                  "histogram_quantile(0.95, sum by (le)"
                      + " (rate(weir_http_request_duration_seconds_bucket{*}[*])))"),
              Panel.stacked(
                  "Requests",
                  "By how they were answered. Many pass or error: the dashboard Cache.",
                  "reqps",
                  new Query(
                      "sum by (result) (rate(weir_http_requests_total{*}[*]))", "{{result}}")),
              Panel.stacked(
                  "Bodies given to clients",
                  "By how they were answered: miss, pass and relayed have been carried.",
                  "Bps",
                  new Query(
                      "sum by (result) (rate(weir_http_response_bytes_total{*}[*]))",
                      "{{result}}")),
              Panel.lines(
                  "How long requests take",
                  "To the end of the body: a large download takes long and is well.",
                  "s",
                  quantile("0.5", "p50"),
                  quantile("0.95", "p95"),
                  quantile("0.99", "p99")),
              Panel.lines(
                  "Load",
                  "The highest of all nodes, by signal, as a share of its limit. At 100 % new"
                      + " connections are given back.",
                  "percentunit",
                  new Query("max by (signal) (weir_load{*})", "{{signal}}")),
              Panel.stacked(
                  "Buckets by node",
                  "A step is a node that came or went.",
                  "short",
                  new Query("weir_buckets_owned{*}", "{{instance}} {{service}}")),
              Panel.timeline(
                  "Nodes take traffic",
                  "No: the node has handed its buckets back. /readyz says why.",
                  new Query("weir_gate_open{*}", "{{instance}}")),
              Panel.timeline(
                  "Conditions of readiness",
                  "No: what /readyz names. Router: no router lists the node.",
                  new Query("weir_condition_met{*}", "{{instance}} {{condition}}")),
              Panel.timeline(
                  "Designated",
                  "The one that computes the assignment: the node with the lowest address, while"
                      + " the routers list it.",
                  new Query("weir_designated{*}", "{{instance}} {{service}}"))));

  private OverviewBoard() {}

  private static Query quantile(String share, String name) {
    return new Query(
        "histogram_quantile("
            + share
            + ", sum by (le) (rate(weir_http_request_duration_seconds_bucket{*}[*])))",
        name);
  }
}
