package dev.weir.node.config.yaml;

import java.util.List;
import java.util.Map;

/// A YAML value that remembers its line (from 1).
public sealed interface YamlNode {

  /// The line on which the value begins.
  int line();

  /// What a scalar looks like to YAML.
  enum Kind {
    /// Text, quoted or not.
    TEXT,
    /// An integer or a decimal number.
    NUMBER,
    /// `true` or `false`.
    BOOLEAN,
    /// Nothing, `~` or `null`.
    NOTHING
  }

  /// A single value, as it is written in the file.
  record Scalar(int line, Kind kind, String text) implements YamlNode {}

  /// A list of values.
  record Sequence(int line, List<YamlNode> items) implements YamlNode {
    /// Keeps a copy of the list.
    public Sequence {
      items = List.copyOf(items);
    }
  }

  /// A value and the line on which its key stands.
  record Entry(int line, YamlNode value) {}

  /// Keys and values in the order of the file. A repeated key keeps its first value.
  record Mapping(int line, Map<String, Entry> entries) implements YamlNode {
    /// Keeps an unmodifiable view in the order of the file.
    public Mapping {
      entries = java.util.Collections.unmodifiableMap(new java.util.LinkedHashMap<>(entries));
    }
  }
}
