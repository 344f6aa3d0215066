package dev.weir.node.access.template;

import dev.weir.node.access.octets.Text;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// What a template can have of a record: Squid's codes, and in braces the names of the JSON format
/// that Squid has no code for.
public enum Code {
  /// When it ended, in seconds since 1970.
  SECONDS("ts", 20),
  /// Its milliseconds.
  MILLIS("tu", 20),
  /// The same as `22/Nov/2026:12:00:00 +0000`.
  TIME("tg", 32),
  /// How long it took, in milliseconds.
  ELAPSED("tr", 20),
  /// Who asked.
  CLIENT(">a", 15),
  /// From which port.
  CLIENT_PORT(">p", 20),
  /// The router that diverted the connection.
  ROUTER("{router}", 15),
  /// The origin or the node that was asked, or the name of the parent.
  ASKED("<a", Text.PARENT),
  /// Its port.
  ASKED_PORT("<p", 20),
  /// The status sent.
  STATUS(">Hs", 20),
  /// Squid's word for the result.
  RESULT("Ss", 64),
  /// Squid's word for who was asked.
  HIERARCHY("Sh", 32),
  /// Octets sent, with the head.
  BYTES("<st", 20),
  /// Octets of the head sent.
  HEAD_BYTES("<sH", 20),
  /// Octets sent without the head.
  BODY_BYTES("{body_bytes}", 20),
  /// What was wanted.
  METHOD("rm", Text.METHOD),
  /// Of what, whole.
  URL("ru", Text.TARGET),
  /// The host and the port in it.
  HOST(">rd", Text.HOST),
  /// What is behind them.
  PATH(">rp", Text.TARGET),
  /// `1.0`, `1.1` or `2.0`.
  VERSION("rv", 3),
  /// Who has shown a password.
  USER("un", Text.USER),
  /// The media type of the response, without parameters.
  TYPE("mt", Text.TYPE),
  /// The field Referer.
  REFERER("{Referer}>h", Text.REFERER),
  /// The field User-Agent.
  AGENT("{User-Agent}>h", Text.AGENT),
  /// The number of the request.
  ID("{id}", 16),
  /// Our word for the result.
  TREATMENT("{result}", 32),
  /// Where the object came from.
  SOURCE("{source}", 16),
  /// The operators' rule that decided.
  RULE("{rule}", Text.RULE),
  /// Why it failed or was refused.
  DETAIL("{detail}", Text.DETAIL);

  private static final List<Code> LONGEST_FIRST =
      Arrays.stream(values())
          .sorted(Comparator.comparingInt((Code code) -> code.written.length()).reversed())
          .toList();
  private static final int ESCAPED = 4;

  private final String written;
  private final int octetsMax;

  Code(String written, int octetsMax) {
    this.written = written;
    this.octetsMax = octetsMax;
  }

  Code(String written, Text text) {
    this(written, ESCAPED * text.octetsMax());
  }

  /// The code that a text has at an index. Pure.
  static Optional<Code> at(String text, int index) {
    return LONGEST_FIRST.stream().filter(it -> text.startsWith(it.written, index)).findFirst();
  }

  /// As it is written behind `%`.
  public String written() {
    return written;
  }

  /// The most octets of a line that it can take.
  int octetsMax() {
    return this == URL ? octetsMax + 16 + ESCAPED * Text.HOST.octetsMax() : octetsMax;
  }

  /// Whether it is a number, which a width can fill with zeros.
  public boolean isNumber() {
    return switch (this) {
      case SECONDS, MILLIS, ELAPSED, CLIENT_PORT, ASKED_PORT, STATUS -> true;
      case BYTES, HEAD_BYTES, BODY_BYTES -> true;
      default -> false;
    };
  }
}
