package dev.weir.cache.message;

import dev.weir.cache.message.StructuredDictionary.Kind;
import dev.weir.cache.message.StructuredDictionary.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads a [StructuredDictionary] and a [StructuredList] (RFC 9651 §4.2). It reads every text; what
/// is none is null, as is every part that is none.
final class StructuredParser {
  private static final int INTEGER_DIGITS_MAX = 15;
  private static final String TOKEN_OTHERS = "!#$%&'*+-.^_`|~:/";

  private final String text;
  private int at;

  StructuredParser(String text) {
    this.text = text.strip();
  }

  @Nullable StructuredDictionary dictionary() {
    var members = new LinkedHashMap<String, Value>();
    while (at < text.length()) {
      String name = key();
      Value value = name == null ? null : member();
      if (name == null || value == null) {
        return null;
      }
      members.remove(name);
      members.put(name, value);
      if (!next()) {
        return null;
      }
    }
    return new StructuredDictionary(members);
  }

  @Nullable List<Value> list() {
    var members = new ArrayList<Value>();
    while (at < text.length()) {
      Value value = sees('(') ? innerList() : bare();
      if (value == null || !parameters() || !next()) {
        return null;
      }
      members.add(value);
    }
    return members;
  }

  /// Goes on to the next member: false if what follows is none, such as a comma at the end.
  private boolean next() {
    blanks(" \t");
    if (at == text.length()) {
      return true;
    }
    if (text.charAt(at++) != ',') {
      return false;
    }
    blanks(" \t");
    return at < text.length();
  }

  private @Nullable Value member() {
    Value value = new Value(Kind.TRUE, "");
    if (sees('=')) {
      at++;
      value = sees('(') ? innerList() : bare();
    }
    return value == null || !parameters() ? null : value;
  }

  private @Nullable Value innerList() {
    at++;
    while (at < text.length()) {
      blanks(" ");
      if (sees(')')) {
        at++;
        return new Value(Kind.OTHER, "");
      }
      if (bare() == null || !parameters() || !(sees(' ') || sees(')'))) {
        return null;
      }
    }
    return null;
  }

  private boolean parameters() {
    while (sees(';')) {
      at++;
      blanks(" ");
      if (key() == null) {
        return false;
      }
      if (sees('=')) {
        at++;
        if (bare() == null) {
          return false;
        }
      }
    }
    return true;
  }

  private @Nullable String key() {
    int start = at;
    while (at < text.length() && inKey(text.charAt(at), at == start)) {
      at++;
    }
    return at == start ? null : text.substring(start, at);
  }

  private static boolean inKey(char c, boolean first) {
    boolean begins = (c >= 'a' && c <= 'z') || c == '*';
    return begins || (!first && (digit(c) || c == '_' || c == '-' || c == '.'));
  }

  private @Nullable Value bare() {
    if (at == text.length()) {
      return null;
    }
    char c = text.charAt(at);
    return switch (c) {
      case '"' -> string();
      case '?' -> bool();
      case ':' -> delimited(1, ':');
      case '%' -> displayed();
      case '@' -> date();
      default -> c == '-' || digit(c) ? number() : token();
    };
  }

  private @Nullable Value displayed() {
    if (!text.startsWith("%\"", at)) {
      return null;
    }
    return delimited(2, '"');
  }

  private @Nullable Value date() {
    at++;
    Value number = number();
    if (number == null || number.kind() != Kind.INTEGER) {
      return null;
    }
    return new Value(Kind.OTHER, "");
  }

  private @Nullable Value string() {
    var read = new StringBuilder();
    for (at++; at < text.length(); at++) {
      char c = text.charAt(at);
      if (c == '"') {
        at++;
        return new Value(Kind.STRING, read.toString());
      }
      if (c == '\\') {
        at++;
        if (!sees('"') && !sees('\\')) {
          return null;
        }
      } else if (c < 0x20 || c > 0x7e) {
        return null;
      }
      read.append(text.charAt(at));
    }
    return null;
  }

  private @Nullable Value bool() {
    at++;
    if (!sees('0') && !sees('1')) {
      return null;
    }
    return new Value(text.charAt(at++) == '1' ? Kind.TRUE : Kind.FALSE, "");
  }

  private @Nullable Value delimited(int opening, char end) {
    int close = text.indexOf(end, at + opening);
    if (close < 0) {
      return null;
    }
    at = close + 1;
    return new Value(Kind.OTHER, "");
  }

  private @Nullable Value number() {
    int start = at;
    if (sees('-')) {
      at++;
    }
    int digits = digits();
    if (sees('.')) {
      at++;
      int fraction = digits();
      return digits > 0 && digits <= 12 && fraction > 0 && fraction <= 3
          ? new Value(Kind.OTHER, "")
          : null;
    }
    return digits == 0 || digits > INTEGER_DIGITS_MAX
        ? null
        : new Value(Kind.INTEGER, text.substring(start, at));
  }

  private int digits() {
    int start = at;
    while (at < text.length() && digit(text.charAt(at))) {
      at++;
    }
    return at - start;
  }

  private @Nullable Value token() {
    int start = at;
    char first = text.charAt(at);
    if (!letter(first) && first != '*') {
      return null;
    }
    while (at < text.length() && inToken(text.charAt(at))) {
      at++;
    }
    return new Value(Kind.TOKEN, text.substring(start, at));
  }

  private static boolean inToken(char c) {
    return letter(c) || digit(c) || TOKEN_OTHERS.indexOf(c) >= 0;
  }

  private static boolean letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  private static boolean digit(char c) {
    return c >= '0' && c <= '9';
  }

  private void blanks(String which) {
    while (at < text.length() && which.indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  private boolean sees(char c) {
    return at < text.length() && text.charAt(at) == c;
  }
}
