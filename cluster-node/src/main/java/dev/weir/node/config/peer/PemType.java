package dev.weir.node.config.peer;

import dev.weir.node.config.value.Secret;
import dev.weir.node.config.yaml.Place;
import dev.weir.node.config.yaml.ValueType;
import dev.weir.node.config.yaml.YamlNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Optional;

/// A certificate or a key: the file that holds its PEM text, as `file:PATH`.
///
/// @param secret whether nobody else on the host may read it
record PemType(boolean secret) implements ValueType<Secret> {
  private static final String WHERE = "write file:PATH; weir cluster init makes the files";

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
    if (!(node instanceof YamlNode.Scalar(_, _, String text)) || !text.startsWith("file:")) {
      place.refuse(line, "not a file", WHERE);
      return Optional.empty();
    }
    Path path = place.secrets().resolve(text.substring(5));
    try {
      String pem = place.secrets().text(path);
      if (secret && Files.getPosixFilePermissions(path).contains(PosixFilePermission.OTHERS_READ)) {
        place.warn(line, "everybody on this host can read " + path, "run chmod 0600 " + path);
      }
      return Optional.of(Secret.of(pem));
    } catch (NoSuchFileException e) {
      place.refuse(line, "there is no file " + path, "weir cluster init makes it");
    } catch (IOException e) {
      place.refuse(
          line, path + " cannot be read: " + e.getMessage(), "check its owner and permissions");
    }
    return Optional.empty();
  }
}
