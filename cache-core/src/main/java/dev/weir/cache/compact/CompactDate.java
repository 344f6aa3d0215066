package dev.weir.cache.compact;

import java.nio.ByteBuffer;
import java.util.OptionalLong;

/// IMF-fixdate as seconds and back, octet by octet (RFC 9110 §5.6.7 Date/Time Formats).
final class CompactDate {
  /// The octets of every such date.
  static final int LENGTH = 29;

  private static final long SECONDS_MAX = 0xffff_ffffL;
  private static final int DAY_SECONDS = 86_400;
  private static final String DAYS = "ThuFriSatSunMonTueWed";
  private static final String MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec";

  private CompactDate() {}

  /// The seconds since 1970 of a date that [#text] would write just so.
  static OptionalLong seconds(String date) {
    if (date.length() != LENGTH) {
      return OptionalLong.empty();
    }
    int month = MONTHS.indexOf(date.substring(8, 11));
    long year = digits(date, 12, 16);
    long days = month % 3 == 0 ? days(year, month / 3 + 1, digits(date, 5, 7)) : -1;
    long seconds =
        days * DAY_SECONDS
            + digits(date, 17, 19) * 3600L
            + digits(date, 20, 22) * 60L
            + digits(date, 23, 25);
    return days >= 0 && seconds >= 0 && seconds <= SECONDS_MAX && text(seconds).equals(date)
        ? OptionalLong.of(seconds)
        : OptionalLong.empty();
  }

  /// The date of 0 to 2^32 - 1 seconds since 1970.
  static String text(long seconds) {
    byte[] octets = new byte[LENGTH];
    write(seconds, ByteBuffer.wrap(octets));
    return Latin.text(octets, 0, LENGTH);
  }

  /// Writes [#LENGTH] octets.
  static void write(long seconds, ByteBuffer to) {
    long days = seconds / DAY_SECONDS;
    int ofDay = (int) (seconds % DAY_SECONDS);
    // Days since 1 March of the year 0, in eras of 400 years: the leap day is the last of a year.
    long shifted = days + 719_468;
    int ofEra = (int) (shifted % 146_097);
    int yearOfEra = (ofEra - ofEra / 1460 + ofEra / 36_524 - ofEra / 146_096) / 365;
    int ofYear = ofEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
    int fromMarch = (5 * ofYear + 2) / 153;
    int day = ofYear - (153 * fromMarch + 2) / 5 + 1;
    int month = fromMarch < 10 ? fromMarch + 2 : fromMarch - 10;
    int year = (int) (shifted / 146_097) * 400 + yearOfEra + (month < 2 ? 1 : 0);
    name(DAYS, (int) (days % 7), to);
    to.put((byte) ',').put((byte) ' ');
    two(day, to);
    to.put((byte) ' ');
    name(MONTHS, month, to);
    to.put((byte) ' ');
    two(year / 100, to);
    two(year % 100, to);
    to.put((byte) ' ');
    two(ofDay / 3600, to);
    to.put((byte) ':');
    two(ofDay / 60 % 60, to);
    to.put((byte) ':');
    two(ofDay % 60, to);
    to.put((byte) ' ').put((byte) 'G').put((byte) 'M').put((byte) 'T');
  }

  private static long days(long year, int month, int day) {
    long from = month <= 2 ? year - 1 : year;
    long fromMarch = (month + 9L) % 12;
    return from * 365
        + from / 4
        - from / 100
        + from / 400
        + (153 * fromMarch + 2) / 5
        + day
        - 1
        - 719_468;
  }

  private static int digits(String text, int from, int to) {
    int value = 0;
    for (int i = from; i < to; i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return -1_000_000;
      }
      value = 10 * value + digit;
    }
    return value;
  }

  private static void name(String names, int index, ByteBuffer to) {
    for (int i = 3 * index; i < 3 * index + 3; i++) {
      to.put((byte) names.charAt(i));
    }
  }

  private static void two(int value, ByteBuffer to) {
    to.put((byte) ('0' + value / 10)).put((byte) ('0' + value % 10));
  }
}
