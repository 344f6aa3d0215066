package dev.weir.node.config.value;

import dev.weir.node.config.yaml.ValueType;
import dev.weir.node.config.yaml.YamlNode.Kind;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Times and sizes: a whole number and its unit, without a space.
public final class Quantities {
  private static final Set<Kind> ANY = EnumSet.of(Kind.TEXT, Kind.NUMBER);
  private static final Pattern DURATION = Pattern.compile("([0-9]{1,9})(ms|s|m|h)");
  private static final Pattern SIZE = Pattern.compile("([0-9]{1,6})(B|KiB|MiB|GiB|TiB)");

  private Quantities() {}

  /// A duration in a range, both ends included, such as `500ms`, `10s` or `1m`.
  public static ValueType<Duration> duration(Duration least, Duration most) {
    var range = new DurationRange(least, most);
    return new ScalarType<>(
        "duration", show(range), least, ANY, text -> within(text, range), Quantities::show);
  }

  /// A range of durations within a range, such as `1s..10s`; one duration is a range of itself.
  public static ValueType<DurationRange> durationRange(Duration least, Duration most) {
    var outer = new DurationRange(least, most);
    return new ScalarType<>(
        "duration range", show(outer), outer, ANY, text -> range(text, outer), Quantities::show);
  }

  /// A size in bytes in a range, both ends included, such as `64MiB`.
  public static ValueType<Long> size(long least, long most) {
    return new ScalarType<>(
        "size",
        show(least) + " to " + show(most),
        least,
        ANY,
        text -> size(text, least, most),
        Quantities::show);
  }

  private static Duration within(String text, DurationRange range) throws Unreadable {
    Duration duration = duration(text);
    if (!range.contains(duration)) {
      throw new Unreadable("is out of range", "write " + show(range));
    }
    return duration;
  }

  private static Duration duration(String text) throws Unreadable {
    Matcher parts = DURATION.matcher(text);
    if (!parts.matches()) {
      throw new Unreadable(
          "is not a duration", "write a whole number and ms, s, m or h, such as 10s");
    }
    long amount = Long.parseLong(parts.group(1));
    return switch (parts.group(2)) {
      case "ms" -> Duration.ofMillis(amount);
      case "s" -> Duration.ofSeconds(amount);
      case "m" -> Duration.ofMinutes(amount);
      default -> Duration.ofHours(amount);
    };
  }

  private static DurationRange range(String text, DurationRange outer) throws Unreadable {
    int dots = text.indexOf("..");
    Duration least = duration(dots < 0 ? text : text.substring(0, dots));
    Duration most = dots < 0 ? least : duration(text.substring(dots + 2));
    if (least.compareTo(most) > 0) {
      throw new Unreadable("is the wrong way round", "write the shorter duration first");
    }
    if (!outer.contains(least) || !outer.contains(most)) {
      throw new Unreadable("is out of range", "stay within " + show(outer));
    }
    return new DurationRange(least, most);
  }

  private static long size(String text, long least, long most) throws Unreadable {
    Matcher parts = SIZE.matcher(text);
    if (!parts.matches()) {
      throw new Unreadable(
          "is not a size", "write a whole number and B, KiB, MiB, GiB or TiB, such as 64MiB");
    }
    int power =
        switch (parts.group(2)) {
          case "B" -> 0;
          case "KiB" -> 10;
          case "MiB" -> 20;
          case "GiB" -> 30;
          default -> 40;
        };
    long bytes = Long.parseLong(parts.group(1)) << power; // at most 10^6 TiB: fits in 60 bits
    if (bytes < least || bytes > most) {
      throw new Unreadable("is out of range", "write " + show(least) + " to " + show(most));
    }
    return bytes;
  }

  /// The shortest exact spelling of a duration.
  static String show(Duration duration) {
    long millis = duration.toMillis();
    if (millis % 1000 != 0) {
      return millis + "ms";
    }
    long seconds = millis / 1000;
    if (seconds != 0 && seconds % 3600 == 0) {
      return seconds / 3600 + "h";
    }
    return seconds != 0 && seconds % 60 == 0 ? seconds / 60 + "m" : seconds + "s";
  }

  static String show(DurationRange range) {
    return range.least().equals(range.most())
        ? show(range.least())
        : show(range.least()) + ".." + show(range.most());
  }

  /// The shortest exact spelling of a size.
  static String show(long bytes) {
    String[] units = {"B", "KiB", "MiB", "GiB", "TiB"};
    int unit = 0;
    long amount = bytes;
    while (unit < 4 && amount != 0 && amount % 1024 == 0) {
      amount /= 1024;
      unit++;
    }
    return amount + units[unit];
  }
}
