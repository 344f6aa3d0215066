package dev.weir.node.config.access;

import dev.weir.node.config.yaml.Place;
import dev.weir.node.config.yaml.ValueType;
import dev.weir.node.config.yaml.YamlNode;
import java.util.List;
import java.util.Optional;

/// A list, or a word for an empty one.
public record WordOrList<T>(String word, ValueType<List<T>> list) implements ValueType<List<T>> {
  @Override
  public String type() {
    return list.type();
  }

  @Override
  public String unit() {
    return word + ", or a list";
  }

  @Override
  public List<T> example() {
    return List.of();
  }

  @Override
  public String show(List<T> value) {
    return value.isEmpty() ? word : list.show(value);
  }

  @Override
  public Optional<List<T>> read(YamlNode node, Place place) {
    return node instanceof YamlNode.Scalar(_, _, String text) && text.equals(word)
        ? Optional.of(List.of())
        : list.read(node, place);
  }
}
