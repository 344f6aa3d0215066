package dev.weir.node.proxy.tls;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The two files of a [ServerCertificate], both in PEM.
public record CertificateFiles(Path certificate, Path key) {
  /// A longer file is the wrong one.
  public static final int FILE_BYTES_MAX = 256 * 1024;

  /// Reads them as they are now.
  public ServerCertificate.Reading read(Instant now) {
    var problems = new ArrayList<ServerCertificate.Problem>();
    Optional<String> shown = text("certificate", certificate, problems);
    Optional<String> secret = text("key", key, problems);
    return shown.isPresent() && secret.isPresent()
        ? ServerCertificate.of(shown.get(), secret.get(), now)
        : new ServerCertificate.Reading.Bad(problems);
  }

  private static Optional<String> text(
      String part, Path path, List<ServerCertificate.Problem> problems) {
    try (var in = Files.newInputStream(path)) {
      byte[] octets = in.readNBytes(FILE_BYTES_MAX + 1);
      if (octets.length <= FILE_BYTES_MAX) {
        return Optional.of(new String(octets, StandardCharsets.ISO_8859_1));
      }
      problems.add(new ServerCertificate.Problem(part, path + " is too long", "name a PEM file"));
    } catch (NoSuchFileException e) {
      problems.add(
          new ServerCertificate.Problem(part, "there is no file " + path, "write its whole path"));
    } catch (IOException e) {
      problems.add(
          new ServerCertificate.Problem(
              part, path + " cannot be read: " + e, "check its owner and permissions"));
    }
    return Optional.empty();
  }
}
