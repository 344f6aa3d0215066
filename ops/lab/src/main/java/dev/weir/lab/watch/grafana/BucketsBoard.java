package dev.weir.lab.watch.grafana;

import java.util.List;

/// Who has which share of the buckets, and what comes in each.
final class BucketsBoard {
  static final Dashboard DASHBOARD =
      new Dashboard(
          "weir-buckets",
          "Weir / Buckets",
          "Who has which share of the buckets, and what comes in each.",
          List.of(
              Panel.stat(
                  "Busiest to average",
                  "The busiest bucket beside the average. Far above 10: a host that many visit.",
                  "short",
                  "max(sum by (bucket) (rate(weir_bucket_packets_total{*}[*])))"
                      + " / avg(sum by (bucket) (rate(weir_bucket_packets_total{*}[*])))"),
              Panel.stat(
                  "Buckets in use",
                  "Buckets in which packets came, of 256.",
                  "none",
                  "count(sum by (bucket) (rate(weir_bucket_packets_total{*}[*])) > 0)"),
              Panel.stat(
                  "Unassigned",
                  "Buckets that belong to nobody: what falls there is not diverted.",
                  "none",
                  "max(min by (service) (weir_buckets_unassigned{*}))"),
              Panel.stat(
                  "Given back",
                  "Buckets of which nodes give new connections back, for they have too much to do.",
                  "none",
                  "sum(weir_buckets_given_back{*})"),
              new Panel(
                  Panel.Kind.MATRIX,
                  "Packets by bucket",
                  "All 256, by the two digits of their number. None by mask and by WCCP1, which"
                      + " name no bucket.",
                  "pps",
                  24,
                  List.of(
                      new Query(
                          "label_replace(label_replace(sum by (bucket)"
                              + " (rate(weir_bucket_packets_total{*}[*])),"
                              + " \"high\", \"$1_\", \"bucket\", \"(.).\"),"
                              + " \"low\", \"_$1\", \"bucket\", \".(.)\")",
                          ""))),
              Panel.stacked(
                  "Buckets by node",
                  "A step is a node that came or went.",
                  "short",
                  new Query("weir_buckets_owned{*}", "{{instance}} {{service}}")),
              Panel.lines(
                  "Packets by node",
                  "Beside the buckets: a node with the same share and twice the packets has a busy"
                      + " host, or more than its share of them.",
                  "pps",
                  new Query(
                      "sum by (instance) (rate(weir_bucket_packets_total{*}[*]))", "{{instance}}")),
              Panel.lines(
                  "The ten busiest buckets",
                  "The number of a bucket is that of weir show buckets.",
                  "pps",
                  new Query(
                      "topk(10, sum by (bucket) (rate(weir_bucket_packets_total{*}[*])))",
                      "{{bucket}}")),
              Panel.lines(
                  "Tables",
                  "New tables in force. Many while no node comes or goes: something flaps.",
                  "short",
                  new Query(
                      "max by (service) (increase(weir_wccp_tables_total{*}[*]))",
                      "{{service}}"))));

  private BucketsBoard() {}
}
