package dev.weir.cache.message;

import dev.weir.cache.message.StructuredDictionary.Kind;
import dev.weir.cache.message.StructuredDictionary.Value;
import java.util.List;
import java.util.Optional;

/// A list among the structured fields (RFC 9651 §3.1 Lists), as far as a cache needs it.
public final class StructuredList {
  private StructuredList() {}

  /// The strings in all lines of a field whose members are strings, in order. Empty if there is no
  /// such line, or the lines together are no list, or a member is no string: then the field counts
  /// for nothing.
  public static List<String> strings(Fields fields, String name) {
    return fields
        .combined(name)
        .flatMap(text -> Optional.ofNullable(new StructuredParser(text).list()))
        .filter(members -> members.stream().allMatch(it -> it.kind() == Kind.STRING))
        .map(members -> members.stream().map(Value::text).toList())
        .orElse(List.of());
  }
}
