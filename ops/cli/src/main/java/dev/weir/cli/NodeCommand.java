package dev.weir.cli;

import dev.weir.node.NodeProgram;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `weir node`: one cache of the cluster.
@Command(
    name = "node",
    mixinStandardHelpOptions = true,
    description = "Run one cache node until it is told to end (SIGTERM).")
final class NodeCommand implements Callable<Integer> {
  @Option(
      names = "--config",
      required = true,
      paramLabel = "FILE",
      description = "The node's configuration, such as node.yaml.")
  private Path config = Path.of("node.yaml");

  @Override
  public Integer call() {
    return NodeProgram.run(config, System.err);
  }
}
