package dev.weir.router.host;

import dev.weir.node.life.HostException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Runs one short command of the system and waits for it.
final class CommandLine {
  private static final int SECONDS_MAX = 10;
  private static final int SAID_BYTES_MAX = 65_536;

  private CommandLine() {}

  /// Runs the command without input.
  ///
  /// @throws HostException as [#run(List, String)]
  static String run(List<String> command) throws HostException {
    return run(command, "");
  }

  /// Runs the command on this input, which is short, and tells what it printed.
  ///
  /// @throws HostException if it cannot be started, does not end in 10 s, or ends with a failure;
  ///   the message holds the command and what it printed
  static String run(List<String> command, String input) throws HostException {
    String line = String.join(" ", command);
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      try (var toProcess = process.getOutputStream()) {
        toProcess.write(input.getBytes(StandardCharsets.UTF_8));
      }
      String said =
          new String(process.getInputStream().readNBytes(SAID_BYTES_MAX), StandardCharsets.UTF_8);
      if (!process.waitFor(SECONDS_MAX, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new HostException("`" + line + "` did not end within " + SECONDS_MAX + " s.");
      }
      if (process.exitValue() != 0) {
        throw new HostException("`" + line + "` failed: " + said.strip());
      }
      return said;
    } catch (IOException e) {
      throw new HostException(
          "`" + line + "` cannot be run: are the packages iproute2 and nftables installed?", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new HostException("`" + line + "` was interrupted.", e);
    }
  }
}
