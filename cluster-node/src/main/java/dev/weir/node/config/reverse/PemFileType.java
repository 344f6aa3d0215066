package dev.weir.node.config.reverse;

import dev.weir.node.config.value.NamedFile;
import dev.weir.node.config.yaml.Place;
import dev.weir.node.config.yaml.ValueType;
import dev.weir.node.config.yaml.YamlNode;
import java.nio.file.Path;
import java.util.Optional;

/// A file that is read again while the node runs, as `file:PATH`; a relative path begins at the
/// folder of the configuration file.
///
/// @param type what is in it
record PemFileType(String type) implements ValueType<Path> {
  @Override
  public String unit() {
    return "file:PATH, in PEM";
  }

  @Override
  public Path example() {
    return Path.of("/etc/weir/www.example.com.pem");
  }

  @Override
  public String show(Path value) {
    return "file:PATH";
  }

  @Override
  public Optional<Path> read(YamlNode node, Place place) {
    if (!(node instanceof YamlNode.Scalar(_, _, String text)) || !NamedFile.isNamedBy(text)) {
      place.refuse(node.line(), "not a file", "write file:PATH");
      return Optional.empty();
    }
    return Optional.of(place.secrets().resolve(text.substring("file:".length())));
  }
}
