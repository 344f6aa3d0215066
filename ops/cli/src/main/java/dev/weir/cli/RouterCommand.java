package dev.weir.cli;

import dev.weir.router.RouterProgram;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `weir router`: the software WCCP router.
@Command(
    name = "router",
    mixinStandardHelpOptions = true,
    description = "Run the software WCCP router until it is told to end (SIGTERM).")
final class RouterCommand implements Callable<Integer> {
  @Option(
      names = "--config",
      required = true,
      paramLabel = "FILE",
      description = "The router's configuration, such as router.yaml.")
  private Path config = Path.of("router.yaml");

  @Override
  public Integer call() {
    return RouterProgram.run(config, System.err);
  }
}
