package dev.weir.cli;

import dev.weir.lab.Lab;
import dev.weir.lab.LabOptions;
import dev.weir.lab.WeirCommand;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `weir lab`: the main job on one machine, in network namespaces, proving itself.
@Command(
    name = "lab",
    mixinStandardHelpOptions = true,
    description = {
      "Build a network with a router, three caches, clients and origins in namespaces,",
      "and prove the main job on it. Exit 0 when every check held, 1 when not, 2 when it cannot"
          + " start."
    })
final class LabCommand implements Callable<Integer> {
  @Option(names = "--scenario", paramLabel = "NAME", description = "Which one; see `weir lab list`.")
  private String scenario = LabOptions.DEFAULT_SCENARIO;

  @Option(names = "--keep", description = "Leave everything running until Enter or Ctrl-C.")
  private boolean keep;

  @Option(names = "--json", paramLabel = "FILE", description = "Write the report as JSON, too.")
  private @Nullable Path json;

  @Option(names = "--pcap", paramLabel = "DIR", description = "Keep whole captures there.")
  private @Nullable Path pcap;

  @Option(names = "-v", description = "Show details.")
  private boolean verbose;

  @Override
  public Integer call() throws InterruptedException {
    return Lab.run(
        new LabOptions(
            scenario,
            keep,
            Optional.ofNullable(json),
            Optional.ofNullable(pcap),
            verbose,
            programs()),
        System.out);
  }

  @Command(name = "list", description = "List the scenarios.")
  int list() {
    Lab.list(System.out);
    return ExitCode.OK;
  }

  /// This JVM's own flags without those that size it for a short command.
  static WeirCommand programs() {
    var jvm = new ArrayList<String>();
    jvm.add(
        ProcessHandle.current()
            .info()
            .command()
            .orElse(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(flag -> !flag.startsWith("-Xmx") && !flag.equals("-XX:TieredStopAtLevel=1"))
        .forEach(jvm::add);
    jvm.add("-Xmx256m");
    return new WeirCommand(
        jvm, List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
  }
}
