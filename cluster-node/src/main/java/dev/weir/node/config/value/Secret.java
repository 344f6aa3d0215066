package dev.weir.node.config.value;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/// Text that must not be seen: it shows itself as `***` wherever it is printed.
public final class Secret {
  private final String text;

  private Secret(String text) {
    this.text = text;
  }

  /// A secret that keeps the given text.
  public static Secret of(String text) {
    return new Secret(text);
  }

  /// The text itself, for the one place that needs it.
  public String reveal() {
    return text;
  }

  /// Equal text, compared in a time that does not depend on where the texts differ.
  @Override
  public boolean equals(Object other) {
    return other instanceof Secret secret
        && MessageDigest.isEqual(
            text.getBytes(StandardCharsets.UTF_8), secret.text.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public int hashCode() {
    return 0; // a hash in a dump would give the secret away to a dictionary
  }

  @Override
  public String toString() {
    return "***";
  }
}
