package dev.weir.cache.compact;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/// How common field lines begin: a name, perhaps the beginning of the value, and what follows.
///
/// A line's first octet is the place of its stem here, or [#LITERAL], or 128 and more the place of
/// a whole line in [#LINES]. Disks keep these numbers: the lists only ever grow at their ends.
final class Stem {
  /// What follows the beginning of a value.
  enum Rest {
    /// How long it is, and so many octets.
    TEXT,
    /// A whole number, as in `max-age=60`.
    NUMBER,
    /// Four octets, for a date as it should be.
    DATE
  }

  /// The first octet of a line with an unknown name.
  static final int LITERAL = 0x7f;

  /// The least first octet of a line that is known as a whole.
  static final int LINE = 0x80;

  private static final List<Stem> ALL = new ArrayList<>();
  private static final Map<String, List<Integer>> BY_NAME = new HashMap<>();
  private static final List<String> LINE_NAMES = new ArrayList<>();
  private static final List<String> LINE_VALUES = new ArrayList<>();
  private static final List<byte[]> LINES = new ArrayList<>();
  private static final Map<String, Integer> BY_LINE = new HashMap<>();

  static {
    stems(Rest.DATE, "Date", "Expires", "Last-Modified");
    stems(Rest.NUMBER, "Content-Length", "Age");
    numbers("Cache-Control", "max-age=", "public, max-age=", "max-age=0, s-maxage=", "s-maxage=");
    numbers("Keep-Alive", "timeout=");
    numbers("Strict-Transport-Security", "max-age=");
    stems(Rest.TEXT, "Server", "Content-Type", "ETag", "Cache-Control", "Vary", "Via", "Age");
    stems(Rest.TEXT, "Date", "Expires", "Last-Modified", "Content-Length", "Content-Encoding");
    stems(Rest.TEXT, "Content-Language", "Content-Location", "Content-Range", "Location", "Link");
    stems(Rest.TEXT, "Set-Cookie", "Surrogate-Key", "Cache-Tag", "CDN-Cache-Control", "Pragma");
    stems(Rest.TEXT, "Access-Control-Allow-Origin", "Content-Security-Policy", "X-Powered-By");
    stems(Rest.TEXT, "Content-Disposition", "Strict-Transport-Security", "Referrer-Policy");
    stems(Rest.TEXT, "Permissions-Policy", "Alt-Svc", "X-Cache", "X-Request-Id");
    stems(Rest.TEXT, "Timing-Allow-Origin", "Surrogate-Control");
    stems(Rest.TEXT, "Cache-Groups", "Cache-Status", "Warning", "X-Frame-Options");
    lines("Accept-Ranges", "bytes", "none");
    lines("Vary", "Accept-Encoding", "Accept", "Origin", "Accept-Encoding, User-Agent");
    lines("Cache-Control", "no-cache", "public", "must-revalidate", "private", "no-transform");
    lines("Connection", "keep-alive");
    lines("Content-Encoding", "gzip", "br", "zstd", "deflate");
    lines("Content-Type", "text/html", "text/html; charset=utf-8", "text/html; charset=UTF-8");
    lines("Content-Type", "text/css", "text/javascript", "application/javascript", "image/png");
    lines("Content-Type", "application/json", "application/octet-stream", "text/plain");
    lines("Content-Type", "image/jpeg", "image/gif", "image/webp", "image/svg+xml", "image/avif");
    lines("Content-Type", "font/woff2", "video/mp4", "image/x-icon", "text/css; charset=utf-8");
    lines("Content-Type", "text/plain; charset=utf-8", "application/javascript; charset=utf-8");
    lines("Content-Type", "application/xml", "application/pdf", "application/zip");
    lines("Access-Control-Allow-Origin", "*");
    lines("X-Content-Type-Options", "nosniff");
    lines("X-Frame-Options", "SAMEORIGIN", "DENY");
    lines("X-XSS-Protection", "1; mode=block", "0");
    lines("Server", "nginx", "Apache", "cloudflare", "AmazonS3");
    lines("Timing-Allow-Origin", "*");
    lines("Pragma", "no-cache");
  }

  private final String name;
  private final String begin;
  private final Rest rest;
  private final byte[] wire;
  private final boolean anew;

  private Stem(String name, String begin, Rest rest) {
    this.name = name;
    this.begin = begin;
    this.rest = rest;
    this.wire = ascii(name + ": " + begin);
    this.anew = name.equals("Content-Length") || name.equals("Age");
  }

  String name() {
    return name;
  }

  String begin() {
    return begin;
  }

  Rest rest() {
    return rest;
  }

  /// The beginning as it goes on the wire.
  byte[] wire() {
    return wire;
  }

  /// Whether the line is said anew of each answer.
  boolean anew() {
    return anew;
  }

  private static void stems(Rest rest, String... names) {
    for (String name : names) {
      add(name, "", rest);
    }
  }

  private static void numbers(String name, String... begins) {
    for (String begin : begins) {
      add(name, begin, Rest.NUMBER);
    }
  }

  private static void add(String name, String begin, Rest rest) {
    BY_NAME.computeIfAbsent(name, _ -> new ArrayList<>()).add(ALL.size());
    ALL.add(new Stem(name, begin, rest));
  }

  private static void lines(String name, String... values) {
    for (String value : values) {
      BY_LINE.put(name + ": " + value, LINES.size());
      LINE_NAMES.add(name);
      LINE_VALUES.add(value);
      LINES.add(ascii(name + ": " + value + "\r\n"));
    }
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /// How many there are; first octets from here up to [#LITERAL] mean nothing.
  static int count() {
    return ALL.size();
  }

  static Stem at(int place) {
    return ALL.get(place);
  }

  /// The places of the stems of a name, those that say most first.
  static List<Integer> named(String name) {
    return BY_NAME.getOrDefault(name, List.of());
  }

  /// The place of a whole line.
  static OptionalInt line(String name, String value) {
    Integer place = BY_LINE.get(name + ": " + value);
    return place == null ? OptionalInt.empty() : OptionalInt.of(place);
  }

  static int lineCount() {
    return LINES.size();
  }

  static String lineName(int place) {
    return LINE_NAMES.get(place);
  }

  static String lineValue(int place) {
    return LINE_VALUES.get(place);
  }

  /// A whole line as it goes on the wire.
  static byte[] lineWire(int place) {
    return LINES.get(place);
  }
}
