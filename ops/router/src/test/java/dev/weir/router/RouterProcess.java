package dev.weir.router;

import java.nio.file.Path;
import java.util.Set;

/// The router program as a process of its own, so that it can be put in a namespace and killed.
final class RouterProcess {
  private RouterProcess() {}

  /// Runs the router with the configuration file that is the one argument; one that ends in `.txt`
  /// has Cisco lines.
  public static void main(String[] arguments) {
    Path file = Path.of(arguments[0]);
    var order =
        arguments[0].endsWith(".txt")
            ? new RouterProgram.Order(file, RouterProgram.Language.IOS, false, true, Set.of())
            : RouterProgram.Order.run(file);
    System.exit(RouterProgram.run(order, System.err));
  }
}
