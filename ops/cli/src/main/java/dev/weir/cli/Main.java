package dev.weir.cli;

import dev.weir.cli.bypass.BypassCommand;
import dev.weir.cli.cluster.ClusterCommand;
import dev.weir.cli.drain.DrainCommand;
import dev.weir.node.NodeProgram;
import dev.weir.node.config.value.ListenAddress;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

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
      PurgeCommand.class,
      OwnerCommand.class,
      FaultCommand.class,
      InterceptCommand.class,
      CaptureCommand.class,
      DecodeCommand.class,
      DoctorCommand.class,
      WarmUp.class,
      HelpCommand.class
    })
public final class Main {
  private static final String CONFIG = "Its YAML file; docs/configuration.md has the keys.";

  private static final String SIDECAR =
      "Where another program on this host answers the diverted connections, such as Squid on"
          + " 127.0.0.1:3129; goes before proxy.sidecar.to.";

  @Spec private @Nullable CommandSpec spec;

  private Main() {}

  /// Runs one command and ends the JVM with its [ExitCode].
  public static void main(String[] arguments) {
    System.exit(commandLine().execute(arguments.length == 0 ? new String[] {"help"} : arguments));
  }

  @Command(description = "Run a cluster node until it is told to stop.")
  int node(
      @Option(names = "--config", required = true, paramLabel = "FILE", description = CONFIG)
          Path config,
      @Option(names = "--sidecar", paramLabel = "ADDRESS:PORT", description = SIDECAR)
          @Nullable String sidecar) {
    return NodeProgram.run(config, sidecarAddress(sidecar), System.err);
  }

  private Optional<ListenAddress> sidecarAddress(@Nullable String text) {
    if (text == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(ListenAddress.of(text));
    } catch (IllegalArgumentException e) {
      throw new ParameterException(
          Objects.requireNonNull(spec, "picocli sets it").commandLine(),
          "--sidecar: " + e.getMessage(),
          e);
    }
  }

  /// The whole command tree.
  static CommandLine commandLine() {
    return new CommandLine(new Main()).setCaseInsensitiveEnumValuesAllowed(true);
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
