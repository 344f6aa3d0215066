/// What an operator watches a cluster by: the alerts, and how they are written down for Prometheus.
///
/// Written once, here, and generated from it: the files of `ops/prometheus` and the page of alerts
/// (ADR-0052). Nothing here speaks to anybody.
@org.jspecify.annotations.NullMarked
package dev.weir.lab.watch;
