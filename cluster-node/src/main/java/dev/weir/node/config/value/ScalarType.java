package dev.weir.node.config.value;

import dev.weir.node.config.yaml.Place;
import dev.weir.node.config.yaml.ValueType;
import dev.weir.node.config.yaml.YamlNode;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// A value written as one YAML scalar.
///
/// `kinds` are the looks of a scalar that are taken; `remedy` is what to write for any other look.
record ScalarType<T>(
    String type,
    String unit,
    T example,
    Set<YamlNode.Kind> kinds,
    Parse<T> parse,
    Function<T, String> shown)
    implements ValueType<T> {

  /// Text to value, or why not.
  interface Parse<T> {
    T apply(String text) throws Unreadable;
  }

  @Override
  public String show(T value) {
    return shown.apply(value);
  }

  @Override
  public Optional<T> read(YamlNode node, Place place) {
    return switch (node) {
      case YamlNode.Scalar(int line, var kind, _) when kind == YamlNode.Kind.NOTHING -> {
        place.refuse(line, "no value", suggestion());
        yield Optional.empty();
      }
      case YamlNode.Scalar scalar -> scalar(scalar, place);
      case YamlNode.Sequence(int line, _) -> {
        place.refuse(line, "a list is not " + indefinite(), suggestion());
        yield Optional.empty();
      }
      case YamlNode.Mapping(int line, _) -> {
        place.refuse(line, "a section is not " + indefinite(), suggestion());
        yield Optional.empty();
      }
    };
  }

  private Optional<T> scalar(YamlNode.Scalar scalar, Place place) {
    String quoted = "\"" + shortened(scalar.text()) + "\"";
    if (!kinds.contains(scalar.kind())) {
      place.refuse(scalar.line(), quoted + " is not " + indefinite(), suggestion());
      return Optional.empty();
    }
    try {
      return Optional.of(parse.apply(scalar.text()));
    } catch (Unreadable e) {
      place.refuse(scalar.line(), quoted + " " + e.getMessage(), e.remedy());
      return Optional.empty();
    }
  }

  private String suggestion() {
    return "write " + indefinite() + ", such as " + show(example);
  }

  private String indefinite() {
    return ("aeiouI".indexOf(type.charAt(0)) >= 0 ? "an " : "a ") + type;
  }

  private static String shortened(String text) {
    return text.length() <= 64 ? text : text.substring(0, 61) + "...";
  }
}
