package dev.weir.node.access.query;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.Arrays;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.stream.Collectors;

/// Reads a query by descent:
///
/// ```
/// any  = all { "or" all }        all = one { "and" one }
/// one  = "not" one | "(" any ")" | field operator value
/// ```
final class QueryReader {
  private static final int EXPRESSION_MAX = 10_000;
  private static final java.util.regex.Pattern TOKEN =
      java.util.regex.Pattern.compile(
          "\\s*(?:([()]|==|!=|<=|>=|<|>|~)|'([^']*)'|\"([^\"]*)\"|([^\\s()'\"=!<>~]+))");

  /// A text is no query: from which character on, and why.
  static final class Unreadable extends Exception {
    private static final long serialVersionUID = 1;

    private final int place;

    Unreadable(int place, String reason) {
      super(reason, null, false, false);
      this.place = place;
    }

    int place() {
      return place;
    }
  }

  private final String text;
  private final Matcher tokens;
  private String token = "";
  private boolean value;
  private int place;
  private int end;

  QueryReader(String text) throws Unreadable {
    this.text = text;
    this.tokens = TOKEN.matcher(text);
    next();
  }

  Predicate<Facts> whole() throws Unreadable {
    Predicate<Facts> all = any();
    if (place <= text.length()) {
      throw unexpected("and, or, or the end");
    }
    return all;
  }

  /// An empty token is the end.
  private void next() throws Unreadable {
    String rest = text.substring(end);
    place = end + 1 + (rest.length() - rest.stripLeading().length());
    token = "";
    value = false;
    if (rest.isBlank()) {
      place = text.length() + 1;
      return;
    }
    if (!tokens.find(end) || tokens.start() != end) {
      throw new Unreadable(place, "a quote that does not end, or a sign that is none here");
    }
    value = tokens.group(1) == null;
    for (int i = 1; i <= tokens.groupCount(); i++) {
      token = tokens.group(i) == null ? token : tokens.group(i);
    }
    end = tokens.end();
  }

  private boolean takes(String word) throws Unreadable {
    boolean sign = word.length() == 1;
    if (!token.equals(word) || (sign && value)) {
      return false;
    }
    next();
    return true;
  }

  private Unreadable unexpected(String wanted) {
    return new Unreadable(
        place, (place > text.length() ? "the end" : "\"" + token + "\"") + " instead of " + wanted);
  }

  private Predicate<Facts> any() throws Unreadable {
    Predicate<Facts> any = all();
    while (takes("or")) {
      any = any.or(all());
    }
    return any;
  }

  private Predicate<Facts> all() throws Unreadable {
    Predicate<Facts> all = one();
    while (takes("and")) {
      all = all.and(one());
    }
    return all;
  }

  private Predicate<Facts> one() throws Unreadable {
    if (takes("not")) {
      return one().negate();
    }
    if (takes("(")) {
      Predicate<Facts> inner = any();
      if (!takes(")")) {
        throw unexpected("and, or, or )");
      }
      return inner;
    }
    return comparison();
  }

  private Predicate<Facts> comparison() throws Unreadable {
    String fields =
        "one of " + Arrays.stream(Field.values()).map(Field::word).collect(Collectors.joining(" "));
    Field field = Field.of(token).orElseThrow(() -> unexpected(fields));
    next();
    String operator = token;
    if (value || !operator.matches("==|!=|<=|>=|<|>|~")) {
      throw unexpected("== != < <= > >= or ~");
    }
    int operatorPlace = place;
    next();
    if (!value) {
      throw unexpected("a value");
    }
    Predicate<Facts> comparison =
        switch (field.kind()) {
          case NUMBER -> number(field, operator, operatorPlace);
          case ADDRESS -> address(field, operator, operatorPlace);
          case TEXT -> text(field, operator, operatorPlace);
        };
    next();
    return comparison;
  }

  private Predicate<Facts> number(Field field, String operator, int operatorPlace)
      throws Unreadable {
    if (!token.matches("[0-9]{1,18}")) {
      throw unexpected("a whole number");
    }
    long wanted = Long.parseLong(token);
    return switch (operator) {
      case "==" -> it -> it.number(field) == wanted;
      case "!=" -> it -> it.number(field) != wanted;
      case "<" -> it -> it.number(field) < wanted;
      case "<=" -> it -> it.number(field) <= wanted;
      case ">" -> it -> it.number(field) > wanted;
      case ">=" -> it -> it.number(field) >= wanted;
      default -> throw not(field, operator, operatorPlace);
    };
  }

  private Predicate<Facts> address(Field field, String operator, int operatorPlace)
      throws Unreadable {
    Matcher parts =
        java.util.regex.Pattern.compile(
                "([0-9]{1,3})\\.([0-9]{1,3})\\.([0-9]{1,3})\\.([0-9]{1,3})(?:/([0-9]{1,2}))?")
            .matcher(token);
    if (!parts.matches()) {
      throw unexpected("an IPv4 address or prefix");
    }
    long bits = 0;
    for (int i = 1; i <= 4; i++) {
      int octet = Integer.parseInt(parts.group(i));
      bits = bits << 8 | octet;
      if (octet > 255) {
        throw unexpected("an IPv4 address or prefix");
      }
    }
    int length = parts.group(5) == null ? 32 : Integer.parseInt(parts.group(5));
    if (length > 32) {
      throw unexpected("an IPv4 address or prefix");
    }
    long wanted = bits >>> (32 - length);
    Predicate<Facts> within = it -> it.number(field) >>> (32 - length) == wanted;
    return switch (operator) {
      case "==" -> within;
      case "!=" -> within.negate();
      default -> throw not(field, operator, operatorPlace);
    };
  }

  private Predicate<Facts> text(Field field, String operator, int operatorPlace) throws Unreadable {
    String wanted = token;
    return switch (operator) {
      case "==" -> it -> it.text(field).equals(wanted);
      case "!=" -> it -> !it.text(field).equals(wanted);
      case "~" -> {
        Pattern pattern = expression();
        yield it -> pattern.matcher(it.text(field)).find();
      }
      default -> throw not(field, operator, operatorPlace);
    };
  }

  private Pattern expression() throws Unreadable {
    try {
      Pattern pattern = Pattern.compile(token);
      if (pattern.programSize() > EXPRESSION_MAX) {
        throw new Unreadable(place, "too large an expression");
      }
      return pattern;
    } catch (PatternSyntaxException e) {
      throw new Unreadable(place, "no expression of RE2: " + e.getDescription());
    }
  }

  private static Unreadable not(Field field, String operator, int place) {
    return new Unreadable(place, field.word() + " cannot be compared by " + operator);
  }
}
