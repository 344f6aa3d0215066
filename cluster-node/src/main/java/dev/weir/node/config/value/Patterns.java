package dev.weir.node.config.value;

import com.google.re2j.PatternSyntaxException;
import dev.weir.node.config.yaml.ValueType;
import dev.weir.node.config.yaml.YamlNode.Kind;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/// The types of value that stand for many: paths and media types.
public final class Patterns {
  private static final Set<Kind> TEXT = EnumSet.of(Kind.TEXT);
  private static final int CHARS_MAX = 512;
  private static final Pattern PATH = Pattern.compile("[/*][!-~]*");
  private static final Pattern TYPE =
      Pattern.compile("[a-z0-9][a-z0-9.+-]{0,63}/(\\*|[a-z0-9][a-z0-9.+_-]{0,126})");

  private Patterns() {}

  /// A path with `*` for any characters, or `~` and an expression of RE2.
  public static ValueType<String> path() {
    return new ScalarType<>(
        "path pattern",
        "such as /img/*, *.jpg or ~\\.jpe?g$",
        "/img/*",
        TEXT,
        Patterns::path,
        Function.identity());
  }

  /// A media type, or all of a kind.
  public static ValueType<String> mediaType() {
    return new ScalarType<>(
        "media type",
        "such as text/css or image/*",
        "image/*",
        TEXT,
        text -> {
          String lower = text.toLowerCase(Locale.ROOT);
          if (!TYPE.matcher(lower).matches()) {
            throw new Unreadable("is not a media type", "write one such as text/css or image/*");
          }
          return lower;
        },
        Function.identity());
  }

  /// Hosts by a pattern as [Values#hostPattern] reads it, or by the prefix of their addresses.
  public static ValueType<String> hostOrPrefix() {
    return new ScalarType<>(
        "host pattern or prefix",
        "such as *.example.com or 10.0.0.0/8",
        "*.example.com",
        TEXT,
        Patterns::hostOrPrefix,
        Function.identity());
  }

  private static String hostOrPrefix(String text) throws Unreadable {
    if (text.contains("/")) {
      return Ipv4.prefix(text).toString();
    }
    if (!Values.PATTERN.matcher(text).matches()) {
      throw new Unreadable(
          "is neither a host pattern nor a prefix",
          "write www.example.com, *.example.com, * or 10.0.0.0/8");
    }
    return text;
  }

  private static String path(String text) throws Unreadable {
    if (text.length() > CHARS_MAX) {
      throw new Unreadable("is too long", "write at most " + CHARS_MAX + " characters");
    }
    if (text.startsWith("~")) {
      expectExpression(text.substring(1));
    } else if (!PATH.matcher(text).matches()) {
      throw new Unreadable("is not a path pattern", "begin it with /, * or ~, without blanks");
    }
    return text;
  }

  private static void expectExpression(String text) throws Unreadable {
    try {
      if (com.google.re2j.Pattern.compile(text).programSize() > 20 * CHARS_MAX) {
        throw new Unreadable("is too large an expression", "count less in braces");
      }
    } catch (PatternSyntaxException e) {
      throw new Unreadable(
          "is not an expression of RE2 (" + e.getDescription() + ")",
          "see https://github.com/google/re2/wiki/Syntax");
    }
  }
}
