package dev.weir.lab.watch;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Debian's promtool.
final class Promtool {
  private static final Path PROGRAM = Path.of("/usr/bin/promtool");

  /// What it said, and whether it is content.
  record Outcome(boolean content, String said) {}

  private Promtool() {}

  static void expect() {
    assumeTrue(
        Files.isExecutable(PROGRAM) || "true".equals(System.getenv("CI")),
        "needs Debian's package prometheus");
  }

  static Outcome run(String... arguments) throws IOException, InterruptedException {
    var command = new ArrayList<String>(List.of(PROGRAM.toString()));
    command.addAll(List.of(arguments));
    Process program = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(program.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Outcome(program.waitFor() == 0, said);
  }
}
