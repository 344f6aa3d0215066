package dev.weir.cache.operator;

import dev.weir.cache.match.Regex;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// Paths that look alike: `/img/*`, `*.jpg`, or `~` and an expression of RE2.
///
/// A star stands for any characters, also none, slashes included. A pattern without a question mark
/// is compared with the path alone, any other with path and query; an expression is searched in
/// path and query.
public final class PathPattern {
  private final String text;
  private final Predicate<String> matches;

  private PathPattern(String text, Predicate<String> matches) {
    this.text = text;
    this.matches = matches;
  }

  /// The pattern of a text; empty if it is none.
  public static Optional<PathPattern> of(String text) {
    if (text.startsWith("~")) {
      return Regex.of(text.substring(1)).map(regex -> new PathPattern(text, regex::isIn));
    }
    if (!text.startsWith("/") && !text.startsWith("*")) {
      return Optional.empty();
    }
    List<String> parts = List.of(text.split("\\*", -1));
    boolean query = text.indexOf('?') >= 0;
    return Optional.of(
        new PathPattern(text, target -> glob(parts, query ? target : pathOf(target))));
  }

  boolean matches(String target) {
    return matches.test(target);
  }

  private static String pathOf(String target) {
    int query = target.indexOf('?');
    return query < 0 ? target : target.substring(0, query);
  }

  /// Each part as early as it comes; the first at the beginning, the last at the end.
  private static boolean glob(List<String> parts, String text) {
    String first = parts.getFirst();
    String last = parts.getLast();
    if (parts.size() == 1) {
      return text.equals(first);
    }
    if (text.length() < first.length() + last.length()
        || !text.startsWith(first)
        || !text.endsWith(last)) {
      return false;
    }
    int at = first.length();
    int end = text.length() - last.length();
    for (String part : parts.subList(1, parts.size() - 1)) {
      int found = text.indexOf(part, at);
      if (found < 0 || found + part.length() > end) {
        return false;
      }
      at = found + part.length();
    }
    return true;
  }

  @Override
  public String toString() {
    return text;
  }
}
