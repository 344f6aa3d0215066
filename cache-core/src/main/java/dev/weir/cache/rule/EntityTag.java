package dev.weir.cache.rule;

import java.util.ArrayList;
import java.util.List;

/// Entity tags and their comparison (RFC 9110 §8.8.3 ETag).
final class EntityTag {
  private EntityTag() {}

  /// Whether the opaque tags are the same, weak or not (RFC 9110 §8.8.3.2 Comparison).
  static boolean weaklyEqual(String one, String other) {
    return opaque(one).equals(opaque(other));
  }

  /// Whether both are strong and the same.
  static boolean stronglyEqual(String one, String other) {
    return !one.startsWith("W/") && one.startsWith("\"") && one.equals(other);
  }

  /// The tags of a list such as `"a", W/"b"`. A comma inside quotes belongs to the tag.
  static List<String> list(String text) {
    var tags = new ArrayList<String>();
    var tag = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      quoted ^= c == '"';
      if (c == ',' && !quoted) {
        tags.add(tag.toString().strip());
        tag.setLength(0);
      } else {
        tag.append(c);
      }
    }
    tags.add(tag.toString().strip());
    return tags;
  }

  private static String opaque(String tag) {
    return tag.startsWith("W/") ? tag.substring(2) : tag;
  }
}
