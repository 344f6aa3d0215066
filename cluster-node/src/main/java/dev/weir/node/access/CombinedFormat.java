package dev.weir.node.access;

import dev.weir.node.access.octets.Lines;
import dev.weir.node.access.octets.Plain;
import dev.weir.node.access.octets.Text;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// The combined format of the NCSA and Apache's servers:
///
/// `client - - [time] "method URL version" status bytes "referer" "user agent"`
///
/// Between quotes, a quote, a backslash, a control character or anything beyond ASCII is written as
/// `\x` and two digits.
final class CombinedFormat implements LineFormat {
  private static final Plain IN_PART = Plain.but("\"\\");
  private static final Plain IN_QUOTES = Plain.withBlanksBut("\"\\");

  private final Clock clock = new Clock();

  @Override
  public void write(Entry entry, Lines to) {
    to.address(entry.client()).ascii(" - ");
    user(entry, to);
    to.ascii(" [").ascii(clock.at(entry.endedMillis() / 1000));
    to.ascii("] \"");
    if (entry.length(Text.HOST) == 0 && entry.length(Text.METHOD) == 0) {
      to.octet('-');
    } else {
      request(entry, to);
    }
    to.ascii("\" ").number(entry.status(), 3).octet(' ').number(entry.bodyOctets());
    quoted(entry, Text.REFERER, to.octet(' '));
    quoted(entry, Text.AGENT, to.octet(' '));
    to.octet('\n');
  }

  private static void user(Entry entry, Lines to) {
    if (entry.length(Text.USER) == 0) {
      to.octet('-');
    } else {
      part(entry, Text.USER, to);
    }
  }

  /// Blanks within a part would make it look like two.
  private static void request(Entry entry, Lines to) {
    part(entry, Text.METHOD, to);
    to.octet(' ');
    if (entry.length(Text.TARGET) > 0 && entry.length(Text.HOST) > 0) {
      to.ascii(entry.scheme());
    }
    part(entry, Text.HOST, to);
    part(entry, Text.TARGET, to);
    to.ascii(" HTTP/").ascii(entry.version());
  }

  private static void part(Entry entry, Text text, Lines to) {
    to.escaped(entry.octets(), entry.from(text), entry.to(text), "\\x", IN_PART);
  }

  private static void quoted(Entry entry, Text text, Lines to) {
    to.octet('"');
    if (entry.length(text) == 0) {
      to.octet('-');
    } else {
      to.escaped(entry.octets(), entry.from(text), entry.to(text), "\\x", IN_QUOTES);
    }
    to.octet('"');
  }

  /// Times as this format has them; the same second is written once.
  static final class Clock {
    private static final DateTimeFormatter TIME =
        DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ROOT).withZone(ZoneOffset.UTC);

    private long second = -1;
    private String time = "";

    String at(long seconds) {
      if (seconds != second) {
        second = seconds;
        time = TIME.format(Instant.ofEpochSecond(seconds));
      }
      return time;
    }
  }
}
