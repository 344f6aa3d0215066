package dev.weir.node.config.yaml;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// Where `file:PATH` and `env:NAME` are looked up.
///
/// A relative path begins at `folder`, the folder of the configuration file.
public record SecretSource(Path folder, Map<String, String> environment) {
  /// A secret longer than this is not a password but the wrong file.
  public static final int FILE_BYTES_MAX = 4096;

  /// Keeps a copy of the environment.
  public SecretSource {
    environment = Map.copyOf(environment);
  }

  /// The value of an environment variable, if it is set.
  public Optional<String> variable(String name) {
    return Optional.ofNullable(environment.get(name));
  }

  /// The path that `file:` names.
  public Path resolve(String path) {
    return folder.resolve(path);
  }

  /// The text of a file without its last line ending.
  ///
  /// Fails when the file cannot be read, is not UTF-8 or is longer than [#FILE_BYTES_MAX].
  public String text(Path path) throws IOException {
    return text(path, FILE_BYTES_MAX);
  }

  /// The same of a file that may be so long.
  public String text(Path path, int bytesMax) throws IOException {
    byte[] octets;
    try (var in = Files.newInputStream(path)) {
      octets = in.readNBytes(bytesMax + 1);
    }
    if (octets.length > bytesMax) {
      throw new IOException("longer than " + bytesMax + " bytes");
    }
    String text = new String(octets, StandardCharsets.UTF_8);
    int end = text.length();
    if (end > 0 && text.charAt(end - 1) == '\n') {
      end--;
    }
    if (end > 0 && text.charAt(end - 1) == '\r') {
      end--;
    }
    return text.substring(0, end);
  }
}
