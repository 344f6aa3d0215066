package dev.weir.node.config.access;

import dev.weir.node.config.value.NamedFile;
import dev.weir.node.config.yaml.Place;
import dev.weir.node.config.yaml.ValueType;
import dev.weir.node.config.yaml.YamlNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// A file that is read again whenever it changes, as `file:PATH`.
record ListFile() implements ValueType<Path> {
  private static final int PREFIX = "file:".length();

  @Override
  public String type() {
    return "list file";
  }

  @Override
  public String unit() {
    return "file:PATH";
  }

  @Override
  public Path example() {
    return Path.of("/dev/null");
  }

  @Override
  public String show(Path value) {
    return "file:" + value;
  }

  @Override
  public Optional<Path> read(YamlNode node, Place place) {
    if (!(node instanceof YamlNode.Scalar(int line, _, String text))
        || !NamedFile.isNamedBy(text)) {
      place.refuse(node.line(), "not a file", "write file:PATH");
      return Optional.empty();
    }
    Path path = place.secrets().resolve(text.substring(PREFIX));
    if (!Files.isReadable(path) || Files.isDirectory(path)) {
      place.refuse(line, path + " cannot be read", "put the list there, or check its permissions");
      return Optional.empty();
    }
    return Optional.of(path);
  }
}
