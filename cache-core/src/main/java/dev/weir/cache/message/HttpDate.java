package dev.weir.cache.message;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// HTTP-date (RFC 9110 §5.6.7 Date/Time Formats): the three forms, in any case, and nothing else.
/// The weekday is not compared with the date.
public final class HttpDate {
  private static final DateTimeFormatter IMF_FIXDATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM uuuu HH:mm:ss 'GMT'", Locale.US);
  private static final List<String> MONTHS =
      List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");
  private static final String TIME = "(?<time>\\d\\d:\\d\\d:\\d\\d)";
  private static final String MONTH = "(?<month>" + String.join("|", MONTHS) + ")";
  private static final String WEEKDAY = "(?:mon|tue|wed|thu|fri|sat|sun)";
  private static final String LONG_WEEKDAY = "(?:mon|tues|wednes|thurs|fri|satur|sun)day";

  /// IMF-fixdate, the obsolete form of RFC 850, and that of ANSI C.
  private static final List<Pattern> FORMS =
      List.of(
          form(WEEKDAY + ", (?<day>\\d\\d) " + MONTH + " (?<year>\\d{4}) " + TIME + " gmt"),
          form(LONG_WEEKDAY + ", (?<day>\\d\\d)-" + MONTH + "-(?<year>\\d\\d) " + TIME + " gmt"),
          form(WEEKDAY + " " + MONTH + " (?<day>\\d\\d| \\d) " + TIME + " (?<year>\\d{4})"));

  /// The preferred form, with a nought for each digit and any letters for its names.
  private static final String SHAPE = "aaa, 00 aaa 0000 00:00:00 GMT";

  private static final String MONTHS_IN_A_ROW = "JanFebMarAprMayJunJulAugSepOctNovDec";
  private static final String WEEKDAYS_IN_A_ROW = "MonTueWedThuFriSatSun";

  private HttpDate() {}

  /// The moment a date names, absent if it is in none of the three forms.
  public static Optional<Instant> parse(String text) {
    return isPreferred(text) ? preferred(text) : anyForm(text);
  }

  /// Whether it has the shape that nearly all have, in the case that nearly all are written in.
  private static boolean isPreferred(String text) {
    if (text.length() != SHAPE.length()) {
      return false;
    }
    for (int i = 0; i < SHAPE.length(); i++) {
      char wanted = SHAPE.charAt(i);
      char c = text.charAt(i);
      boolean fits =
          switch (wanted) {
            case '0' -> c >= '0' && c <= '9';
            case 'a' -> true;
            default -> c == wanted;
          };
      if (!fits) {
        return false;
      }
    }
    return WEEKDAYS_IN_A_ROW.indexOf(text.substring(0, 3)) % 3 == 0
        && MONTHS_IN_A_ROW.indexOf(text.substring(8, 11)) % 3 == 0;
  }

  private static Optional<Instant> preferred(String text) {
    return moment(
        Integer.parseInt(text, 12, 16, 10),
        MONTHS_IN_A_ROW.indexOf(text.substring(8, 11)) / 3 + 1,
        Integer.parseInt(text, 5, 7, 10),
        text.substring(17, 25));
  }

  private static Optional<Instant> anyForm(String text) {
    for (Pattern form : FORMS) {
      Matcher parts = form.matcher(text);
      if (parts.matches()) {
        return moment(parts);
      }
    }
    return Optional.empty();
  }

  /// The moment a field of this name gives, absent if there is none or it is malformed.
  public static Optional<Instant> in(Fields fields, String name) {
    return fields.first(name).flatMap(HttpDate::parse);
  }

  /// The preferred form, such as `Sun, 06 Nov 1994 08:49:37 GMT`.
  public static String format(Instant moment) {
    return IMF_FIXDATE.format(moment.atOffset(ZoneOffset.UTC));
  }

  private static Optional<Instant> moment(Matcher parts) {
    return moment(
        year(parts.group("year")),
        MONTHS.indexOf(parts.group("month").toLowerCase(Locale.ROOT)) + 1,
        Integer.parseInt(parts.group("day").strip()),
        parts.group("time"));
  }

  /// A second 60 is no moment of ours.
  private static Optional<Instant> moment(int year, int month, int day, String time) {
    try {
      return Optional.of(
          LocalDateTime.of(
                  year,
                  month,
                  day,
                  Integer.parseInt(time, 0, 2, 10),
                  Integer.parseInt(time, 3, 5, 10),
                  Integer.parseInt(time, 6, 8, 10))
              .toInstant(ZoneOffset.UTC));
    } catch (DateTimeException noSuchDay) {
      return Optional.empty();
    }
  }

  /// A two-digit year more than 50 years ahead is in the past; 1970 to 2069 is near enough.
  private static int year(String digits) {
    int year = Integer.parseInt(digits);
    return digits.length() == 2 ? year + (year < 70 ? 2000 : 1900) : year;
  }

  private static Pattern form(String pattern) {
    return Pattern.compile(pattern, Pattern.CASE_INSENSITIVE);
  }
}
