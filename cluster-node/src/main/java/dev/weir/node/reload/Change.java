package dev.weir.node.reload;

import dev.weir.node.config.yaml.WrittenKeys;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;

/// A key that two files write differently.
///
/// @param before as the first has it; empty where it does not write it
/// @param after as the second has it
public record Change(String key, Optional<String> before, Optional<String> after) {
  /// What is different, in the order of the keys' names. Pure.
  public static List<Change> between(String before, String after) {
    Map<String, String> old = WrittenKeys.of(before);
    Map<String, String> now = WrittenKeys.of(after);
    var keys = new TreeSet<>(old.keySet());
    keys.addAll(now.keySet());
    return keys.stream()
        .filter(key -> !Objects.equals(old.get(key), now.get(key)))
        .map(key ->
            new Change(key, Optional.ofNullable(old.get(key)), Optional.ofNullable(now.get(key))))
        .toList();
  }

  /// Whether a running node can take it up.
  public boolean isLive() {
    return LivePart.of(key).isPresent();
  }
}
