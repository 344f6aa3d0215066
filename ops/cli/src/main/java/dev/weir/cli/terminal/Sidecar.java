package dev.weir.cli.terminal;

import dev.weir.node.config.value.ListenAddress;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The option of a command that has to know of a program beside the node.
public final class Sidecar {
  @Option(
      names = "--sidecar",
      paramLabel = "ADDRESS:PORT",
      description =
          "Where another program on this host answers the diverted connections, such as Squid on"
              + " 127.0.0.1:3129; goes before proxy.sidecar.to.")
  private @Nullable ListenAddress address;

  /// Where it listens, if that was said.
  public Optional<ListenAddress> address() {
    return Optional.ofNullable(address);
  }
}
