package dev.weir.cli.shell;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/// What is printed of the lines of a command: those behind a bar, as on a router.
///
/// It is told one line after the other, and at the end.
final class Filter {
  private static final List<String> KINDS = List.of("begin", "count", "exclude", "include");

  private final String kind;
  private final Pattern pattern;
  private boolean begun;
  private long count;

  private Filter(String kind, Pattern pattern) {
    this.kind = kind;
    this.pattern = pattern;
  }

  /// Reads `| include Usable`; an [IllegalArgumentException] says what is wrong. Words may be
  /// shortened, and what follows is an expression, blanks and all.
  static Filter of(List<String> words) {
    String known = String.join(", ", KINDS);
    if (words.size() < 2) {
      throw new IllegalArgumentException("after | comes one of " + known + ", then an expression");
    }
    String kind =
        Meaning.among(KINDS, words.get(1))
            .orElseThrow(() ->
                new IllegalArgumentException("\"" + words.get(1) + "\" is not one of " + known));
    String expression = String.join(" ", words.subList(2, words.size()));
    if (expression.isEmpty() && !kind.equals("count")) {
      throw new IllegalArgumentException("| " + kind + " wants an expression, such as Usable");
    }
    try {
      return new Filter(kind, Pattern.compile(expression));
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException(
          "\"" + expression + "\" is no expression: " + e.getDescription(), e);
    }
  }

  /// Whether this line is printed.
  boolean passes(String line) {
    boolean found = pattern.matcher(line).find();
    return switch (kind) {
      case "include" -> found;
      case "exclude" -> !found;
      case "begin" -> begun |= found;
      default -> {
        count += found ? 1 : 0;
        yield false;
      }
    };
  }

  /// What is printed after the last line.
  Optional<String> end() {
    return kind.equals("count")
        ? Optional.of("Number of lines which match regexp = " + count)
        : Optional.empty();
  }
}
