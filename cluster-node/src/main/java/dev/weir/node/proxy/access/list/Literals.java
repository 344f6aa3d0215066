package dev.weir.node.proxy.access.list;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What every text must contain in which an expression of RE2 is found: one of some literals, in
/// lower case. Where the expression is not understood here, nothing is claimed.
///
/// A reader by recursive descent that knows of each part either all texts that it stands for, or
/// the literals that it cannot be without. Pure.
final class Literals {
  /// The shortest that is worth looking for.
  static final int CHARS_MIN = 3;

  private static final int TEXTS_MAX = 32;
  private static final int CHARS_MAX = 64;
  private static final int DEPTH_MAX = 50;
  private static final Pattern COUNT = Pattern.compile("\\{([0-9]{1,4})(,[0-9]{0,4})?\\}");
  private static final Pattern GROUP =
      Pattern.compile("\\((\\?(P?<\\w+>|[imsU-]*:?|[imsU-]+\\)))?");
  private static final Part EMPTY = new Part(Set.of(""), true);
  private static final Part UNKNOWN = new Part(Set.of(), false);

  /// Either all texts that a part of an expression stands for, or literals of which each text has
  /// one; none: nothing is known.
  private record Part(Set<String> texts, boolean exact) {
    int least() {
      return texts.stream().mapToInt(String::length).min().orElse(0);
    }

    Part required() {
      return exact && least() > 0 ? new Part(texts, false) : exact ? UNKNOWN : this;
    }

    /// The one that rules out more.
    Part orBetter(Part other) {
      Part its = other.required();
      boolean better =
          its.least() > least() || (its.least() == least() && its.texts.size() < texts.size());
      return better && !its.texts.isEmpty() ? its : this;
    }
  }

  private static final class NotUnderstood extends Exception {
    private static final long serialVersionUID = 1;
  }

  private final String text;
  private int at;
  private int depth;

  private Literals(String text) {
    this.text = text;
  }

  /// Those of an expression that RE2 takes; empty: there are none of [#CHARS_MIN] or more.
  static Set<String> of(String expression) {
    try {
      Part whole = new Literals(expression).alternatives().required();
      return whole.least() >= CHARS_MIN ? whole.texts : Set.of();
    } catch (NotUnderstood e) {
      return Set.of();
    }
  }

  private Part alternatives() throws NotUnderstood {
    if (++depth > DEPTH_MAX) {
      throw new NotUnderstood();
    }
    Part all = sequence();
    while (at < text.length() && text.charAt(at) == '|') {
      at++;
      all = either(all, sequence());
    }
    depth--;
    return all;
  }

  private static Part either(Part one, Part other) {
    boolean exact = one.exact && other.exact;
    Part left = exact ? one : one.required();
    Part right = exact ? other : other.required();
    if (left.texts.isEmpty() || right.texts.isEmpty()) {
      return UNKNOWN;
    }
    var texts = new TreeSet<>(left.texts);
    texts.addAll(right.texts);
    return texts.size() > TEXTS_MAX ? UNKNOWN : new Part(texts, exact);
  }

  private Part sequence() throws NotUnderstood {
    Part best = UNKNOWN;
    Part run = EMPTY;
    boolean exact = true;
    while (at < text.length() && text.charAt(at) != '|' && text.charAt(at) != ')') {
      Part next = repeated(item());
      Optional<Part> longer = next.exact ? joined(run, next) : Optional.empty();
      if (longer.isPresent()) {
        run = longer.get();
        continue;
      }
      exact = false;
      best = best.orBetter(run).orBetter(next);
      run = next.exact ? next : EMPTY;
    }
    return exact ? run : best.orBetter(run);
  }

  private static Optional<Part> joined(Part one, Part other) {
    if (one.texts.size() * other.texts.size() > TEXTS_MAX) {
      return Optional.empty();
    }
    var texts = new TreeSet<String>();
    for (String before : one.texts) {
      for (String after : other.texts) {
        texts.add(before + after);
      }
    }
    return texts.stream().anyMatch(it -> it.length() > CHARS_MAX)
        ? Optional.empty()
        : Optional.of(new Part(texts, true));
  }

  private Part repeated(Part item) {
    if (at >= text.length()) {
      return item;
    }
    Part many = item;
    char sign = text.charAt(at);
    Matcher count = COUNT.matcher(text).region(at, text.length());
    if (sign == '*' || sign == '?') {
      many = UNKNOWN;
      at++;
    } else if (sign == '+') {
      many = item.required();
      at++;
    } else if (sign == '{' && count.lookingAt()) {
      many = Integer.parseInt(count.group(1)) == 0 ? UNKNOWN : item.required();
      at = count.end();
    } else {
      return item;
    }
    if (at < text.length() && text.charAt(at) == '?') {
      at++;
    }
    return many;
  }

  private Part item() throws NotUnderstood {
    char c = text.charAt(at);
    return switch (c) {
      case '(' -> group();
      case '[' -> choice();
      case '\\' -> escaped();
      case '.' -> skipping(UNKNOWN);
      case '^', '$' -> skipping(EMPTY);
      default -> skipping(letter(c));
    };
  }

  private Part skipping(Part part) {
    at++;
    return part;
  }

  private static Part letter(char c) throws NotUnderstood {
    if (c <= ' ' || c >= 0x7f) {
      throw new NotUnderstood();
    }
    return new Part(Set.of(String.valueOf(c).toLowerCase(Locale.ROOT)), true);
  }

  private Part group() throws NotUnderstood {
    Matcher opening = GROUP.matcher(text).region(at, text.length());
    if (!opening.lookingAt()) {
      throw new NotUnderstood();
    }
    at = opening.end();
    if (opening.group().endsWith(")")) {
      return EMPTY; // flags that hold from here on: letters are compared in lower case anyway
    }
    Part inner = alternatives();
    if (at >= text.length()) {
      throw new NotUnderstood();
    }
    return skipping(inner);
  }

  private Part escaped() throws NotUnderstood {
    if (at + 1 >= text.length()) {
      throw new NotUnderstood();
    }
    char c = text.charAt(at + 1);
    at += 2;
    return switch (c) {
      case 'b', 'B', 'A', 'z' -> EMPTY;
      case 'd', 'D', 'w', 'W', 's', 'S', 't', 'n', 'r', 'f', 'v' -> UNKNOWN;
      default -> {
        if (Character.isLetterOrDigit(c)) {
          throw new NotUnderstood();
        }
        yield letter(c);
      }
    };
  }

  /// A class of single characters is one of them; any other may be anything.
  private Part choice() throws NotUnderstood {
    int end = at + 1;
    if (end < text.length() && text.charAt(end) == '^') {
      end++;
    }
    end++; // a bracket that comes first is one of the characters
    while (end < text.length() && text.charAt(end) != ']') {
      end += text.charAt(end) == '\\' ? 2 : 1;
    }
    if (end >= text.length() || text.startsWith("[[:", at) || text.indexOf("[:", at) >= 0) {
      throw new NotUnderstood();
    }
    String inside = text.substring(at + 1, end);
    at = end + 1;
    if (!inside.matches("[A-Za-z0-9._/?&=]{1,4}|\\\\\\.")) {
      return UNKNOWN;
    }
    Part any = letter(inside.charAt(inside.length() - 1));
    for (int i = 0; i < inside.length() - 1 && inside.charAt(0) != '\\'; i++) {
      any = either(any, letter(inside.charAt(i)));
    }
    return any;
  }
}
