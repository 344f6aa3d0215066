package dev.weir.node.access;

/// Octets of the network within a JSON string (RFC 8259 §7 Strings). Valid UTF-8 stays, an octet
/// that is none is written as the text `\xNN`; what steers a terminal or ends a line is escaped.
final class JsonEscape {
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
