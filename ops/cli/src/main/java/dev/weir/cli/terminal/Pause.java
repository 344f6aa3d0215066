package dev.weir.cli.terminal;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A time between two looks, as it is written on a command line: `500ms`, `2s`, `1m`.
public final class Pause {
  private static final Pattern WRITTEN = Pattern.compile("(\\d{1,6})(ms|s|m)?");
  private static final Duration LEAST = Duration.ofMillis(100);

  private Pause() {}

  /// Reads it; an [IllegalArgumentException] says what is wrong. A number alone is of seconds.
  public static Duration parse(String text) {
    Matcher matcher = WRITTEN.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("not a time such as 2s: " + text);
    }
    long number = Long.parseLong(matcher.group(1));
    Duration read =
        switch (matcher.group(2)) {
          case "ms" -> Duration.ofMillis(number);
          case "m" -> Duration.ofMinutes(number);
          case null, default -> Duration.ofSeconds(number);
        };
    if (read.compareTo(LEAST) < 0) {
      throw new IllegalArgumentException("100ms is the least: " + text);
    }
    return read;
  }
}
