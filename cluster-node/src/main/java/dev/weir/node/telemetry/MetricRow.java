package dev.weir.node.telemetry;

import java.util.List;
import java.util.Locale;

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
    TIMER,
    /// Always 1: its labels tell.
    INFO
  }

  /// What a number is measured in.
  enum Unit {
    /// What the name counts.
    ONE,
    /// Octets.
    BYTES,
    /// Seconds.
    SECONDS;

    @Override
    public String toString() {
      return this == ONE ? "-" : name().toLowerCase(Locale.ROOT);
    }
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

  /// The name under which Prometheus finds it; a timer's has `_bucket`, `_count`, `_sum` or `_max`
  /// behind it.
  default String exported() {
    return switch (kind()) {
      case COUNTER -> metricName() + "_total";
      case GAUGE, INFO -> metricName();
      case TIMER -> metricName() + "_seconds";
    };
  }

  /// What it is measured in, as its name says.
  default Unit unit() {
    String name = metricName();
    if (kind() == Kind.TIMER || name.endsWith("_seconds")) {
      return Unit.SECONDS;
    }
    return name.endsWith("_bytes") ? Unit.BYTES : Unit.ONE;
  }

  /// Its line in a table of metrics.
  default String documented() {
    return "| `%s` | %s | %s | %s | %s |\n"
        .formatted(
            exported(),
            kind().name().toLowerCase(Locale.ROOT),
            unit(),
            labels().isEmpty() ? "-" : String.join(", ", labels()),
            help());
  }

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
