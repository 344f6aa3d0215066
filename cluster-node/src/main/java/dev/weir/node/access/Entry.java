package dev.weir.node.access;

import dev.weir.node.access.octets.Layout;
import dev.weir.node.access.octets.Text;

/// A record as the writer reads it: a view of octets that another record takes the place of.
final class Entry {
  private static final ObjectSource[] SOURCES = ObjectSource.values();

  private byte[] octets = new byte[Layout.OCTETS_MAX];
  private int start;
  private final int[] texts = new int[Text.count()];

  /// Looks at the record at a place. Its length.
  int at(byte[] from, int place) {
    octets = from;
    start = place;
    int text = place + Layout.TEXTS;
    for (int i = 0; i < texts.length; i++) {
      texts[i] = text;
      text += 2 + Layout.u16(from, text);
    }
    return Layout.u32(from, place + Layout.LENGTH);
  }

  private int u32(int offset) {
    return Layout.u32(octets, start + offset);
  }

  private long u64(int offset) {
    return Layout.u64(octets, start + offset);
  }

  int status() {
    return u32(Layout.OUTCOME) >>> 16;
  }

  Treatment treatment() {
    return Treatment.at(u32(Layout.OUTCOME) >>> 8 & 0xff);
  }

  ObjectSource source() {
    return SOURCES[u32(Layout.OUTCOME) & 0xff];
  }

  long endedMillis() {
    return u64(Layout.ENDED);
  }

  long elapsedNs() {
    return u64(Layout.ELAPSED);
  }

  long id() {
    return u64(Layout.ID);
  }

  int headOctets() {
    return u32(Layout.HEAD);
  }

  long bodyOctets() {
    return u64(Layout.BODY);
  }

  int client() {
    return u32(Layout.CLIENT);
  }

  int clientPort() {
    return Layout.u16(octets, start + Layout.PORTS);
  }

  int other() {
    return u32(Layout.OTHER);
  }

  int otherPort() {
    return Layout.u16(octets, start + Layout.PORTS + 2);
  }

  /// The router that diverted the connection; 0: none that is known.
  int router() {
    return u32(Layout.ROUTER);
  }

  boolean is(Mark mark) {
    return (u32(Layout.MARKS) & mark.bit()) != 0;
  }

  /// That of HTTP as the client spoke it.
  String version() {
    if (is(Mark.HTTP_2)) {
      return "2.0";
    }
    return is(Mark.HTTP_1_0) ? "1.0" : "1.1";
  }

  /// What stands before the host in the URL.
  String scheme() {
    return is(Mark.TLS) ? "https://" : "http://";
  }

  byte[] octets() {
    return octets;
  }

  /// Where a text begins in [#octets].
  @SuppressWarnings("EnumOrdinal") // the order of the texts is that of their enum
  int from(Text text) {
    return texts[text.ordinal()] + 2;
  }

  /// Where it ends.
  int to(Text text) {
    return from(text) + length(text);
  }

  @SuppressWarnings("EnumOrdinal")
  int length(Text text) {
    return Layout.u16(octets, texts[text.ordinal()]);
  }
}
