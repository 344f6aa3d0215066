package dev.weir.cli.show.recent;

import dev.weir.cli.show.Answer;
import dev.weir.cli.show.Text;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// `show events`: what happened to a program, oldest first.
public final class EventsText {
  private static final int LINE_CHARS_MAX = 79;

  private EventsText() {}

  /// `GET /v1/events`.
  public record Events(List<Event> events) {
    /// Keeps a list that is never null.
    public Events {
      events = Answer.listOf(events);
    }
  }

  /// One event. `at` is UTC.
  public record Event(
      @Nullable String at,
      @Nullable String level,
      @Nullable String name,
      @Nullable Map<String, @Nullable Object> fields) {
    /// Whether it is one of every few seconds, as each message is.
    public boolean isRoutine() {
      return "DEBUG".equals(level) || "TRACE".equals(level);
    }

    /// The event on one line, without the date.
    public String line() {
      String clock = Text.value(at).replaceAll(".*T", "").replaceAll("[.,Z].*", "");
      String what =
          fields == null
              ? ""
              : new TreeMap<>(fields)
                  .entrySet().stream()
                      .map(field -> field.getKey() + "=" + field.getValue())
                      .collect(Collectors.joining(" "));
      String grave = "WARN".equals(level) || "ERROR".equals(level) ? "! " : "  ";
      return clock + " " + grave + Text.value(name) + " " + Text.value(what);
    }
  }

  /// As text for a terminal; narrow, without those of each message, and cut at 79 characters.
  public static String of(Events page, boolean wide) {
    return page.events().isEmpty()
        ? "Nothing has happened yet.\n"
        : page.events().stream()
            .filter(event -> wide || !event.isRoutine())
            .map(Event::line)
            .map(line -> wide ? line : cut(line))
            .collect(Collectors.joining("\n", "", "\n"));
  }

  /// A line that fits a terminal of 80 columns.
  public static String cut(String line) {
    return line.length() <= LINE_CHARS_MAX ? line : line.substring(0, LINE_CHARS_MAX - 3) + "...";
  }
}
