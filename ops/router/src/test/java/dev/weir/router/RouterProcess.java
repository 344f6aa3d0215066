package dev.weir.router;

import java.nio.file.Path;

/// The router program as a process of its own, so that it can be put in a namespace and killed.
final class RouterProcess {
  private RouterProcess() {}

  /// Runs the router with the configuration file that is the one argument.
  public static void main(String[] arguments) {
    System.exit(RouterProgram.run(RouterProgram.Order.run(Path.of(arguments[0])), System.err));
  }
}
