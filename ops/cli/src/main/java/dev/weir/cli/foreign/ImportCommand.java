package dev.weir.cli.foreign;

import dev.weir.cli.terminal.ExitCode;
import dev.weir.cli.terminal.Terminal;
import dev.weir.node.config.NodeConfig;
import dev.weir.node.config.yaml.ConfigSource;
import dev.weir.node.config.yaml.Loading;
import dev.weir.node.config.yaml.Problem;
import dev.weir.node.config.yaml.SecretSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `weir import`: takes over what another program was configured to do.
@Command(
    name = "import",
    description =
        "Make a node's YAML file of a squid.conf, or of Traffic Server's wccp.yaml, and list every"
            + " line that could not be taken over.",
    footer = "Exit status: 0 everything was taken over, 4 not everything, 1 it cannot be read.")
public final class ImportCommand implements Callable<Integer> {
  @Mixin private final Terminal terminal = new Terminal();

  @Parameters(
      paramLabel = "FILE",
      description = "A squid.conf, with what it includes; or a wccp.yaml, by that ending.")
  private Path file = Path.of("");

  @Option(
      names = "-w",
      paramLabel = "FILE",
      description = "Where to; without it to the standard output.")
  private @Nullable Path out;

  @Override
  public Integer call() {
    Imported made;
    try {
      boolean yaml = file.toString().matches(".*\\.ya?ml");
      made = yaml ? TrafficServerImport.of(file) : SquidImport.of(file);
      String text = commented(made);
      if (out == null) {
        terminal.print(text);
      } else {
        Files.writeString(out, text);
      }
    } catch (IOException e) {
      return terminal.complain(ExitCode.FAILURE, "cannot read " + file + ": " + e);
    }
    made.leftovers().forEach(it -> terminal.say(it.toString()));
    List<Problem> problems = problems(made.yaml());
    problems.forEach(it -> terminal.say(it.toString()));
    return made.leftovers().isEmpty() && problems.isEmpty() ? ExitCode.OK : ExitCode.FINDINGS;
  }

  private String commented(Imported made) {
    String left =
        made.leftovers().stream().map(it -> "#   " + it + "\n").collect(Collectors.joining());
    return "# Made by weir import of "
        + file
        + ". docs/import.md says what becomes of what, docs/configuration.md what keys mean.\n"
        + (left.isEmpty() ? "" : "# Not taken over, or to be written:\n" + left)
        + made.yaml();
  }

  /// What is wrong with a file that was made; nothing, or this program is.
  static List<Problem> problems(String yaml) {
    var source = new ConfigSource("the new file", yaml, new SecretSource(Path.of("/"), Map.of()));
    return switch (source.load(NodeConfig::read)) {
      case Loading.Loaded<NodeConfig> _ -> List.of();
      case Loading.Refused<NodeConfig>(List<Problem> found) -> found;
    };
  }
}
