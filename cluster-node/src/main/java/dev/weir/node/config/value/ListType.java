package dev.weir.node.config.value;

import dev.weir.node.config.yaml.Place;
import dev.weir.node.config.yaml.ValueType;
import dev.weir.node.config.yaml.YamlNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// A list of `least` to `most` different values.
record ListType<T>(ValueType<T> item, int least, int most) implements ValueType<List<T>> {

  @Override
  public String type() {
    return "list of " + item.type();
  }

  @Override
  public String unit() {
    return least + " to " + most + (item.unit().equals("-") ? "" : "; each " + item.unit());
  }

  @Override
  public List<T> example() {
    return List.of(item.example());
  }

  @Override
  public String show(List<T> value) {
    return value.stream().map(item::show).collect(Collectors.joining(", ", "[", "]"));
  }

  @Override
  public Optional<List<T>> read(YamlNode node, Place place) {
    if (!(node instanceof YamlNode.Sequence(int line, List<YamlNode> items))) {
      place.refuse(node.line(), "not a list", "write it in brackets, such as " + show(example()));
      return Optional.empty();
    }
    if (items.size() < least || items.size() > most) {
      place.refuse(
          line, items.size() + " in the list", "write " + least + " to " + most + " of them");
      return Optional.empty();
    }
    var values = new ArrayList<T>();
    boolean complete = true;
    for (int i = 0; i < items.size(); i++) {
      Optional<T> value = item.read(items.get(i), place.item(i));
      if (value.isEmpty()) {
        complete = false;
      } else if (values.contains(value.get())) {
        place
            .item(i)
            .refuse(items.get(i).line(), item.show(value.get()) + " is listed twice", "keep one");
      } else {
        values.add(value.get());
      }
    }
    return complete ? Optional.of(List.copyOf(values)) : Optional.empty();
  }
}
