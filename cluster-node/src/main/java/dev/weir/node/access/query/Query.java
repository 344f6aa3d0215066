package dev.weir.node.access.query;

import java.util.function.Predicate;

/// Whether a request is one of those that an operator asks for, such as `status >= 500 and not
/// (host ~ '\.test$' or client == 192.0.2.0/24)`.
public final class Query {
  /// The longest text of one, in characters.
  public static final int CHARS_MAX = 512;

  /// All requests.
  public static final Query ALL = new Query(_ -> true);

  /// A query, or what is wrong with a text.
  public sealed interface Read {
    /// It is one.
    record Good(Query query) implements Read {}

    /// It is none: where, from 1 on, and why.
    record Bad(int place, String reason) implements Read {}
  }

  private final Predicate<Facts> test;

  private Query(Predicate<Facts> test) {
    this.test = test;
  }

  /// Reads a text; total and pure. One of blanks asks for all.
  public static Read read(String text) {
    if (text.length() > CHARS_MAX) {
      return new Read.Bad(CHARS_MAX + 1, "it is longer than " + CHARS_MAX + " characters");
    }
    if (text.isBlank()) {
      return new Read.Good(ALL);
    }
    try {
      return new Read.Good(new Query(new QueryReader(text).whole()));
    } catch (QueryReader.Unreadable e) {
      return new Read.Bad(e.place(), String.valueOf(e.getMessage()));
    }
  }

  /// Whether a request is one of them. Pure.
  public boolean matches(Facts request) {
    return test.test(request);
  }
}
