package dev.weir.node.config.value;

import dev.weir.node.config.yaml.Place;
import dev.weir.node.config.yaml.ValueType;
import dev.weir.node.config.yaml.YamlNode;
import java.util.Optional;

/// A secret, named by where it lies: `file:PATH` or `env:NAME`. Its text is in no problem.
record SecretType(int least, int wise, int most) implements ValueType<Secret> {
  private static final String WHERE = "write file:PATH or env:NAME";
  private static final NamedFile FILE = new NamedFile(true, "write the secret into it, mode 0600");

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
    if (NamedFile.isNamedBy(text)) {
      found = FILE.read(text, line, place);
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
