package dev.weir.cli;

import dev.weir.cli.terminal.NodeFile;
import dev.weir.cli.terminal.Terminal;
import dev.weir.node.InterceptProgram;
import dev.weir.node.InterceptProgram.Verb;
import dev.weir.node.host.HostCommands;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `weir intercept`: what a node sets on its host, by hand.
@Command(
    name = "intercept",
    description = "What a node sets on its host to get diverted packets: print, set or remove it.")
final class InterceptCommand implements Runnable {
  @Mixin private final Terminal terminal = new Terminal();

  @Override
  public void run() {
    throw terminal.subcommandMissing();
  }

  @Command(description = "Print every command that would be run, and do nothing.")
  int plan(@Mixin NodeFile node) {
    return run(Verb.PLAN, node);
  }

  @Command(description = "Set everything, before or without a node; again changes nothing.")
  int install(@Mixin NodeFile node) {
    return run(Verb.INSTALL, node);
  }

  @Command(description = "Remove everything to the last rule, also after a node was killed.")
  int remove(@Mixin NodeFile node) {
    return run(Verb.REMOVE, node);
  }

  @Command(description = "Print what is set now, with the counters.")
  int show(@Mixin NodeFile node) {
    return run(Verb.SHOW, node);
  }

  private static int run(Verb verb, NodeFile node) {
    return InterceptProgram.run(
        verb, node.config(), node.sidecar(), new HostCommands(), System.out, System.err);
  }
}
