package dev.weir.cli.show;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// What a program wants to see of whoever asks it from elsewhere than its own host's loopback
/// address: `admin.token` of its configuration.
final class AdminToken {
  /// The environment variable that holds it, or `file:` and the path of a file that does. Not an
  /// option: other users see options.
  static final String VARIABLE = "WEIR_ADMIN_TOKEN";

  private static final String FILE = "file:";

  private AdminToken() {}

  /// The token, if the environment has one.
  ///
  /// @throws IOException if its file cannot be read
  static Optional<String> of(Map<String, String> environment) throws IOException {
    String value = environment.getOrDefault(VARIABLE, "").strip();
    if (value.startsWith(FILE)) {
      try {
        value = Files.readString(Path.of(value.substring(FILE.length()))).strip();
      } catch (IOException e) {
        throw new IOException("cannot read the file that " + VARIABLE + " names: " + e, e);
      }
    }
    return value.isEmpty() ? Optional.empty() : Optional.of(value);
  }
}
