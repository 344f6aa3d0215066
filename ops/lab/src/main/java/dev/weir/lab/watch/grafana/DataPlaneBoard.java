package dev.weir.lab.watch.grafana;

import java.util.List;

/// What becomes of the packets that routers divert.
final class DataPlaneBoard {
  static final Dashboard DASHBOARD =
      new Dashboard(
          "weir-data-plane",
          "Weir / Data plane",
          "What becomes of the packets that routers divert.",
          List.of(
              Panel.lines(
                  "Diverted packets",
                  "By node, in GRE and delivered. None where there are buckets: the way is cut.",
                  "pps",
                  new Query(
                      "sum by (instance) (rate(weir_gre_packets_total{*, verdict=\"deliver\"}[*]))",
                      "{{instance}}")),
              Panel.lines(
                  "Octets diverted",
                  "What clients send, by node: requests and acknowledgements.",
                  "Bps",
                  new Query(
                      "sum by (instance) (rate(weir_gre_delivered_bytes_total{*}[*]))",
                      "{{instance}}")),
              Panel.lines(
                  "One way only?",
                  "Packets that come, and connections that are made of them. The first without the"
                      + " second: no way back to the clients. Ask weir doctor.",
                  "ops",
                  new Query(
                      "sum by (instance) (rate(weir_gre_packets_total{*, verdict=\"deliver\"}[*]))",
                      "packets {{instance}}"),
                  new Query(
                      "sum by (instance) (rate(weir_http_connections_accepted_total{*}[*]))",
                      "connections {{instance}}")),
              Panel.stacked(
                  "Not delivered",
                  "By verdict: dropped, or given back to their router.",
                  "pps",
                  new Query(
                      "sum by (verdict)"
                          + " (rate(weir_gre_packets_total{*, verdict!~\"deliver\"}[*]))",
                      "{{verdict}}")),
              Panel.stacked(
                  "Given back",
                  "To their router, by reason. stray: in the middle of a connection nobody knows.",
                  "pps",
                  new Query(
                      "sum by (reason) (rate(weir_packets_returned_total{*}[*]))", "{{reason}}")),
              Panel.lines(
                  "What should be 0",
                  "Captures that lost packets, packets that could not be given back, packets of"
                      + " others' buckets, and those that came without a way to join them.",
                  "pps",
                  new Query("sum(rate(weir_gre_capture_lost_total{*}[*]))", "lost by capture"),
                  new Query("sum(rate(weir_packets_return_lost_total{*}[*]))", "not given back"),
                  new Query(
                      "sum(rate(weir_gre_bucket_mismatch_total{*}[*]))", "of others' buckets"),
                  new Query(
                      "sum(rate(weir_ip_reassembly_total{*, result=\"failed\"}[*]))",
                      "not joined")),
              Panel.lines(
                  "Packets in pieces, and strays",
                  "Many pieces: lower proxy.intercept.mss. Strays come after each new table.",
                  "pps",
                  new Query("sum by (result) (rate(weir_ip_reassembly_total{*}[*]))", "{{result}}"),
                  new Query("sum(rate(weir_stray_packets_total{*}[*]))", "stray"),
                  new Query(
                      "sum(rate(weir_packets_forwarded_total{*}[*]))", "to their owner before")),
              Panel.lines(
                  "Bypass",
                  "Rules of people and such that were learnt, by kind and cause.",
                  "short",
                  new Query("sum by (kind) (weir_bypass_rules{*})", "{{kind}}"),
                  new Query("sum by (cause) (weir_bypass_learned{*})", "learnt: {{cause}}")),
              Panel.lines(
                  "Relief",
                  "Share of the buckets of which a node gives new connections back.",
                  "percentunit",
                  new Query("weir_relief{*}", "{{instance}}")),
              Panel.lines(
                  "Self-test",
                  "Trials of the way of a packet, by result. Two that fail: the gate closes.",
                  "ops",
                  new Query("sum by (result) (rate(weir_self_tests_total{*}[*]))", "{{result}}")),
              Panel.lines(
                  "At routers of ours: diverted",
                  "Empty with routers of others. Redirected, and forwarded normally by reason.",
                  "pps",
                  new Query("sum(rate(weir_router_redirected_packets_total{*}[*]))", "redirected"),
                  new Query(
                      "sum by (reason) (rate(weir_router_forwarded_packets_total{*}[*]))",
                      "{{reason}}")),
              Panel.lines(
                  "At routers of ours: given back and lost",
                  "Packets that caches gave back, by verdict, and those the kernel refused.",
                  "pps",
                  new Query(
                      "sum by (verdict) (rate(weir_router_returned_packets_total{*}[*]))",
                      "{{verdict}}"),
                  new Query(
                      "sum by (direction) (rate(weir_router_lost_packets_total{*}[*]))",
                      "lost {{direction}}"))));

  private DataPlaneBoard() {}
}
