package dev.weir.node.access;

import dev.weir.node.access.octets.Lines;
import dev.weir.node.access.octets.Plain;
import dev.weir.node.access.octets.Text;
import dev.weir.node.access.template.Code;
import dev.weir.node.access.template.Template;
import dev.weir.node.access.template.Template.Piece;

/// Lines by an operator's template. What is empty is `-`.
///
/// Within a field a quote, a backslash, a control character, anything beyond ASCII, a blank and the
/// template's separators are written as `%` and two digits; between quotes as `\x` and two digits,
/// and blanks stay.
final class TemplateFormat implements LineFormat {
  private final Template template;
  private final Plain inField;
  private final Plain inQuotes;
  private final CombinedFormat.Clock clock = new CombinedFormat.Clock();

  TemplateFormat(Template template) {
    this.template = template;
    this.inField = Plain.but(template.special());
    this.inQuotes = Plain.withBlanksBut(template.special());
  }

  @Override
  public void write(Entry entry, Lines to) {
    for (Piece piece : template.pieces()) {
      switch (piece) {
        case Piece.Plain(String text) -> to.ascii(text);
        case Piece.Field field when field.code().isNumber() ->
            number(number(field.code(), entry), field, to);
        case Piece.Field field -> text(field, entry, to);
      }
    }
    to.octet('\n');
  }

  private static void number(long number, Piece.Field field, Lines to) {
    if (field.zeros()) {
      to.number(Math.max(0, number), field.width());
    } else {
      to.padded(number, field.width());
    }
  }

  private static long number(Code code, Entry entry) {
    return switch (code) {
      case SECONDS -> entry.endedMillis() / 1000;
      case MILLIS -> entry.endedMillis() % 1000;
      case ELAPSED -> entry.elapsedNs() / 1_000_000;
      case CLIENT_PORT -> entry.clientPort();
      case ASKED_PORT -> entry.otherPort();
      case STATUS -> entry.status();
      case BYTES -> entry.headOctets() + entry.bodyOctets();
      case HEAD_BYTES -> entry.headOctets();
      case BODY_BYTES -> entry.bodyOctets();
      default -> throw new IllegalArgumentException("no number: " + code);
    };
  }

  private void text(Piece.Field field, Entry entry, Lines to) {
    switch (field.code()) {
      case TIME -> to.ascii(clock.at(entry.endedMillis() / 1000));
      case CLIENT -> to.address(entry.client());
      case ROUTER -> to.address(entry.router());
      case ASKED -> asked(field, entry, to);
      case RESULT -> SquidFormat.result(entry, to);
      case HIERARCHY -> to.ascii(SquidFormat.hierarchy(entry));
      case URL -> url(field, entry, to);
      case VERSION -> to.ascii(entry.version());
      case ID -> to.hex(entry.id());
      case TREATMENT -> to.ascii(entry.treatment().label());
      case SOURCE -> to.ascii(entry.source().label());
      case TYPE -> escaped(field, entry, entry.from(Text.TYPE), SquidFormat.typeEnd(entry), to);
      default -> text(field, entry, text(field.code()), to);
    }
  }

  private static Text text(Code code) {
    return switch (code) {
      case METHOD -> Text.METHOD;
      case HOST -> Text.HOST;
      case PATH -> Text.TARGET;
      case USER -> Text.USER;
      case REFERER -> Text.REFERER;
      case AGENT -> Text.AGENT;
      case RULE -> Text.RULE;
      case DETAIL -> Text.DETAIL;
      default -> throw new IllegalArgumentException("no text: " + code);
    };
  }

  private void asked(Piece.Field field, Entry entry, Lines to) {
    if (SquidFormat.isParent(entry)) {
      text(field, entry, Text.PARENT, to);
    } else {
      to.address(entry.treatment() == Treatment.DENIED ? 0 : entry.other());
    }
  }

  private void url(Piece.Field field, Entry entry, Lines to) {
    if (entry.length(Text.HOST) == 0) {
      to.ascii("error:invalid-request");
      return;
    }
    if (entry.length(Text.TARGET) > 0) {
      to.ascii(entry.scheme());
      text(field, entry, Text.HOST, to);
      text(field, entry, Text.TARGET, to);
    } else {
      text(field, entry, Text.HOST, to);
    }
  }

  private void text(Piece.Field field, Entry entry, Text text, Lines to) {
    escaped(field, entry, entry.from(text), entry.to(text), to);
  }

  private void escaped(Piece.Field field, Entry entry, int start, int end, Lines to) {
    if (start == end) {
      to.octet('-');
    } else if (field.quoted()) {
      to.escaped(entry.octets(), start, end, "\\x", inQuotes);
    } else {
      to.escaped(entry.octets(), start, end, "%", inField);
    }
  }
}
