package dev.weir.node.config.value;

import dev.weir.node.config.yaml.Place;
import dev.weir.node.config.yaml.ValueType;
import dev.weir.node.config.yaml.YamlNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Optional;

/// A secret, named by where it lies: `file:PATH` or `env:NAME`. Its text is in no problem.
record SecretType(int least, int wise, int most) implements ValueType<Secret> {
  private static final String WHERE = "write file:PATH or env:NAME";

  @Override
  public String type() {
    return "secret";
  }

  @Override
  public String unit() {
    return "file:PATH or env:NAME; " + least + " to " + most + " characters";
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
    if (!(node instanceof YamlNode.Scalar(_, _, String text))) {
      place.refuse(line, "not a secret", WHERE);
      return Optional.empty();
    }
    Optional<String> found;
    if (text.startsWith("file:")) {
      found = fromFile(place.secrets().resolve(text.substring(5)), line, place);
    } else if (text.startsWith("env:")) {
      found = fromVariable(text.substring(4), line, place);
    } else {
      place.refuse(line, "a secret does not stand in this file", WHERE);
      return Optional.empty();
    }
    return found.filter(secret -> fits(secret, line, place)).map(Secret::of);
  }

  private static Optional<String> fromVariable(String name, int line, Place place) {
    Optional<String> found = place.secrets().variable(name);
    if (found.isEmpty()) {
      place.refuse(line, "the variable " + name + " is not set", "set it before the start");
    }
    return found;
  }

  private static Optional<String> fromFile(Path path, int line, Place place) {
    try {
      String text = place.secrets().text(path);
      if (Files.getPosixFilePermissions(path).contains(PosixFilePermission.OTHERS_READ)) {
        place.warn(line, "everybody on this host can read " + path, "run chmod 0600 " + path);
      }
      return Optional.of(text);
    } catch (NoSuchFileException e) {
      place.refuse(line, "there is no file " + path, "write the secret into it, mode 0600");
    } catch (IOException e) {
      place.refuse(
          line, path + " cannot be read: " + e.getMessage(), "check its owner and permissions");
    }
    return Optional.empty();
  }

  private boolean fits(String secret, int line, Place place) {
    if (secret.length() < least || secret.length() > most) {
      place.refuse(
          line,
          "the secret has " + secret.length() + " characters",
          "make it " + least + " to " + most);
      return false;
    }
    if (!secret.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
      place.refuse(
          line,
          "the secret has a space or a character that is not ASCII",
          "use letters and digits");
      return false;
    }
    if (secret.length() < wise) {
      place.warn(
          line,
          "the secret has only " + secret.length() + " characters",
          "make it " + wise + " or more");
    }
    return true;
  }
}
