package dev.weir.node.config.value;

import dev.weir.node.config.yaml.Place;
import dev.weir.node.config.yaml.SecretSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Optional;

/// A file of which the configuration says `file:PATH`, because its text is not to stand there.
///
/// @param secret whether nobody else on the host may read it
/// @param remedy what to do when it is not there
public record NamedFile(boolean secret, String remedy) {
  private static final String PREFIX = "file:";

  /// Whether this value names a file.
  public static boolean isNamedBy(String value) {
    return value.startsWith(PREFIX);
  }

  /// Its text; if it cannot be read, that is refused at the place.
  public Optional<String> read(String value, int line, Place place) {
    return read(value, line, place, SecretSource.FILE_BYTES_MAX);
  }

  /// The same of a file that may be so long.
  public Optional<String> read(String value, int line, Place place, int bytesMax) {
    Path path = place.secrets().resolve(value.substring(PREFIX.length()));
    try {
      String text = place.secrets().text(path, bytesMax);
      if (secret && Files.getPosixFilePermissions(path).contains(PosixFilePermission.OTHERS_READ)) {
        place.warn(line, "everybody on this host can read " + path, "run chmod 0600 " + path);
      }
      return Optional.of(text);
    } catch (NoSuchFileException e) {
      place.refuse(line, "there is no file " + path, remedy);
    } catch (IOException e) {
      place.refuse(
          line, path + " cannot be read: " + e.getMessage(), "check its owner and permissions");
    }
    return Optional.empty();
  }
}
