package dev.weir.node.syslog;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;

/// A message of syslog (RFC 5424 §6). Pure.
///
/// Its structured data has the private enterprise number of examples (RFC 5612), as we have none.
public record SyslogMessage(
    int severity, Instant at, String id, Map<String, String> fields, String text) {
  /// What is longer is cut off, in octets.
  public static final int OCTETS_MAX = 8192;

  /// RFC 5424 §6.2.1: informational.
  public static final int INFORMATIONAL = 6;

  private static final int NAME_CHARS_MAX = 32;
  private static final long PROCESS = ProcessHandle.current().pid();
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  /// Its octets.
  byte[] octets(SyslogSettings from) {
    var line = new StringBuilder(256);
    line.append('<').append(from.facility().priority(severity)).append(">1 ");
    line.append(TIME.format(at)).append(' ').append(from.nodeName()).append(" weir ");
    line.append(PROCESS).append(' ').append(name(id)).append(' ');
    data(line);
    line.append(' ').append(text);
    byte[] octets = line.toString().getBytes(StandardCharsets.UTF_8);
    return octets.length <= OCTETS_MAX ? octets : cut(octets);
  }

  private void data(StringBuilder to) {
    if (fields.isEmpty()) {
      to.append('-');
      return;
    }
    to.append("[weir@32473");
    fields.forEach((name, value) -> {
      to.append(' ').append(name(name)).append("=\"");
      for (int i = 0; i < value.length(); i++) {
        char c = value.charAt(i);
        if (c == '"' || c == '\\' || c == ']') {
          to.append('\\');
        }
        to.append(c < ' ' || c == 0x7f ? '_' : c);
      }
      to.append('"');
    });
    to.append(']');
  }

  /// RFC 5424 §6.3.3: printable ASCII without blank, `=`, `]` and quote.
  private static String name(String name) {
    String clean = name.replaceAll("[^!-~]|[=\\]\"]", "_");
    return clean.substring(0, Math.min(NAME_CHARS_MAX, clean.length()));
  }

  /// Not within a character of UTF-8.
  private static byte[] cut(byte[] octets) {
    int end = OCTETS_MAX;
    while ((octets[end] & 0xc0) == 0x80) {
      end--;
    }
    return java.util.Arrays.copyOf(octets, end);
  }
}
