package dev.weir.cache.vary;

import dev.weir.cache.message.Fields;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The request fields a response was chosen by, with the values of the request that brought it (RFC
/// 9111 §4.1 Calculating Cache Keys with the Vary Header Field).
///
/// @param values lower-case field name to its normal value; an absent field is the empty string
///   with a leading NUL, which no field value can hold
/// @param language the one language of the response, in lower case, where it was chosen by language
public record VarySelection(Map<String, String> values, Optional<String> language) {
  private static final String ABSENT = "\0";
  private static final String ACCEPT_LANGUAGE = "accept-language";

  /// Copies the values.
  public VarySelection {
    values = Map.copyOf(values);
  }

  /// The selection made by a response's Vary among the fields of its request.
  public static VarySelection of(Fields request, Fields response) {
    var values = new TreeMap<String, String>();
    for (String name : response.tokens("Vary")) {
      String field = name.toLowerCase(Locale.ROOT);
      values.put(field, normal(request, field));
    }
    return new VarySelection(
        values,
        values.containsKey(ACCEPT_LANGUAGE)
            ? response
                .first("Content-Language")
                .map(it -> it.strip().toLowerCase(Locale.ROOT))
                .filter(it -> it.indexOf(',') < 0)
            : Optional.empty());
  }

  /// Whether another request has the same fields: "if and only if those in the first request can be
  /// transformed to those in the second" by joining lines, by whitespace, or by what the field's
  /// own rules make the same. A response in the one language that a request likes best is for that
  /// request, too.
  public boolean matches(Fields request) {
    for (Map.Entry<String, String> value : values.entrySet()) {
      boolean same = normal(request, value.getKey()).equals(value.getValue());
      if (!same && !(value.getKey().equals(ACCEPT_LANGUAGE) && isBest(request))) {
        return false;
      }
    }
    return true;
  }

  private boolean isBest(Fields request) {
    return language.isPresent()
        && request.combined(ACCEPT_LANGUAGE).flatMap(Preferences::best).equals(language);
  }

  private static String normal(Fields request, String name) {
    return request
        .combined(name)
        .map(value ->
            switch (name) {
              case ACCEPT_LANGUAGE, "accept-encoding" -> Preferences.normal(value);
              default -> withoutBlanks(value);
            })
        .orElse(ABSENT);
  }

  /// Without the whitespace beside commas, where it means nothing, but inside quotes.
  private static String withoutBlanks(String value) {
    if (value.indexOf(',') < 0) {
      return value;
    }
    var kept = new StringBuilder(value.length());
    boolean quoted = false;
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      quoted ^= c == '"';
      boolean blank = !quoted && (c == ' ' || c == '\t');
      if (!blank || !besideComma(value, i)) {
        kept.append(c);
      }
    }
    return kept.toString();
  }

  private static boolean besideComma(String value, int at) {
    int before = at;
    while (before >= 0 && (value.charAt(before) == ' ' || value.charAt(before) == '\t')) {
      before--;
    }
    int after = at;
    while (after < value.length() && (value.charAt(after) == ' ' || value.charAt(after) == '\t')) {
      after++;
    }
    return (before >= 0 && value.charAt(before) == ',')
        || (after < value.length() && value.charAt(after) == ',');
  }

  /// The octets of names and values.
  public int octets() {
    int octets = 0;
    for (Map.Entry<String, String> value : values.entrySet()) {
      octets += value.getKey().length() + value.getValue().length();
    }
    return octets;
  }
}
