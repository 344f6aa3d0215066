package dev.weir.node.access;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// One object of JSON on each line; what is empty is left out. docs/access-log.md has the names.
final class JsonFormat implements Format {
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
    text("method", Text.METHOD, entry, to);
    url(entry, to);
    to.ascii(entry.http10() ? ",\"version\":\"1.0\"" : ",\"version\":\"1.1\"");
    word("result", entry.treatment().label(), to);
    word("source", entry.source().label(), to);
    endpoint("asked", entry.other(), "asked_port", entry.otherPort(), to);
    number("status", entry.status(), to);
    number("bytes", entry.headOctets() + entry.bodyOctets(), to);
    number("body_bytes", entry.bodyOctets(), to);
    number("elapsed_us", entry.elapsedNs() / 1000, to);
    if (entry.broken()) {
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
    if (entry.treatment() != Treatment.TUNNEL && entry.length(Text.HOST) > 0) {
      to.ascii("http://");
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
}
