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
  private static final String TIME = "(?<h>\\d\\d):(?<m>\\d\\d):(?<s>\\d\\d)";
  private static final String MONTH = "(?<month>" + String.join("|", MONTHS) + ")";
  private static final String WEEKDAY = "(?:mon|tue|wed|thu|fri|sat|sun)";
  private static final String LONG_WEEKDAY = "(?:mon|tues|wednes|thurs|fri|satur|sun)day";

  /// IMF-fixdate, the obsolete form of RFC 850, and that of ANSI C.
  private static final List<Pattern> FORMS =
      List.of(
          form(WEEKDAY + ", (?<day>\\d\\d) " + MONTH + " (?<year>\\d{4}) " + TIME + " gmt"),
          form(LONG_WEEKDAY + ", (?<day>\\d\\d)-" + MONTH + "-(?<year>\\d\\d) " + TIME + " gmt"),
          form(WEEKDAY + " " + MONTH + " (?<day>\\d\\d| \\d) " + TIME + " (?<year>\\d{4})"));

  private HttpDate() {}

  /// The moment a date names, absent if it is in none of the three forms.
  public static Optional<Instant> parse(String text) {
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

  /// A second 60 is no moment of ours.
  private static Optional<Instant> moment(Matcher parts) {
    try {
      return Optional.of(
          LocalDateTime.of(
                  year(parts.group("year")),
                  MONTHS.indexOf(parts.group("month").toLowerCase(Locale.ROOT)) + 1,
                  Integer.parseInt(parts.group("day").strip()),
                  Integer.parseInt(parts.group("h")),
                  Integer.parseInt(parts.group("m")),
                  Integer.parseInt(parts.group("s")))
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
