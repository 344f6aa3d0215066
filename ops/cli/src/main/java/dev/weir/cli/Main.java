package dev.weir.cli;

import dev.weir.cli.bypass.BypassCommand;
import dev.weir.cli.cluster.ClusterCommand;
import dev.weir.cli.config.ConfigCommand;
import dev.weir.cli.drain.DrainCommand;
import dev.weir.cli.explain.ExplainCommand;
import dev.weir.cli.log.LogCommand;
import dev.weir.cli.show.AdminAddress;
import dev.weir.cli.terminal.NodeFile;
import dev.weir.cli.terminal.Reading;
import dev.weir.node.NodeProgram;
import dev.weir.node.config.value.ListenAddress;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Mixin;

/// `weir`: the command line that composes the programs.
@Command(
    name = "weir",
    description = "A transparent caching proxy cluster that speaks WCCP, and a router to test it.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    subcommands = {
      LabCommand.class,
      RouterCommand.class,
      ShowCommand.class,
      BypassCommand.class,
      DrainCommand.class,
      ClusterCommand.class,
      ConfigCommand.class,
      PurgeCommand.class,
      OwnerCommand.class,
      ExplainCommand.class,
      LogCommand.class,
      FaultCommand.class,
      InterceptCommand.class,
      CaptureCommand.class,
      DecodeCommand.class,
      DoctorCommand.class,
      WarmUp.class,
      HelpCommand.class
    })
public final class Main {
  private Main() {}

  /// Runs one command and ends the JVM with its [ExitCode].
  public static void main(String[] arguments) {
    System.exit(commandLine().execute(arguments.length == 0 ? new String[] {"help"} : arguments));
  }

  @Command(description = "Run a cluster node until it is told to stop.")
  int node(@Mixin NodeFile node) {
    return NodeProgram.run(node.config(), node.sidecar(), System.err);
  }

  /// The whole command tree.
  static CommandLine commandLine() {
    return new CommandLine(new Main())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .registerConverter(AdminAddress.class, new Reading<>(AdminAddress::parse))
        .registerConverter(ListenAddress.class, new Reading<>(ListenAddress::of));
  }

  /// What `weir --version` prints: ours and the JVM's.
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String ours = Main.class.getPackage().getImplementationVersion();
      return new String[] {
        "weir " + (ours == null ? "(not packaged)" : ours) + ", Java " + Runtime.version()
      };
    }
  }
}
