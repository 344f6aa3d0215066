package dev.weir.cli.tidy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// Runs what pages mark with `sh run`, each block in an empty folder with the launcher in it, so
/// that `./weir` is the packaged program.
final class BlocksIT {
  private static final long SECONDS_MAX = 60;

  @TestFactory
  @DisplayName("every block of a page that is marked run goes through")
  Stream<DynamicTest> blocks(@TempDir Path folder) {
    Path root = Repository.root();
    assumeTrue(Files.isDirectory(root.resolve("ops/cli/target/app/lib")), "nothing is packaged");
    return BlocksTest.pages().stream()
        .flatMap(page -> Block.of(page).stream())
        .filter(Block::runs)
        .map(block -> dynamicTest(block.where(), () -> run(block, root, folder)));
  }

  private static void run(Block block, Path root, Path folder)
      throws IOException, InterruptedException {
    Path place = Files.createTempDirectory(folder, "block");
    Path weir = place.resolve("weir");
    Files.writeString(weir, "#!/bin/sh\nexec '" + root.resolve("weir") + "' \"$@\"\n");
    Files.setPosixFilePermissions(weir, PosixFilePermissions.fromString("rwx------"));
    Path said = folder.resolve(place.getFileName() + ".txt");
    var building =
        new ProcessBuilder("bash", "-euo", "pipefail", "-c", block.text())
            .directory(place.toFile())
            .redirectErrorStream(true)
            .redirectOutput(said.toFile());
    building.environment().put("WEIR_BUILD", "never");
    Process bash = building.start();
    boolean ended = bash.waitFor(SECONDS_MAX, TimeUnit.SECONDS);
    bash.destroyForcibly();
    assertThat(ended).as("ended in time: " + block.text()).isTrue();
    assertThat(bash.exitValue()).as(block.text() + Files.readString(said)).isZero();
  }
}
