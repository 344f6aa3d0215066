package dev.weir.cli;

import static picocli.CommandLine.Model.UsageMessageSpec.SECTION_KEY_COMMAND_LIST;

import dev.weir.cli.access.AccessCommand;
import dev.weir.cli.bypass.BypassCommand;
import dev.weir.cli.cluster.ClusterCommand;
import dev.weir.cli.config.ConfigCommand;
import dev.weir.cli.drain.DrainCommand;
import dev.weir.cli.drill.DrillCommand;
import dev.weir.cli.explain.ExplainCommand;
import dev.weir.cli.foreign.ImportCommand;
import dev.weir.cli.generate.GenerateCommand;
import dev.weir.cli.log.LogCommand;
import dev.weir.cli.manual.CommandList;
import dev.weir.cli.manual.CompletionCommand;
import dev.weir.cli.manual.ManualCommand;
import dev.weir.cli.names.DnsCommand;
import dev.weir.cli.plan.PlanCommand;
import dev.weir.cli.shell.ShellCommand;
import dev.weir.cli.show.AdminAddress;
import dev.weir.cli.status.StatusCommand;
import dev.weir.cli.status.TopCommand;
import dev.weir.cli.support.SupportCommand;
import dev.weir.cli.terminal.Errors;
import dev.weir.cli.terminal.NodeFile;
import dev.weir.cli.terminal.Pause;
import dev.weir.cli.terminal.Reading;
import dev.weir.node.NodeProgram;
import dev.weir.node.config.value.ListenAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.OptionSpec;

/// `weir`: the command line that composes the programs.
@Command(
    name = "weir",
    description = "A transparent caching proxy cluster that speaks WCCP, and a router to test it.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class)
public final class Main {
  /// In the order in which help shows them, behind `node`.
  private static final List<Class<?>> COMMANDS =
      List.of(
          LabCommand.class,
          RouterCommand.class,
          StatusCommand.class,
          TopCommand.class,
          ShowCommand.class,
          ShellCommand.class,
          BypassCommand.class,
          DrainCommand.class,
          DrillCommand.class,
          ClusterCommand.class,
          ConfigCommand.class,
          PurgeCommand.class,
          OwnerCommand.class,
          ExplainCommand.class,
          AccessCommand.class,
          LogCommand.class,
          DnsCommand.class,
          ImportCommand.class,
          GenerateCommand.class,
          PlanCommand.class,
          FaultCommand.class,
          InterceptCommand.class,
          CaptureCommand.class,
          DecodeCommand.class,
          DoctorCommand.class,
          SupportCommand.class,
          CompletionCommand.class,
          ManualCommand.class,
          WarmUp.class,
          HelpCommand.class);

  /// Those that have to do with all the others.
  private static final Set<String> OF_ALL = Set.of("shell", "completion", "manual", "help");

  private Main() {}

  /// Runs one command and ends the JVM with its [ExitCode].
  public static void main(String[] arguments) {
    Optional<Path> file = NodeLine.file(arguments);
    System.exit(
        file.isPresent()
            ? NodeLine.run(file.get())
            : commandLine(arguments)
                .execute(arguments.length == 0 ? new String[] {"help"} : arguments));
  }

  @Command(description = "Run a cluster node until it is told to stop.")
  int node(@Mixin NodeFile node) {
    return NodeProgram.run(node.config(), node.sidecar(), System.err);
  }

  /// The whole command tree.
  static CommandLine commandLine() {
    return commandLine(COMMANDS);
  }

  /// As much of it as these words need: making all of it takes longer than most commands.
  static CommandLine commandLine(String... words) {
    String first = words.length == 0 ? "" : words[0];
    List<Class<?>> named =
        COMMANDS.stream()
            .filter(it -> it.getAnnotation(Command.class).name().equals(first))
            .filter(_ -> !OF_ALL.contains(first))
            .toList();
    return commandLine(named.isEmpty() ? COMMANDS : named);
  }

  private static CommandLine commandLine(List<Class<?>> classes) {
    var commands = new CommandLine(new Main());
    classes.forEach(commands::addSubcommand);
    commands.getSubcommands().values().forEach(Main::addHelp);
    commands.getHelpSectionMap().put(SECTION_KEY_COMMAND_LIST, new CommandList());
    return commands
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setParameterExceptionHandler(new Errors())
        .setExecutionExceptionHandler(new Errors())
        .registerConverter(AdminAddress.class, new Reading<>(AdminAddress::parse))
        .registerConverter(Duration.class, new Reading<>(Pause::parse))
        .registerConverter(ListenAddress.class, new Reading<>(ListenAddress::of));
  }

  /// The program itself has its own.
  private static void addHelp(CommandLine command) {
    if (command.getCommand() instanceof HelpCommand) {
      return;
    }
    command
        .getCommandSpec()
        .addOption(
            OptionSpec.builder("-h", "--help")
                .usageHelp(true)
                .description("Show this help.")
                .build());
    command.getSubcommands().values().forEach(Main::addHelp);
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
