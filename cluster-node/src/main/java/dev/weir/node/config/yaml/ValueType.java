package dev.weir.node.config.yaml;

import java.util.Optional;

/// How one kind of value is read from YAML, shown to an operator and documented.
public interface ValueType<T> {

  /// The kind of value in a word or two, such as `duration`.
  String type();

  /// The unit and the range, such as `500ms to 1m`; `-` when there is none.
  String unit();

  /// A valid value: the documentation's example, and what stands in for a refused value until the
  /// whole file is refused.
  T example();

  /// The value as it is written in a file.
  String show(T value);

  /// The value of the node, or nothing after every problem was told to the place.
  Optional<T> read(YamlNode node, Place place);
}
