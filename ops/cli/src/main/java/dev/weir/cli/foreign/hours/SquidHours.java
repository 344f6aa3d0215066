package dev.weir.cli.foreign.hours;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The values of `acl NAME time`, as hours of the week in our words: days by one letter each, which
/// hold for the hours that follow them; days without hours are whole. Squid's last minute belongs
/// to its hours, so that they end a minute later here.
public final class SquidHours {
  private static final String LETTERS = "MTWHFAS";
  private static final List<String> NAMES =
      List.of("mon", "tue", "wed", "thu", "fri", "sat", "sun");
  private static final int DAY = 24 * 60;
  private static final Pattern DAYS = Pattern.compile("[SMTWHFAD-]+");
  private static final Pattern HOURS = Pattern.compile("(\\d?\\d):(\\d\\d)-(\\d?\\d):(\\d\\d)");

  private SquidHours() {}

  /// All of them; empty when one of the values is none.
  public static Optional<List<String>> of(List<String> values) {
    var all = new ArrayList<String>();
    var days = new StringBuilder();
    for (String value : values) {
      Optional<String> hours = hours(value);
      if (hours.isPresent()) {
        all.add(names(days) + " " + hours.get());
        days.setLength(0);
      } else if (DAYS.matcher(value).matches()) {
        days.append(value.replace("D", "MTWHF"));
      } else {
        return Optional.empty();
      }
    }
    if (!days.isEmpty()) {
      all.add(names(days) + " 00:00-24:00");
    }
    return Optional.of(all).filter(it -> !it.isEmpty()).map(List::copyOf);
  }

  private static String names(CharSequence letters) {
    String names =
        NAMES.stream()
            .filter(it -> letters.toString().indexOf(LETTERS.charAt(NAMES.indexOf(it))) >= 0)
            .collect(Collectors.joining(","));
    return names.isEmpty() ? "mon-sun" : names;
  }

  private static Optional<String> hours(String text) {
    Matcher read = HOURS.matcher(text);
    if (!read.matches()) {
      return Optional.empty();
    }
    int from = minutes(read.group(1), read.group(2));
    int last = minutes(read.group(3), read.group(4));
    int to = Math.min(DAY, last + 1);
    return from >= DAY || last > DAY || last < from
        ? Optional.empty()
        : Optional.of(String.format("%02d:%02d-%02d:%02d", from / 60, from % 60, to / 60, to % 60));
  }

  private static int minutes(String hours, String minutes) {
    int more = Integer.parseInt(minutes);
    return more > 59 ? DAY + 1 : Integer.parseInt(hours) * 60 + more;
  }
}
