package dev.weir.node.config.value;

import com.google.re2j.PatternSyntaxException;
import dev.weir.node.config.access.Week;
import dev.weir.node.config.yaml.ValueType;
import dev.weir.node.config.yaml.YamlNode.Kind;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/// The types of value that rules about access are written with.
public final class Wording {
  private static final Set<Kind> TEXT = EnumSet.of(Kind.TEXT, Kind.NUMBER);
  private static final int CHARS_MAX = 512;
  private static final Pattern USER = Pattern.compile("[!-9;-~]{1,64}");
  private static final Pattern METHOD = Pattern.compile("[A-Z][A-Z-]{0,31}");
  private static final Pattern REALM = Pattern.compile("[ !#-\\[\\]-~]{1,64}");

  private Wording() {}

  /// A user's name, or `*` for any user.
  public static ValueType<String> user() {
    return Values.text("user", "1 to 64 printable characters without a colon", "ann", TEXT, USER);
  }

  /// A method of HTTP.
  public static ValueType<String> method() {
    return Values.text("method", "such as POST", "POST", TEXT, METHOD);
  }

  /// The realm of a login.
  public static ValueType<String> realm() {
    return Values.text("realm", "1 to 64 printable characters without quotes", "Weir", TEXT, REALM);
  }

  /// Hours of the week.
  public static ValueType<Week> week() {
    return new ScalarType<>(
        "hours",
        "such as mon-fri 08:00-18:00",
        Week.of("mon-fri 08:00-18:00").orElseThrow(),
        TEXT,
        text ->
            Week.of(text)
                .orElseThrow(
                    () -> new Unreadable("is not hours", "write them as mon-fri 08:00-18:00")),
        Week::toString);
  }

  /// An expression of RE2.
  public static ValueType<String> expression() {
    return new ScalarType<>(
        "expression",
        "of RE2",
        "[.]exe$",
        TEXT,
        text -> {
          if (!isExpression(text)) {
            throw new Unreadable(
                "is no expression of RE2, or too large a one",
                "see https://github.com/google/re2/wiki/Syntax");
          }
          return text;
        },
        Function.identity());
  }

  private static boolean isExpression(String text) {
    try {
      return !text.isEmpty()
          && text.length() <= CHARS_MAX
          && com.google.re2j.Pattern.compile(text).programSize() <= 20 * CHARS_MAX;
    } catch (PatternSyntaxException e) {
      return false;
    }
  }
}
