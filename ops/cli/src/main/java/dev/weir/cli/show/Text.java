package dev.weir.cli.show;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Lines of a report under construction, with labels in columns as routers print them.
///
/// Values come from another program: what could steer a terminal is replaced.
public final class Text {
  private final StringBuilder lines = new StringBuilder();

  /// One line as it is.
  public Text line(String line) {
    lines.append(line).append('\n');
    return this;
  }

  /// `label:` at an indent and its value at column `column`; a missing value is `-none-`.
  public Text field(int indent, int column, String label, @Nullable Object value) {
    var line = new StringBuilder(" ".repeat(indent)).append(label).append(':');
    do {
      line.append(' ');
    } while (line.length() < column);
    return line(line.append(value(value)).toString());
  }

  /// A value as it may be printed.
  public static String value(@Nullable Object value) {
    return value == null ? "-none-" : value.toString().replaceAll("[^\\x20-\\x7e]", "?");
  }

  /// A share of the 256 buckets, such as `86 (33.59%)`.
  public static String allotment(int buckets) {
    return String.format(Locale.ROOT, "%d (%.2f%%)", buckets, buckets * 100.0 / 256);
  }

  /// Milliseconds as seconds, such as `1.000 s`.
  public static String seconds(long millis) {
    return String.format(Locale.ROOT, "%.3f s", millis / 1000.0);
  }

  @Override
  public String toString() {
    return lines.toString();
  }
}
