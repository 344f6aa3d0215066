package dev.weir.node.access.template;

import dev.weir.node.access.octets.Lines;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A line as an operator wants it: plain text between codes such as `%>a`.
///
/// `%03tu` fills a number with zeros, `%6tr` with blanks; in `%"{Referer}>h` blanks stay, as it
/// stands between quotes. `%%` is a percent sign.
public final class Template {
  /// The longest template, in characters.
  public static final int CHARS_MAX = 1024;

  private static final int WIDTH_MAX = 32;
  private static final String SEPARATORS = "|,;'~^#";

  /// A part of a line.
  public sealed interface Piece {
    /// Text that every line has.
    record Plain(String text) implements Piece {}

    /// What a code stands for, at least so wide; `quoted`: between quotes.
    record Field(Code code, int width, boolean zeros, boolean quoted) implements Piece {}
  }

  /// A template, or what is wrong with a text.
  public sealed interface Read {
    /// It is one.
    record Good(Template template) implements Read {}

    /// It is none, for this reason; and what to do.
    record Bad(String reason, String remedy) implements Read {}
  }

  private final String text;
  private final List<Piece> pieces;
  private final String special;

  private Template(String text, List<Piece> pieces) {
    this.text = text;
    this.pieces = List.copyOf(pieces);
    this.special = "\"\\" + separators(pieces);
  }

  /// Reads a text; total and pure.
  public static Read read(String text) {
    if (text.isEmpty() || text.length() > CHARS_MAX) {
      return new Read.Bad(
          "has " + text.length() + " characters", "write 1 to " + CHARS_MAX + " of them");
    }
    if (!text.chars().allMatch(c -> c >= ' ' && c < 0x7f)) {
      return new Read.Bad("has characters beyond printable ASCII", "write a line without them");
    }
    var pieces = new ArrayList<Piece>();
    int at = 0;
    while (at < text.length()) {
      int percent = text.indexOf('%', at);
      int end = percent < 0 ? text.length() : percent;
      if (end > at) {
        pieces.add(new Piece.Plain(text.substring(at, end)));
      }
      at = end;
      if (percent >= 0) {
        var field = new FieldReader(text, percent + 1);
        Optional<Piece> piece = field.piece();
        if (piece.isEmpty()) {
          return unknown(text, percent);
        }
        pieces.add(piece.get());
        at = field.at;
      }
    }
    return fitting(new Template(text, pieces));
  }

  private static Read unknown(String text, int at) {
    return new Read.Bad(
        "has at character "
            + (at + 1)
            + " an unknown code: "
            + text.substring(at, Math.min(text.length(), at + 16)),
        "write one of docs/access-log.md, such as %>a, or %% for a percent sign");
  }

  private static Read fitting(Template template) {
    int octets = template.pieces.stream().mapToInt(Template::octetsMax).sum();
    return octets < Lines.LINE_OCTETS_MAX
        ? new Read.Good(template)
        : new Read.Bad("can make lines of " + octets + " octets", "write long fields only once");
  }

  private static int octetsMax(Piece piece) {
    return switch (piece) {
      case Piece.Plain(String plain) -> plain.length();
      case Piece.Field(Code code, int width, _, _) -> Math.max(width, code.octetsMax());
    };
  }

  /// A separator of the operator's is escaped within fields.
  private static String separators(List<Piece> pieces) {
    var found = new StringBuilder();
    SEPARATORS
        .chars()
        .filter(separator ->
            pieces.stream()
                .anyMatch(
                    it -> it instanceof Piece.Plain(String plain) && plain.indexOf(separator) >= 0))
        .forEach(found::appendCodePoint);
    return found.toString();
  }

  /// Its parts in order.
  public List<Piece> pieces() {
    return pieces;
  }

  /// What is escaped within its fields beside control characters and what is beyond ASCII.
  public String special() {
    return special;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Template it && text.equals(it.text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  /// As it was written.
  @Override
  public String toString() {
    return text;
  }

  /// Reads what is behind a percent sign.
  private static final class FieldReader {
    private final String text;
    private int at;

    FieldReader(String text, int at) {
      this.text = text;
      this.at = at;
    }

    Optional<Piece> piece() {
      if (takes('%')) {
        return Optional.of(new Piece.Plain("%"));
      }
      boolean quoted = takes('"');
      boolean zeros = takes('0');
      int width = 0;
      while (at < text.length() && Character.isDigit(text.charAt(at)) && width <= WIDTH_MAX) {
        width = 10 * width + text.charAt(at++) - '0';
      }
      Optional<Code> code = Code.at(text, at);
      at += code.map(it -> it.written().length()).orElse(0);
      boolean wide = width > 0 || zeros;
      if (width > WIDTH_MAX || code.isEmpty() || (wide && !code.get().isNumber())) {
        return Optional.empty();
      }
      return Optional.of(new Piece.Field(code.get(), width, zeros, quoted));
    }

    private boolean takes(char wanted) {
      boolean there = at < text.length() && text.charAt(at) == wanted;
      at += there ? 1 : 0;
      return there;
    }
  }
}
