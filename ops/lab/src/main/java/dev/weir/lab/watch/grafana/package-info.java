/// The dashboards: what they show, and how Grafana reads it.
///
/// Written once, here; the files of `ops/grafana` are generated from it (ADR-0052).
@org.jspecify.annotations.NullMarked
package dev.weir.lab.watch.grafana;
