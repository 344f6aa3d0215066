package dev.weir.cli;

import dev.weir.cli.terminal.ExitCode;
import dev.weir.lab.Lab;
import dev.weir.lab.LabOptions;
import dev.weir.lab.WeirCommand;
import dev.weir.lab.net.Plan;
import dev.weir.lab.traffic.OriginServer;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `weir lab`: the main job on this machine, in network namespaces, proving itself.
@Command(
    name = "lab",
    description = "Play a scenario on a network of its own: exit 0 when every check held.")
final class LabCommand implements Callable<Integer> {
  @Option(
      names = "--scenario",
      paramLabel = "NAME",
      defaultValue = LabOptions.DEFAULT_SCENARIO,
      description = "Which one ('weir lab list'); otherwise ${DEFAULT-VALUE}.")
  private String scenario = LabOptions.DEFAULT_SCENARIO;

  @Option(names = "--keep", description = "Leave it running and say how to enter it.")
  private boolean keep;

  @Option(
      names = "--break",
      paramLabel = "FAULT",
      description = "Keep it, and break something ('weir lab faults'), or random.")
  private @Nullable String broken;

  @Option(names = "--json", paramLabel = "FILE", description = "Write what was found as JSON.")
  private @Nullable Path json;

  @Option(names = "--pcap", paramLabel = "DIR", description = "Write the packets of both sides.")
  private @Nullable Path pcap;

  @Option(
      names = {"-v", "--verbose"},
      description = "Show details.")
  private boolean verbose;

  @Override
  public Integer call() throws InterruptedException {
    var options =
        new LabOptions(
            scenario,
            keep || broken != null,
            Optional.ofNullable(broken),
            Optional.ofNullable(json),
            Optional.ofNullable(pcap),
            verbose,
            thisProgram());
    return Lab.run(options, System.out);
  }

  @Command(description = "The scenarios, each with a sentence.")
  void list() {
    Lab.list(System.out);
  }

  @Command(description = "The faults, each with a sentence.")
  void faults() {
    Lab.listFaults(System.out);
  }

  @Command(name = "break", description = "Break something in the lab that runs, or random.")
  int cause(@Parameters(paramLabel = "FAULT", description = "Which one.") String fault)
      throws InterruptedException {
    return Lab.cause(fault, System.out);
  }

  @Command(description = "Be the web sites and the name server of a lab, until told to stop.")
  int origins() throws InterruptedException {
    try {
      OriginServer.start();
    } catch (IOException e) {
      System.err.println(
          "weir lab origins: it needs the address "
              + Plan.ORIGINS.address()
              + ": "
              + e.getMessage());
      return ExitCode.FAILURE;
    }
    System.out.println("ready");
    new CountDownLatch(1).await();
    return ExitCode.OK;
  }

  @Command(description = "Mend everything that is broken in the lab that runs.")
  int repair() throws InterruptedException {
    return Lab.repair(System.out);
  }

  /// How this very program was started: the lab's programs run on the same JVM and jars.
  private static WeirCommand thisProgram() {
    var jvm = new ArrayList<String>();
    jvm.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    jvm.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    return new WeirCommand(
        jvm, List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
  }
}
