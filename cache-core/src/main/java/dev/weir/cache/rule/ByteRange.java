package dev.weir.cache.rule;

import dev.weir.cache.message.Fields;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What part of a whole stored body a request asks for (RFC 9110 §14.2 Range).
public sealed interface ByteRange {

  /// The whole: no Range, one that is not understood, or more than one range, all of which a server
  /// may pass over.
  record Whole() implements ByteRange {}

  /// One part; both positions are included and inside the body.
  record Part(long first, long last) implements ByteRange {
    /// How many octets it has.
    public long length() {
      return last - first + 1;
    }
  }

  /// A range that does not touch the body: 416.
  record Unsatisfiable() implements ByteRange {}

  /// `bytes=first-last`, `bytes=first-` or `bytes=-suffix`; at most 18 digits.
  Pattern SINGLE = Pattern.compile("bytes=\\s*(\\d{0,18})-(\\d{0,18})\\s*");

  /// The part asked for of a body of the given length.
  static ByteRange of(Fields request, long length) {
    Optional<Matcher> range = request.first("Range").map(SINGLE::matcher).filter(Matcher::matches);
    if (range.isEmpty()) {
      return new Whole();
    }
    String first = range.get().group(1);
    String last = range.get().group(2);
    if (first.isEmpty()) {
      return last.isEmpty() ? new Whole() : suffix(Long.parseLong(last), length);
    }
    long from = Long.parseLong(first);
    long to = last.isEmpty() ? length - 1 : Math.min(Long.parseLong(last), length - 1);
    if (!last.isEmpty() && Long.parseLong(last) < from) {
      return new Whole();
    }
    return from >= length ? new Unsatisfiable() : new Part(from, to);
  }

  private static ByteRange suffix(long count, long length) {
    return count == 0 || length == 0
        ? new Unsatisfiable()
        : new Part(Math.max(0, length - count), length - 1);
  }
}
