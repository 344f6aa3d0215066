package dev.weir.node.config.access;

import dev.weir.node.config.value.NamedFile;
import dev.weir.node.config.yaml.Place;
import dev.weir.node.config.yaml.ValueType;
import dev.weir.node.config.yaml.YamlNode;
import java.util.Optional;

/// The text of a file, as `file:PATH`.
///
/// @param what it is, in a word or two
record NamedText(String what, NamedFile file, int bytesMax) implements ValueType<String> {
  @Override
  public String type() {
    return what;
  }

  @Override
  public String unit() {
    return "file:PATH, at most " + bytesMax + " bytes";
  }

  @Override
  public String example() {
    return "";
  }

  @Override
  public String show(String value) {
    return "file:PATH";
  }

  @Override
  public Optional<String> read(YamlNode node, Place place) {
    if (!(node instanceof YamlNode.Scalar(_, _, String text)) || !NamedFile.isNamedBy(text)) {
      place.refuse(node.line(), "not a file", "write file:PATH");
      return Optional.empty();
    }
    return file.read(text, node.line(), place, bytesMax);
  }
}
