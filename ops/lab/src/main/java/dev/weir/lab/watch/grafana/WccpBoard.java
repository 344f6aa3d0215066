package dev.weir.lab.watch.grafana;

import java.util.List;

/// What routers and nodes say to each other, and what each makes of it.
final class WccpBoard {
  static final Dashboard DASHBOARD =
      new Dashboard(
          "weir-wccp",
          "Weir / WCCP",
          "What routers and nodes say to each other, and what each makes of it.",
          List.of(
              Panel.timeline(
                  "Routers list nodes",
                  "Each router with each node. No: what it diverts does not come there.",
                  new Query(
                      "weir_wccp_router_usable{*}", "{{router}} lists {{instance}} {{service}}")),
              Panel.lines(
                  "Since a router was heard",
                  "More than three intervals: it is lost, or the way to it is.",
                  "s",
                  new Query("weir_wccp_router_silent_seconds{*}", "{{router}} by {{instance}}")),
              Panel.lines(
                  "Messages from routers",
                  "Each router answers each node once an interval.",
                  "ops",
                  new Query(
                      "sum by (message) (rate(weir_wccp_received_total{*}[*]))", "{{message}}")),
              Panel.lines(
                  "Messages to routers",
                  "A redirect_assign comes with each new table.",
                  "ops",
                  new Query("sum by (message) (rate(weir_wccp_sent_total{*}[*]))", "{{message}}")),
              Panel.lines(
                  "Refused by nodes",
                  "By cause. digest: the password differs.",
                  "ops",
                  new Query("sum by (cause) (rate(weir_wccp_refused_total{*}[*]))", "{{cause}}")),
              Panel.lines(
                  "Losses and tables",
                  "Routers that ceased to list a node, and tables that came in force. Both while"
                      + " nothing comes or goes: something flaps.",
                  "short",
                  new Query(
                      "sum by (router) (increase(weir_wccp_router_losses_total{*}[*]))",
                      "lost by {{router}}"),
                  new Query(
                      "max by (service) (increase(weir_wccp_tables_total{*}[*]))",
                      "tables of {{service}}")),
              Panel.lines(
                  "What should be 0",
                  "Routers that offer nothing the nodes can do, caches that are nobody's, nodes"
                      + " that cluster and routers do not agree on, buckets that belong to nobody.",
                  "short",
                  new Query(
                      "max by (service) (weir_wccp_routers_rejected{*})", "rejected {{service}}"),
                  new Query(
                      "max by (service) (weir_wccp_foreign_caches{*})", "foreign {{service}}"),
                  new Query("max(weir_views_differ{*})", "views differ"),
                  new Query(
                      "min by (service) (weir_buckets_unassigned{*})", "unassigned {{service}}")),
              Panel.lines(
                  "As routers of ours see it",
                  "Empty with routers of others. Caches that may receive packets, and buckets that"
                      + " have one.",
                  "short",
                  new Query("weir_router_usable_caches{*}", "caches of {{service}}"),
                  new Query("weir_router_assigned_buckets{*}", "buckets of {{service}}")),
              Panel.lines(
                  "Messages at routers of ours",
                  "Decoded and authenticated, and sent, by type.",
                  "ops",
                  new Query(
                      "sum by (type) (rate(weir_router_wccp_received_total{*}[*]))",
                      "{{type}} received"),
                  new Query(
                      "sum by (type) (rate(weir_router_wccp_sent_total{*}[*]))",
                      "{{type}} sent"))));

  private WccpBoard() {}
}
