package dev.weir.lab.watch.grafana;

import java.util.List;

/// What is kept, what it is worth, and what origins do.
final class CacheBoard {
  static final Dashboard DASHBOARD =
      new Dashboard(
          "weir-cache",
          "Weir / Cache",
          "What is kept, what it is worth, and what origins do.",
          List.of(
              Panel.lines(
                  "Hit ratio by node",
                  "Share of the requests that were answered without fetching the body.",
                  "percentunit",
                  new Query(
                      "sum by (instance) (rate(weir_http_requests_total{*, "
                          + OverviewBoard.SERVED
                          + "}[*])) / sum by (instance) (rate(weir_http_requests_total{*}[*]))",
                      "{{instance}}")),
              Panel.stacked(
                  "Requests",
                  "By how they were answered. Many pass: hosts that differ, or nothing to keep.",
                  "reqps",
                  new Query(
                      "sum by (result) (rate(weir_http_requests_total{*}[*]))", "{{result}}")),
              new Panel(
                  Panel.Kind.HEATMAP,
                  "How long requests take",
                  "How many were how long, to the end of the body.",
                  "s",
                  12,
                  List.of(
                      new Query(
                          "sum by (le) (increase(weir_http_request_duration_seconds_bucket{*}[*]))",
                          "{{le}}"))),
              Panel.stacked(
                  "Origins",
                  "Exchanges by their end. Anything but ok: the origin, or the way to it.",
                  "ops",
                  new Query(
                      "sum by (result) (rate(weir_origin_fetches_total{*}[*]))", "{{result}}")),
              Panel.stacked(
                  "In memory",
                  "What the stored URLs weigh, by node; at the capacity it stays.",
                  "bytes",
                  new Query("weir_cache_bytes{*}", "{{instance}}")),
              Panel.stacked(
                  "URLs in memory",
                  "By node.",
                  "short",
                  new Query("weir_cache_objects{*}", "{{instance}}")),
              Panel.lines(
                  "Pushed out, not kept",
                  "Pushed out to make room; not kept, by reason. Much with few hits: more memory.",
                  "ops",
                  new Query("sum(rate(weir_cache_evictions_total{*}[*]))", "pushed out"),
                  new Query(
                      "sum by (reason) (rate(weir_cache_refused_total{*}[*]))",
                      "not kept: {{reason}}")),
              Panel.lines(
                  "Waiting for another's fetch",
                  "Requests that found another's fetch of their URL, by what came of it.",
                  "ops",
                  new Query(
                      "sum by (result) (rate(weir_collapsed_requests_total{*}[*]))", "{{result}}")),
              Panel.lines(
                  "Was Host where it went?",
                  "Only verified and literal are kept; else compare name servers.",
                  "ops",
                  new Query("sum by (result) (rate(weir_host_check_total{*}[*]))", "{{result}}")),
              Panel.lines(
                  "Names",
                  "Lookups by result. kept: known from before.",
                  "ops",
                  new Query("sum by (result) (rate(weir_dns_lookups_total{*}[*]))", "{{result}}")),
              Panel.lines(
                  "Connections of clients",
                  "Open ones by node, and why some were closed by us.",
                  "short",
                  new Query("weir_http_connections{*}", "{{instance}}"),
                  new Query(
                      "sum by (reason) (increase(weir_http_connections_closed_total{*}[*]))",
                      "closed: {{reason}}")),
              Panel.lines(
                  "On disk",
                  "Empty without cache.disk. Reads by result, and whether a disk fails.",
                  "ops",
                  new Query(
                      "sum by (disk, result) (rate(weir_disk_reads_total{*}[*]))",
                      "{{disk}} {{result}}"),
                  new Query("max by (disk) (weir_disk_failing{*})", "{{disk}} fails"))));

  private CacheBoard() {}
}
