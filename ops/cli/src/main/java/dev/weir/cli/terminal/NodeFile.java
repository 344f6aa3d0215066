package dev.weir.cli.terminal;

import dev.weir.node.config.value.ListenAddress;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// The options that say which node is meant: its file, and what its command line says beside it.
public final class NodeFile {
  @Mixin private final Sidecar sidecar = new Sidecar();

  @Option(
      names = "--config",
      required = true,
      paramLabel = "FILE",
      description = "Its YAML file; docs/configuration.md has the keys.")
  private Path config = Path.of("");

  /// The file.
  public Path config() {
    return config;
  }

  /// Where the program beside it listens, if that was said.
  public Optional<ListenAddress> sidecar() {
    return sidecar.address();
  }
}
