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

  /// What a row says.
  ///
  /// `metricName` is the Prometheus name without the suffix that the kind adds, such as
  /// `weir_gre_packets`; `help` says what it counts, in which unit, and what to do about it;
  /// `labels` are the label names in the order in which values are given, from closed sets.
  record Row(Kind kind, String metricName, String help, List<String> labels) {
    /// Copies the labels.
    public Row {
      labels = List.copyOf(labels);
    }
  }

  /// What this row says.
  Row row();

  /// How the number behaves.
  default Kind kind() {
    return row().kind();
  }

  /// The Prometheus name.
  default String metricName() {
    return row().metricName();
  }

  /// What it counts, in which unit, and what to do about it.
  default String help() {
    return row().help();
  }

  /// The label names.
  default List<String> labels() {
    return row().labels();
  }
}
