package dev.weir.node.doctor.firewall;

import java.util.List;
import java.util.Map;

/// One comparison of a rule: a field and the values it may, or may not, have.
///
/// A value is a word, `A-B` for a range of numbers, or `ADDRESS/LENGTH` for a prefix.
///
/// @param field empty when the comparison is not understood
public record Match(String field, boolean negated, List<String> values) {
  /// A comparison that is not understood.
  public static final Match UNKNOWN = new Match("", false, List.of());

  /// Keeps a copy.
  public Match {
    values = List.copyOf(values);
  }

  /// Whether it can be told: it is understood, and asks nothing of the packet's circumstances that
  /// nobody knows.
  boolean decides(Map<String, String> fields) {
    return !field.isEmpty() && (fields.containsKey(field) || !field.startsWith("meta."));
  }

  /// Whether it holds for certain.
  boolean holds(Map<String, String> fields) {
    String found = fields.get(field);
    return found != null && values.stream().anyMatch(value -> covers(value, found)) != negated;
  }

  private static boolean covers(String value, String found) {
    int slash = value.indexOf('/');
    if (slash > 0 && found.matches("[0-9.]+")) {
      int length = Integer.parseInt(value.substring(slash + 1));
      long mask = length == 0 ? 0 : -1L << (32 - length);
      return (bits(value.substring(0, slash)) & mask) == (bits(found) & mask);
    }
    if (value.matches("[0-9]+-[0-9]+") && found.matches("[0-9]+")) {
      int dash = value.indexOf('-');
      long number = Long.parseLong(found);
      return number >= Long.parseLong(value.substring(0, dash))
          && number <= Long.parseLong(value.substring(dash + 1));
    }
    return value.equals(found)
        || (value.endsWith("*") && found.startsWith(value.substring(0, value.length() - 1)));
  }

  private static long bits(String address) {
    long bits = 0;
    for (String octet : address.split("\\.", -1)) {
      bits = bits << 8 | Long.parseLong(octet);
    }
    return bits;
  }
}
