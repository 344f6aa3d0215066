package dev.weir.cache.match;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// A regular expression in RE2's syntax, which is found anywhere in a text, and whose time grows
/// with the text alone. For any thread.
public final class Regex {
  /// The longest expression.
  public static final int CHARS_MAX = 512;

  /// The most instructions that one may become.
  private static final int STEPS_MAX = 20 * CHARS_MAX;

  private static final long REPEATS_MAX = 1_000;

  /// What was compiled lately: a purge asks for its own expression with each response.
  private static final Map<String, Optional<Regex>> LATELY = new ConcurrentHashMap<>();

  private static final int LATELY_MAX = 256;

  private final Pattern pattern;

  private Regex(Pattern pattern) {
    this.pattern = pattern;
  }

  /// The expression of a text; empty if it is none, or too large a one.
  public static Optional<Regex> of(String text) {
    if (text.isEmpty() || text.length() > CHARS_MAX) {
      return Optional.empty();
    }
    if (LATELY.size() >= LATELY_MAX) {
      LATELY.clear();
    }
    return LATELY.computeIfAbsent(text, Regex::compiled);
  }

  private static Optional<Regex> compiled(String text) {
    try {
      Pattern pattern = Pattern.compile(text);
      return pattern.programSize() > STEPS_MAX ? Optional.empty() : Optional.of(new Regex(pattern));
    } catch (PatternSyntaxException e) {
      return Optional.empty();
    }
  }

  /// Whether a text that anybody wrote can be tried: counts in braces, each within the others, make
  /// an expression large before it can be refused.
  public static boolean isModest(String text) {
    long product = 1;
    for (int at = text.indexOf('{'); at >= 0; at = text.indexOf('{', at + 1)) {
      int end = text.indexOf('}', at);
      product *= end < 0 ? 1 : count(text.substring(at + 1, end));
      if (product > REPEATS_MAX) {
        return false;
      }
    }
    return true;
  }

  private static long count(String braces) {
    if (!braces.matches("\\d{1,4}(,\\d{0,4})?")) {
      return 1;
    }
    String most = braces.substring(braces.indexOf(',') + 1);
    return Math.max(1, Long.parseLong(most.isEmpty() ? braces.split(",", 2)[0] : most));
  }

  /// Whether it is found in a text.
  public boolean isIn(String text) {
    return pattern.matcher(text).find();
  }
}
