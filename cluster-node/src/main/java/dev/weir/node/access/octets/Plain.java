package dev.weir.node.access.octets;

/// The octets that stand in a line as they are: visible ASCII without those that mean something in
/// the line's format. A table, because every octet of every request's URL is looked up.
public final class Plain {
  private static final int VISIBLE_FROM = 0x21;
  private static final int VISIBLE_TO = 0x7f;

  private final boolean[] octets = new boolean[256];

  private Plain() {}

  /// Visible ASCII but these, which are ASCII.
  public static Plain but(String special) {
    var plain = new Plain();
    for (int octet = VISIBLE_FROM; octet < VISIBLE_TO; octet++) {
      plain.octets[octet] = special.indexOf(octet) < 0;
    }
    return plain;
  }

  /// The same with blanks.
  public static Plain withBlanksBut(String special) {
    var plain = but(special);
    plain.octets[' '] = special.indexOf(' ') < 0;
    return plain;
  }

  /// Where the first octet is from `start` on that is none of them; `end` if all are.
  int firstOther(byte[] from, int start, int end) {
    int at = start;
    while (at < end && octets[from[at] & 0xff]) {
      at++;
    }
    return at;
  }
}
