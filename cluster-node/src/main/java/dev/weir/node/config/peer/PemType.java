package dev.weir.node.config.peer;

import dev.weir.node.config.value.NamedFile;
import dev.weir.node.config.value.Secret;
import dev.weir.node.config.yaml.Place;
import dev.weir.node.config.yaml.ValueType;
import dev.weir.node.config.yaml.YamlNode;
import java.util.Optional;

/// A certificate or a key: the file that holds its PEM text, as `file:PATH`.
///
/// @param secret whether nobody else on the host may read it
record PemType(boolean secret) implements ValueType<Secret> {
  @Override
  public String type() {
    return secret ? "private key" : "certificate";
  }

  @Override
  public String unit() {
    return "file:PATH, in PEM" + (secret ? ", PKCS#8 without a password" : "");
  }

  @Override
  public Secret example() {
    return Secret.of("");
  }

  @Override
  public String show(Secret value) {
    return "file:PATH";
  }

  @Override
  public Optional<Secret> read(YamlNode node, Place place) {
    int line = node.line();
    if (!(node instanceof YamlNode.Scalar(_, _, String text)) || !NamedFile.isNamedBy(text)) {
      place.refuse(line, "not a file", "write file:PATH; weir cluster init makes the files");
      return Optional.empty();
    }
    return new NamedFile(secret, "weir cluster init makes it")
        .read(text, line, place)
        .map(Secret::of);
  }
}
