package dev.weir.lab.watch.grafana;

import java.util.List;

/// The nodes as a cluster: who is there, and what they ask each other.
final class ClusterBoard {
  static final Dashboard DASHBOARD =
      new Dashboard(
          "weir-cluster",
          "Weir / Cluster",
          "The nodes as a cluster: who is there, and what they ask each other.",
          List.of(
              Panel.lines(
                  "Members",
                  "As each node counts them, itself included. Nodes that differ: the grid is cut.",
                  "short",
                  new Query("weir_grid_members{*}", "{{instance}}")),
              Panel.table(
                  "Versions",
                  "Nodes that differ: an upgrade that is not finished.",
                  "none",
                  "weir_build_info{*}"),
              Panel.lines(
                  "What should be 0",
                  "Nodes that are dead, apart or silent, nodes that cluster and routers do not"
                      + " agree on, and strangers in the grid.",
                  "short",
                  new Query("max(weir_nodes_dead{*})", "dead"),
                  new Query("max(weir_nodes_apart{*})", "apart"),
                  new Query("max(weir_peers_silent{*})", "silent"),
                  new Query("max(weir_views_differ{*})", "views differ"),
                  new Query("max(weir_grid_strangers{*})", "strangers")),
              Panel.lines(
                  "Epoch",
                  "The table by which each node knows whose a URL is. Nodes that differ for longer"
                      + " than a moment do not hear the same routers.",
                  "none",
                  new Query("weir_ownership_epoch{*}", "{{instance}}")),
              Panel.stacked(
                  "Asked of others",
                  "By result. silent, skipped: a node does not answer on its peer port.",
                  "ops",
                  new Query(
                      "sum by (kind, result) (rate(weir_peer_requests_total{*}[*]))",
                      "{{kind}} {{result}}")),
              Panel.stacked(
                  "Answered to others",
                  "By node.",
                  "ops",
                  new Query(
                      "sum by (instance) (rate(weir_peer_served_total{*}[*]))", "{{instance}}")),
              Panel.lines(
                  "How long owners take",
                  "Nineteen of twenty heads of what is relayed come sooner.",
                  "s",
                  new Query(
                      "histogram_quantile(0.95, sum by (le)"
                          + " (rate(weir_relay_duration_seconds_bucket{*}[*])))",
                      "p95")),
              Panel.timeline(
                  "Nodes keep what they own",
                  "No: without an epoch, or cut off from the others.",
                  new Query("weir_ownership_stores{*}", "{{instance}}")),
              Panel.lines(
                  "Homes",
                  "Requests by how the home of their host was found. unknown: look at the link.",
                  "ops",
                  new Query(
                      "sum by (result) (rate(weir_ownership_homes_total{*}[*]))", "{{result}}")),
              Panel.lines(
                  "Certificates end in",
                  "Below 30 days: weir cluster init --renew.",
                  "s",
                  new Query("weir_peer_certificate_seconds{*}", "{{instance}}"))));

  private ClusterBoard() {}
}
