package dev.weir.cache.message;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// HTTP-date (RFC 9110 §5.6.7 Date/Time Formats): the three forms, and nothing else.
public final class HttpDate {
  private static final DateTimeFormatter IMF_FIXDATE = strict("EEE, dd MMM uuuu HH:mm:ss 'GMT'");
  private static final DateTimeFormatter ASCTIME = strict("EEE MMM ppd HH:mm:ss uuuu");

  /// A two-digit year more than 50 years ahead is in the past; 1970 to 2069 is near enough.
  private static final DateTimeFormatter RFC_850 =
      new DateTimeFormatterBuilder()
          .appendPattern("EEEE, dd-MMM-")
          .appendValueReduced(ChronoField.YEAR, 2, 2, 1970)
          .appendPattern(" HH:mm:ss 'GMT'")
          .toFormatter(Locale.US)
          .withResolverStyle(ResolverStyle.STRICT);

  private static final List<DateTimeFormatter> FORMS = List.of(IMF_FIXDATE, RFC_850, ASCTIME);

  private HttpDate() {}

  /// The moment a date names, absent if it is in none of the three forms.
  public static Optional<Instant> parse(String text) {
    for (DateTimeFormatter form : FORMS) {
      try {
        return Optional.of(LocalDateTime.parse(text, form).toInstant(ZoneOffset.UTC));
      } catch (DateTimeException notThisForm) {
        // The next form may be it.
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

  private static DateTimeFormatter strict(String pattern) {
    return DateTimeFormatter.ofPattern(pattern, Locale.US).withResolverStyle(ResolverStyle.STRICT);
  }
}
