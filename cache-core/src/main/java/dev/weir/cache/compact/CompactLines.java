package dev.weir.cache.compact;

import dev.weir.cache.compact.Stem.Rest;
import dev.weir.cache.message.Fields;
import dev.weir.cache.message.Fields.Field;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// Field lines as few octets: what is common by its place in [Stem], dates and numbers as numbers,
/// the rest as it is. Each line comes back with every octet it had.
final class CompactLines {
  private static final int DIGITS_MAX = 18;
  private static final byte[] LENGTH = Latin.octets("Content-Length");
  private static final byte[] AGE = Latin.octets("Age");

  private CompactLines() {}

  static void write(Fields fields, CompactWriter to) {
    to.number(fields.size());
    for (Field line : fields) {
      write(line, to);
    }
  }

  private static void write(Field line, CompactWriter to) {
    OptionalInt whole = Stem.line(line.name(), line.value());
    if (whole.isPresent()) {
      to.u8(Stem.LINE + whole.getAsInt());
      return;
    }
    for (int place : Stem.named(line.name())) {
      if (began(place, line.value(), to)) {
        return;
      }
    }
    to.u8(Stem.LITERAL).text(line.name()).text(line.value());
  }

  private static boolean began(int place, String value, CompactWriter to) {
    Stem stem = Stem.at(place);
    if (!value.startsWith(stem.begin())) {
      return false;
    }
    String rest = value.substring(stem.begin().length());
    OptionalLong number =
        switch (stem.rest()) {
          case TEXT -> OptionalLong.empty();
          case NUMBER -> number(rest);
          case DATE -> CompactDate.seconds(rest);
        };
    if (stem.rest() == Rest.TEXT) {
      to.u8(place).text(rest);
    } else if (number.isPresent()) {
      to.u8(place);
      if (stem.rest() == Rest.DATE) {
        to.u32(number.getAsLong());
      } else {
        to.number(number.getAsLong());
      }
    }
    return stem.rest() == Rest.TEXT || number.isPresent();
  }

  /// A whole number without needless zeros.
  private static OptionalLong number(String text) {
    boolean digits = !text.isEmpty() && text.length() <= DIGITS_MAX;
    for (int i = 0; digits && i < text.length(); i++) {
      digits = text.charAt(i) >= '0' && text.charAt(i) <= '9';
    }
    return digits && (text.length() == 1 || text.charAt(0) != '0')
        ? OptionalLong.of(Long.parseLong(text))
        : OptionalLong.empty();
  }

  static Fields read(CompactReader from) throws Malformed {
    long count = from.number(from.remaining());
    var lines = new ArrayList<Field>();
    for (long i = 0; i < count; i++) {
      lines.add(line(from));
    }
    return Fields.of(lines);
  }

  private static Field line(CompactReader from) throws Malformed {
    int first = from.u8();
    if (first >= Stem.LINE) {
      int place = known(first - Stem.LINE, Stem.lineCount());
      return new Field(Stem.lineName(place), Stem.lineValue(place));
    }
    if (first == Stem.LITERAL) {
      return new Field(from.text(), from.text());
    }
    Stem stem = Stem.at(known(first, Stem.count()));
    return new Field(
        stem.name(),
        switch (stem.rest()) {
          case TEXT -> stem.begin() + from.text();
          case NUMBER -> stem.begin() + from.number(Long.MAX_VALUE);
          case DATE -> stem.begin() + CompactDate.text(from.u32());
        });
  }

  private static int known(int place, int count) throws Malformed {
    if (place >= count) {
      throw new Malformed();
    }
    return place;
  }

  /// Writes the lines as they go on the wire, but Content-Length and Age.
  static void expand(CompactReader from, ByteBuffer to) throws Malformed {
    long count = from.number(from.remaining());
    for (long i = 0; i < count; i++) {
      int first = from.u8();
      if (first >= Stem.LINE) {
        to.put(Stem.lineWire(known(first - Stem.LINE, Stem.lineCount())));
      } else if (first == Stem.LITERAL) {
        expandLiteral(from, to);
      } else {
        expandStem(Stem.at(known(first, Stem.count())), from, to);
      }
    }
  }

  private static void expandLiteral(CompactReader from, ByteBuffer to) throws Malformed {
    int start = to.position();
    int length = from.length();
    boolean anew = is(LENGTH, from, length) || is(AGE, from, length);
    copy(from, length, to);
    to.put((byte) ':').put((byte) ' ');
    copy(from, from.length(), to);
    endLine(to);
    if (anew) {
      to.position(start);
    }
  }

  private static void expandStem(Stem stem, CompactReader from, ByteBuffer to) throws Malformed {
    int start = to.position();
    to.put(stem.wire());
    switch (stem.rest()) {
      case TEXT -> copy(from, from.length(), to);
      case NUMBER -> digits(from.number(Long.MAX_VALUE), to);
      case DATE -> CompactDate.write(from.u32(), to);
    }
    endLine(to);
    if (stem.anew()) {
      to.position(start);
    }
  }

  private static boolean is(byte[] name, CompactReader from, int length) {
    if (length != name.length) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      int octet = from.octets()[from.at() + i];
      // Letters differ from their other case in one bit; that bit also joins - with CR, which no
      // name has.
      if ((octet | 0x20) != (name[i] | 0x20)) {
        return false;
      }
    }
    return true;
  }

  private static void copy(CompactReader from, int length, ByteBuffer to) throws Malformed {
    from.skip(length);
    to.put(from.octets(), from.at() - length, length);
  }

  static void endLine(ByteBuffer to) {
    to.put((byte) '\r').put((byte) '\n');
  }

  /// Writes a number that is not negative, in decimal digits.
  static void digits(long number, ByteBuffer to) {
    long scale = 1;
    while (number / scale >= 10) {
      scale *= 10;
    }
    for (; scale > 0; scale /= 10) {
      to.put((byte) ('0' + number / scale % 10));
    }
  }
}
