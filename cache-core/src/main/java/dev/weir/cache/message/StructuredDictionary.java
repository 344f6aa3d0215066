package dev.weir.cache.message;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// A dictionary among the structured fields (RFC 9651 §3.2 Dictionaries), as far as a cache needs
/// it: names, and what their values are. Parameters are read and forgotten.
///
/// @param members by name, in order; the last of several of one name counts
public record StructuredDictionary(Map<String, Value> members) {
  /// What a value is.
  public enum Kind {
    /// A whole number.
    INTEGER,
    /// A name without a value, or `?1`.
    TRUE,
    /// `?0`.
    FALSE,
    /// A quoted string.
    STRING,
    /// A token.
    TOKEN,
    /// A decimal, a byte sequence, a date, a display string or an inner list.
    OTHER
  }

  /// A value; `text` is without quotes, and empty where the kind says it all.
  public record Value(Kind kind, String text) {}

  /// Copies the members.
  public StructuredDictionary {
    members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
  }

  /// The dictionary in all lines of a field (RFC 9651 §4.2.2 Parsing a Dictionary). Empty if there
  /// is no such line, or the lines together are none: then the field counts for nothing.
  public static Optional<StructuredDictionary> in(Fields fields, String name) {
    return fields
        .combined(name)
        .flatMap(text -> Optional.ofNullable(new StructuredParser(text).dictionary()))
        .filter(it -> !it.members.isEmpty());
  }
}
