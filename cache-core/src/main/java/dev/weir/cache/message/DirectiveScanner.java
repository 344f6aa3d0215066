package dev.weir.cache.message;

import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// A reader of the members `name[=token|"quoted"]` of Cache-Control (RFC 9111 §5.2); it accepts every
/// text.
final class DirectiveScanner {
  /// Directives that may name the fields that they are about.
  private static final Set<String> WITH_FIELDS = Set.of("private", "no-cache");

  private final String text;
  private int at;

  DirectiveScanner(String text) {
    this.text = text;
  }

  void readAll(Map<String, String> directives) {
    while (at < text.length()) {
      String name = until("=,").strip().toLowerCase(Locale.ROOT);
      String argument = "";
      if (at < text.length() && text.charAt(at) == '=') {
        at++;
        argument = argument();
      }
      at++;
      if (!name.isEmpty()) {
        String one = argument;
        directives.merge(name, one, (first, other) -> both(name, first, other));
      }
    }
  }

  private static String both(String name, String first, String other) {
    if (!WITH_FIELDS.contains(name)) {
      return first;
    }
    return first.isBlank() || other.isBlank() ? "" : first + "," + other;
  }

  private String argument() {
    String before = until("\",");
    if (at >= text.length() || text.charAt(at) == ',') {
      return before.strip();
    }
    at++;
    var quoted = new StringBuilder();
    while (at < text.length() && text.charAt(at) != '"') {
      if (text.charAt(at) == '\\' && at + 1 < text.length()) {
        at++;
      }
      quoted.append(text.charAt(at++));
    }
    at = Math.min(text.length(), at + 1);
    until(",");
    return quoted.toString();
  }

  private String until(String ends) {
    int start = at;
    while (at < text.length() && ends.indexOf(text.charAt(at)) < 0) {
      at++;
    }
    return text.substring(start, at);
  }
}
