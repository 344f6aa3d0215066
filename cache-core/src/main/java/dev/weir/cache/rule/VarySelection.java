package dev.weir.cache.rule;

import dev.weir.cache.message.Fields;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// The request fields a response was chosen by, with the values of the request that brought it (RFC
/// 9111 §4.1 Calculating Cache Keys with the Vary Header Field).
///
/// @param values lower-case field name to its combined value; an absent field is the empty string
///   with a leading NUL, which no field value can hold
public record VarySelection(Map<String, String> values) {
  private static final String ABSENT = "\0";

  /// Copies the values.
  public VarySelection {
    values = Map.copyOf(values);
  }

  /// The selection made by a response's Vary among the fields of its request.
  public static VarySelection of(Fields request, Fields response) {
    var values = new TreeMap<String, String>();
    for (String name : response.tokens("Vary")) {
      values.put(name.toLowerCase(Locale.ROOT), request.combined(name).orElse(ABSENT));
    }
    return new VarySelection(values);
  }

  /// Whether another request has the same fields: "if and only if those in the first request can be
  /// transformed to those in the second" by joining lines; nothing else is normalised.
  public boolean matches(Fields request) {
    for (Map.Entry<String, String> value : values.entrySet()) {
      if (!request.combined(value.getKey()).orElse(ABSENT).equals(value.getValue())) {
        return false;
      }
    }
    return true;
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
