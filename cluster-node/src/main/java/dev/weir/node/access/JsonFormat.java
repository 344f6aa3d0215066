package dev.weir.node.access;

import dev.weir.node.access.octets.Lines;
import dev.weir.node.access.octets.Text;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// One object of JSON on each line; what is empty is left out. docs/access-log.md has the names.
final class JsonFormat implements LineFormat {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

  private long second = -1;
  private String time = "";

  @Override
  public void write(Entry entry, Lines to) {
    to.ascii("{\"time\":\"").ascii(time(entry.endedMillis() / 1000));
    to.octet('.').number(entry.endedMillis() % 1000, 3).ascii("Z\",\"id\":\"").hex(entry.id());
    to.octet('"');
    endpoint("client", entry.client(), "client_port", entry.clientPort(), to);
    if (entry.router() != 0) {
      name("router", to).octet('"').address(entry.router()).octet('"');
    }
    text("user", Text.USER, entry, to);
    text("method", Text.METHOD, entry, to);
    url(entry, to);
    word("version", entry.version(), to);
    word("result", entry.treatment().label(), to);
    word("source", entry.source().label(), to);
    text("parent", Text.PARENT, entry, to);
    endpoint("asked", entry.other(), "asked_port", entry.otherPort(), to);
    number("status", entry.status(), to);
    number("bytes", entry.headOctets() + entry.bodyOctets(), to);
    number("body_bytes", entry.bodyOctets(), to);
    number("elapsed_us", entry.elapsedNs() / 1000, to);
    if (entry.is(Mark.BROKEN)) {
      to.ascii(",\"broken_off\":true");
    }
    text("type", Text.TYPE, entry, to);
    text("rule", Text.RULE, entry, to);
    text("detail", Text.DETAIL, entry, to);
    text("referer", Text.REFERER, entry, to);
    text("user_agent", Text.AGENT, entry, to);
    to.ascii("}\n");
  }

  private static void url(Entry entry, Lines to) {
    if (entry.length(Text.HOST) + entry.length(Text.TARGET) == 0) {
      return;
    }
    to.ascii(",\"url\":\"");
    if (entry.length(Text.TARGET) > 0 && entry.length(Text.HOST) > 0) {
      to.ascii(entry.scheme());
    }
    JsonEscape.write(entry.octets(), entry.from(Text.HOST), entry.to(Text.HOST), to);
    JsonEscape.write(entry.octets(), entry.from(Text.TARGET), entry.to(Text.TARGET), to);
    to.octet('"');
  }

  private static void endpoint(String name, int address, String port, int number, Lines to) {
    if (address != 0) {
      name(name, to).octet('"').address(address).octet('"');
      number(port, number, to);
    }
  }

  private static void text(String name, Text text, Entry entry, Lines to) {
    if (entry.length(text) > 0) {
      name(name, to).octet('"');
      JsonEscape.write(entry.octets(), entry.from(text), entry.to(text), to);
      to.octet('"');
    }
  }

  private static void word(String name, String word, Lines to) {
    name(name, to).octet('"').ascii(word).octet('"');
  }

  private static void number(String name, long number, Lines to) {
    name(name, to).number(number);
  }

  private static Lines name(String name, Lines to) {
    return to.ascii(",\"").ascii(name).ascii("\":");
  }

  private String time(long seconds) {
    if (seconds != second) {
      second = seconds;
      time = TIME.format(Instant.ofEpochSecond(seconds));
    }
    return time;
  }

  /// Octets of the network within a JSON string (RFC 8259 §7 Strings). Valid UTF-8 stays, an octet
  /// that is none is written as the text `\xNN`; what steers a terminal or ends a line is escaped.
  private static final class JsonEscape {
    private JsonEscape() {}

    static void write(byte[] from, int start, int end, Lines to) {
      int at = start;
      while (at < end) {
        int octet = from[at] & 0xff;
        if (octet < 0x80) {
          ascii(octet, to);
          at++;
        } else {
          at += beyond(from, at, end, to);
        }
      }
    }

    private static void ascii(int octet, Lines to) {
      if (octet == '"' || octet == '\\') {
        to.octet('\\').octet(octet);
      } else if (octet < 0x20 || octet == 0x7f) {
        to.ascii("\\u00").hex(octet);
      } else {
        to.octet(octet);
      }
    }

    /// What begins here beyond ASCII. How many octets it has.
    private static int beyond(byte[] from, int at, int end, Lines to) {
      int first = from[at] & 0xff;
      int length = first >= 0xc2 && first < 0xe0 ? 2 : first >= 0xf0 ? 4 : 3;
      int code = first >= 0xc2 && first <= 0xf4 ? codePoint(from, at, end, length) : -1;
      if (code < 0) {
        to.ascii("\\\\x").hex(first);
        return 1;
      }
      if (code < 0xa0 || hidden(code)) {
        to.ascii("\\u").hex(code >>> 8).hex(code & 0xff);
      } else {
        for (int i = 0; i < length; i++) {
          to.octet(from[at + i]);
        }
      }
      return length;
    }

    /// Ends of lines, marks of direction, and what has no width.
    private static boolean hidden(int code) {
      return (code >= 0x200b && code <= 0x200f)
          || (code >= 0x2028 && code <= 0x202e)
          || (code >= 0x2066 && code <= 0x2069)
          || code == 0xfeff;
    }

    private static int codePoint(byte[] from, int at, int end, int length) {
      if (at + length > end) {
        return -1;
      }
      int code = from[at] & (0x7f >>> length);
      for (int i = 1; i < length; i++) {
        if ((from[at + i] & 0xc0) != 0x80) {
          return -1;
        }
        code = code << 6 | (from[at + i] & 0x3f);
      }
      boolean shortest = code >= (length == 2 ? 0x80 : length == 3 ? 0x800 : 0x10000);
      boolean surrogate = code >= 0xd800 && code <= 0xdfff;
      return shortest && !surrogate && code <= 0x10ffff ? code : -1;
    }
  }
}
