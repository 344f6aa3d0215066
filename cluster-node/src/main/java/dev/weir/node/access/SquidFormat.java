package dev.weir.node.access;

import dev.weir.node.access.octets.Lines;
import dev.weir.node.access.octets.Plain;
import dev.weir.node.access.octets.Text;

/// Squid's native format, ten fields between blanks:
///
/// `time elapsed client code/status bytes method URL user hierarchy/address type`
///
/// A blank, a control character or anything beyond ASCII is written as `%` and two digits.
final class SquidFormat implements LineFormat {
  private static final Plain PLAIN = Plain.but("\"\\");

  @Override
  public void write(Entry entry, Lines to) {
    to.number(entry.endedMillis() / 1000).octet('.').number(entry.endedMillis() % 1000, 3);
    to.octet(' ').padded(entry.elapsedNs() / 1_000_000, 6).octet(' ').address(entry.client());
    result(entry, to.octet(' '));
    to.octet('/').number(entry.status(), 3);
    to.octet(' ').number(entry.headOctets() + entry.bodyOctets()).octet(' ');
    text(entry, Text.METHOD, to).octet(' ');
    url(entry, to);
    text(entry, Text.USER, to.octet(' ')).octet(' ');
    asked(entry, to);
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
      to.ascii(entry.scheme());
    }
    escaped(entry, Text.HOST, to);
    escaped(entry, Text.TARGET, to);
  }

  /// How it was treated.
  static void result(Entry entry, Lines to) {
    to.ascii(entry.treatment().squid(entry.source(), entry.status()));
    if (entry.is(Mark.BROKEN)) {
      to.ascii("_ABORTED");
    }
  }

  /// Whoever was asked, also where the answer was that the stored one still holds.
  private static void asked(Entry entry, Lines to) {
    to.ascii(hierarchy(entry)).octet('/');
    if (isParent(entry)) {
      text(entry, Text.PARENT, to);
    } else {
      to.address(entry.treatment() == Treatment.DENIED ? 0 : entry.other());
    }
  }

  /// Squid's word for whoever was asked.
  static String hierarchy(Entry entry) {
    if (isParent(entry)) {
      return "FIRSTUP_PARENT";
    }
    if (entry.other() == 0 || entry.treatment() == Treatment.DENIED) {
      return "HIER_NONE";
    }
    return entry.source() == ObjectSource.PEER ? "SIBLING_HIT" : "HIER_DIRECT";
  }

  /// Whether a parent was asked, which has a name.
  static boolean isParent(Entry entry) {
    return entry.length(Text.PARENT) > 0 && entry.treatment() != Treatment.DENIED;
  }

  /// The type itself, without its parameters.
  private static void type(Entry entry, Lines to) {
    int start = entry.from(Text.TYPE);
    int end = typeEnd(entry);
    if (start == end) {
      to.octet('-');
    } else {
      to.escaped(entry.octets(), start, end, "%", PLAIN);
    }
  }

  /// Where the type ends and its parameters begin.
  static int typeEnd(Entry entry) {
    byte[] octets = entry.octets();
    int end = entry.from(Text.TYPE);
    while (end < entry.to(Text.TYPE) && octets[end] != ';' && octets[end] != ' ') {
      end++;
    }
    return end;
  }

  private static Lines text(Entry entry, Text text, Lines to) {
    return entry.length(text) == 0 ? to.octet('-') : escaped(entry, text, to);
  }

  private static Lines escaped(Entry entry, Text text, Lines to) {
    return to.escaped(entry.octets(), entry.from(text), entry.to(text), "%", PLAIN);
  }
}
