package dev.weir.cli;

import dev.weir.node.InterceptProgram;
import dev.weir.node.InterceptProgram.Verb;
import dev.weir.node.host.HostCommands;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `weir intercept`: what a node sets on its host, by hand.
@Command(
    name = "intercept",
    description = "What a node sets on its host to get diverted packets: print, set or remove it.")
final class InterceptCommand implements Runnable {
  private static final String CONFIG = "The node's YAML file.";

  @Spec private @Nullable CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec().commandLine(), "plan, install, remove or show?");
  }

  @Command(description = "Print every command that would be run, and do nothing.")
  int plan(
      @Option(names = "--config", required = true, paramLabel = "FILE", description = CONFIG)
          Path config) {
    return run(Verb.PLAN, config);
  }

  @Command(description = "Set everything, before or without a node; again changes nothing.")
  int install(
      @Option(names = "--config", required = true, paramLabel = "FILE", description = CONFIG)
          Path config) {
    return run(Verb.INSTALL, config);
  }

  @Command(description = "Remove everything to the last rule, also after a node was killed.")
  int remove(
      @Option(names = "--config", required = true, paramLabel = "FILE", description = CONFIG)
          Path config) {
    return run(Verb.REMOVE, config);
  }

  @Command(description = "Print what is set now, with the counters.")
  int show(
      @Option(names = "--config", required = true, paramLabel = "FILE", description = CONFIG)
          Path config) {
    return run(Verb.SHOW, config);
  }

  private static int run(Verb verb, Path config) {
    return InterceptProgram.run(verb, config, new HostCommands(), System.out, System.err);
  }

  private CommandSpec spec() {
    return java.util.Objects.requireNonNull(spec, "picocli sets it");
  }
}
