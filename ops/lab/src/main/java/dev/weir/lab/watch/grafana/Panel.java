package dev.weir.lab.watch.grafana;

import java.util.List;

/// One picture of a dashboard.
///
/// @param says what it shows and what to do when it looks odd
/// @param unit as Grafana names it, such as `reqps`
/// @param width of the 24 columns
public record Panel(
    Kind kind, String title, String says, String unit, int width, List<Query> queries) {

  /// How it is drawn.
  public enum Kind {
    /// A big number.
    STAT("stat", 4),
    /// Lines over time.
    LINES("timeseries", 8),
    /// Areas one upon the other.
    STACKED("timeseries", 8),
    /// Coloured bars over time, of what is 0 or 1.
    TIMELINE("state-timeline", 8),
    /// How many were how long, over time.
    HEATMAP("heatmap", 8),
    /// One line for each series, as it is now.
    TABLE("table", 8),
    /// A cell for each value of the labels `high` and `low`, as it is now.
    MATRIX("table", 18);

    private final String type;
    private final int height;

    Kind(String type, int height) {
      this.type = type;
      this.height = height;
    }

    /// Grafana's name of it.
    String type() {
      return type;
    }

    /// In Grafana's units of some 30 pixels.
    int height() {
      return height;
    }
  }

  /// Keeps a copy.
  public Panel {
    queries = List.copyOf(queries);
  }

  static Panel stat(String title, String says, String unit, String expression) {
    return new Panel(Kind.STAT, title, says, unit, 4, List.of(new Query(expression, "")));
  }

  static Panel lines(String title, String says, String unit, Query... queries) {
    return new Panel(Kind.LINES, title, says, unit, 12, List.of(queries));
  }

  static Panel stacked(String title, String says, String unit, Query... queries) {
    return new Panel(Kind.STACKED, title, says, unit, 12, List.of(queries));
  }

  static Panel timeline(String title, String says, Query... queries) {
    return new Panel(Kind.TIMELINE, title, says, "bool_yes_no", 12, List.of(queries));
  }

  static Panel table(String title, String says, String unit, String expression) {
    return new Panel(Kind.TABLE, title, says, unit, 12, List.of(new Query(expression, "")));
  }
}
