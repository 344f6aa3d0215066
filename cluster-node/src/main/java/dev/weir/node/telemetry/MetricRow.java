package dev.weir.node.telemetry;

import java.util.List;

/// One row of a program's metric vocabulary.
///
/// A metric does not exist until an enum has a row for it: what it counts, in which unit, and what
/// an operator does about it.
public interface MetricRow {

  /// How the number behaves over time.
  enum Kind {
    /// Only grows while the process lives.
    COUNTER,
    /// Goes up and down.
    GAUGE,
    /// A distribution of durations in seconds.
    TIMER
  }

  /// How the number behaves.
  Kind kind();

  /// The Prometheus name without the suffix that the kind adds, such as `weir_gre_packets`.
  String metricName();

  /// The label names, in the order in which values are given. Values come from closed sets.
  List<String> labels();

  /// What it counts, in which unit, and what to do about it.
  String help();
}
