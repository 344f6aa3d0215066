package dev.weir.router.show;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Lines under construction: labels at indents, values in a column.
///
/// Values come from other machines: what could steer a terminal is replaced.
final class IosText {
  private static final int DAY_SECONDS = 86_400;
  private static final int WEEK_SECONDS = 7 * DAY_SECONDS;

  private final StringBuilder lines = new StringBuilder();

  IosText line(String line) {
    lines.append(line).append('\n');
    return this;
  }

  /// `label:` at an indent and its value at column `column`.
  IosText field(int indent, int column, String label, @Nullable Object value) {
    String head = " ".repeat(indent) + label + ":";
    return line(head + " ".repeat(Math.max(1, column - head.length())) + value(value));
  }

  /// One value a line, or `-none-`.
  IosText list(int indent, List<String> values) {
    for (String it : values.isEmpty() ? List.of("-none-") : values) {
      line(" ".repeat(indent) + value(it));
    }
    return this;
  }

  static String value(@Nullable Object value) {
    return value == null ? "-none-" : value.toString().replaceAll("[^\\x20-\\x7e]", "?");
  }

  static String percent(int part, int whole) {
    return String.format(Locale.ROOT, "(%.2f%%)", whole == 0 ? 0.0 : part * 100.0 / whole);
  }

  /// `13:51:42`, from a day on `1d02h`, from a week on `1w5d`.
  static String elapsed(long seconds) {
    if (seconds < DAY_SECONDS) {
      return String.format(
          Locale.ROOT, "%02d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60);
    }
    return seconds < WEEK_SECONDS
        ? String.format(
            Locale.ROOT, "%dd%02dh", seconds / DAY_SECONDS, seconds % DAY_SECONDS / 3600)
        : seconds / WEEK_SECONDS + "w" + seconds % WEEK_SECONDS / DAY_SECONDS + "d";
  }

  @Override
  public String toString() {
    return lines.toString();
  }
}
