package dev.weir.cli.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// The package, the image and the tarball, made by the script that makes them for everybody.
final class PackagesIT {
  private static final Path PACKAGING =
      Path.of("").toAbsolutePath().resolve("../packaging").normalize();
  private static final List<Path> NEEDED =
      List.of(
          Path.of("/usr/bin/mmdebstrap"),
          Path.of("/usr/bin/lintian"),
          Path.of("/usr/bin/jq"),
          Path.of("/usr/bin/systemd-analyze"));

  @Test
  @DisplayName("What is built installs, runs and goes without a trace, and is the same bytes again")
  void packages() throws IOException, InterruptedException {
    assumeTrue(
        "true".equals(System.getenv("CI"))
            || (root() && NEEDED.stream().allMatch(Files::isExecutable)),
        "needs root and Debian's packages mmdebstrap, lintian, jq and systemd");

    run("build");
    Map<String, String> first = sums();
    String said = run("check");
    run("build");

    assertThat(first.keySet()).as("a package, an image, a tarball").hasSize(3);
    assertThat(sums()).as("the second time").isEqualTo(first);
    assertThat(said).contains("checks hold");
  }

  /// Runs a script and gives what it has said; that it ends well is expected. Scenarios that are
  /// played meanwhile go first, at the disk, too.
  private static String run(String script) throws IOException, InterruptedException {
    var line = List.of("nice", "ionice", "-c", "3", PACKAGING.resolve(script).toString());
    Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as("%s:%n%s", script, said).isZero();
    return said;
  }

  private static Map<String, String> sums() throws IOException {
    var sums = new TreeMap<String, String>();
    try (Stream<Path> files = Files.list(PACKAGING.resolve("target"))) {
      for (Path file : files.filter(PackagesIT::forOthers).toList()) {
        sums.put(file.getFileName().toString(), sum(file));
      }
    }
    return sums;
  }

  private static boolean forOthers(Path file) {
    return file.toString().matches(".*/weir.*\\.(deb|tar|tar\\.gz)");
  }

  private static String sum(Path file) throws IOException {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(Files.readAllBytes(file)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every JDK has it
    }
  }

  private static boolean root() throws IOException {
    return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
  }
}
