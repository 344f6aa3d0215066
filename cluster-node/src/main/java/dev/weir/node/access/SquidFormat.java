package dev.weir.node.access;

/// Squid's native format, ten fields between blanks:
///
/// `time elapsed client code/status bytes method URL user hierarchy/address type`
///
/// A blank, a control character or anything beyond ASCII is written as `%` and two digits.
final class SquidFormat implements LineFormat {
  private static final String SPECIAL = " \"\\";

  @Override
  public void write(Entry entry, Lines to) {
    to.number(entry.endedMillis() / 1000).octet('.').number(entry.endedMillis() % 1000, 3);
    to.octet(' ').padded(entry.elapsedNs() / 1_000_000, 6).octet(' ').address(entry.client());
    to.octet(' ').ascii(entry.treatment().squid(entry.source(), entry.status()));
    if (entry.broken()) {
      to.ascii("_ABORTED");
    }
    to.octet('/').number(entry.status(), 3);
    to.octet(' ').number(entry.headOctets() + entry.bodyOctets()).octet(' ');
    text(entry, Text.METHOD, to).octet(' ');
    url(entry, to);
    to.ascii(" - ");
    hierarchy(entry, to);
    to.octet(' ');
    type(entry, to);
    to.octet('\n');
  }

  private static void url(Entry entry, Lines to) {
    if (entry.length(Text.HOST) == 0) {
      to.ascii("error:invalid-request");
      return;
    }
    if (entry.length(Text.TARGET) > 0) {
      to.ascii("http://");
    }
    escaped(entry, Text.HOST, to);
    escaped(entry, Text.TARGET, to);
  }

  /// Whoever was asked, also where the answer was that the stored one still holds.
  private static void hierarchy(Entry entry, Lines to) {
    boolean nobody = entry.other() == 0 || entry.treatment() == Treatment.DENIED;
    String who =
        nobody
            ? "HIER_NONE/"
            : entry.source() == ObjectSource.PEER ? "SIBLING_HIT/" : "HIER_DIRECT/";
    to.ascii(who).address(nobody ? 0 : entry.other());
  }

  /// The type itself, without its parameters.
  private static void type(Entry entry, Lines to) {
    byte[] octets = entry.octets();
    int start = entry.from(Text.TYPE);
    int end = start;
    while (end < entry.to(Text.TYPE) && octets[end] != ';' && octets[end] != ' ') {
      end++;
    }
    if (start == end) {
      to.octet('-');
    } else {
      to.escaped(octets, start, end, "%", SPECIAL);
    }
  }

  private static Lines text(Entry entry, Text text, Lines to) {
    return entry.length(text) == 0 ? to.octet('-') : escaped(entry, text, to);
  }

  private static Lines escaped(Entry entry, Text text, Lines to) {
    return to.escaped(entry.octets(), entry.from(text), entry.to(text), "%", SPECIAL);
  }
}
