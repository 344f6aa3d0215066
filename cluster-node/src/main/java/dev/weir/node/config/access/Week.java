package dev.weir.node.config.access;

import java.time.DayOfWeek;
import java.time.LocalDateTime;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Hours of the week, such as `mon-fri 08:00-18:00` or `sat,sun 00:00-24:00`. Hours that end before
/// they begin end on the next day.
///
/// @param days on which they begin
/// @param from minutes since midnight
/// @param to minutes since midnight, not included
public record Week(Set<DayOfWeek> days, int from, int to) {
  private static final List<String> NAMES =
      List.of("mon", "tue", "wed", "thu", "fri", "sat", "sun");
  private static final int DAY = 24 * 60;
  private static final String NAME = "(?:mon|tue|wed|thu|fri|sat|sun)";
  private static final Pattern TEXT =
      Pattern.compile(
          "("
              + NAME
              + "(?:-"
              + NAME
              + ")?(?:,"
              + NAME
              + "(?:-"
              + NAME
              + ")?)*)"
              + " (\\d\\d):(\\d\\d)-(\\d\\d):(\\d\\d)");

  /// Copies the days.
  public Week {
    days = Set.copyOf(days);
  }

  /// Those of a text; empty if it is none.
  public static Optional<Week> of(String text) {
    Matcher read = TEXT.matcher(text.toLowerCase(Locale.ROOT));
    if (!read.matches()) {
      return Optional.empty();
    }
    var days = EnumSet.noneOf(DayOfWeek.class);
    for (String part : read.group(1).split(",", -1)) {
      int first = NAMES.indexOf(part.substring(0, 3));
      int last = NAMES.indexOf(part.substring(part.length() - 3));
      for (int day = first; ; day = (day + 1) % NAMES.size()) {
        days.add(DayOfWeek.of(day + 1));
        if (day == last) {
          break;
        }
      }
    }
    int from = minutes(read.group(2), read.group(3));
    int to = minutes(read.group(4), read.group(5));
    return from < 0 || from >= DAY || to < 0 || from == to
        ? Optional.empty()
        : Optional.of(new Week(days, from, to));
  }

  private static int minutes(String hours, String minutes) {
    int all = Integer.parseInt(hours) * 60 + Integer.parseInt(minutes);
    return all > DAY || Integer.parseInt(minutes) > 59 ? -1 : all;
  }

  @Override
  public String toString() {
    String names =
        days.stream()
            .sorted()
            .map(it -> NAMES.get(it.getValue() - 1))
            .collect(Collectors.joining(","));
    return String.format("%s %02d:%02d-%02d:%02d", names, from / 60, from % 60, to / 60, to % 60);
  }

  /// Whether a time is within them.
  public boolean has(LocalDateTime time) {
    int minute = time.getHour() * 60 + time.getMinute();
    if (from < to) {
      return days.contains(time.getDayOfWeek()) && minute >= from && minute < to;
    }
    return (days.contains(time.getDayOfWeek()) && minute >= from)
        || (days.contains(time.getDayOfWeek().minus(1)) && minute < to);
  }
}
