package dev.weir.cli.terminal;

import dev.weir.cli.show.AdminAddress;
import dev.weir.cli.show.AdminClient;
import java.util.List;
import picocli.CommandLine.Option;

/// The option of a command that asks one node.
public final class NodeAdmin {
  @Option(
      names = "--admin",
      paramLabel = "HOST:PORT",
      description = "The node's admin port; without it 127.0.0.1:8088.")
  private AdminAddress admin = AdminAddress.LOCAL_NODE;

  /// A client of that node.
  public AdminClient client() {
    return new AdminClient(List.of(admin));
  }
}
