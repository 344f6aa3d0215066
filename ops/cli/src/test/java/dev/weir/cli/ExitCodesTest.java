package dev.weir.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.cli.terminal.ExitCode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/// What every command has in common, whatever it does.
final class ExitCodesTest {
  /// Words without which a command is not understood.
  private static final Map<String, List<String>> WORDS =
      Map.of(
          "weir show dns", List.of("www.example.com"),
          "weir explain", List.of("http://www.example.com/"),
          "weir access explain", List.of("192.0.2.7", "GET", "http://www.example.com/"),
          "weir bypass add", List.of("192.0.2.0/24"),
          "weir bypass remove", List.of("192.0.2.0/24"),
          "weir config diff", List.of("pom.xml"),
          "weir config apply", List.of("pom.xml"),
          "weir purge", List.of("http://www.example.com/"),
          "weir drill", List.of("drain-node", "--yes"),
          "weir fault", List.of("flush"));

  /// They look at more than one program, or go on without one.
  private static final Set<String> OTHERS =
      Set.of("weir doctor", "weir capture", "weir support-bundle", "weir shell");

  private static final CommandLine COMMANDS = Main.commandLine(); // to build it takes long

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @ParameterizedTest
  @MethodSource("asking")
  @DisplayName("who asks a program that does not answer ends with 3 and says what to do")
  void nobodyAnswers(String command) throws IOException {
    var words = new ArrayList<>(List.of(command.split(" ")).subList(1, command.split(" ").length));
    words.addAll(WORDS.getOrDefault(command, List.of()));
    words.addAll(List.of("--admin", "127.0.0.1:" + closedPort()));
    assertThat(weir(words)).isEqualTo(ExitCode.UNREACHABLE);
    assertThat(out.toString()).isEmpty();
    assertThat(err.toString()).contains("answers at 127.0.0.1:").contains("--admin HOST:PORT");
  }

  @ParameterizedTest
  @MethodSource("all")
  @DisplayName("an option that a command does not know ends with 2 and one sentence")
  void misused(String command) {
    var words = new ArrayList<>(List.of(command.split(" ")));
    words.removeFirst();
    words.add("--no-such-option");
    assertThat(weir(words)).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString().lines()).hasSize(1);
    assertThat(err.toString()).startsWith("weir: ").contains("--help' tells what it takes.");
    assertThat(out.toString()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("all")
  @DisplayName("every command has help in plain ASCII of at most 80 columns, and ends with 0")
  void helps(String command) {
    var words = new ArrayList<>(List.of(command.split(" ")));
    words.removeFirst();
    words.add("--help");
    assertThat(weir(words)).isEqualTo(ExitCode.OK);
    assertThat(out.toString()).matches("[\\x20-\\x7e\\n]+");
    assertThat(out.toString().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThan(81));
  }

  private int weir(List<String> words) {
    return COMMANDS
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(words.toArray(String[]::new));
  }

  private static int closedPort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  static Stream<String> all() {
    return leaves(COMMANDS.getCommandSpec()).map(CommandSpec::qualifiedName);
  }

  static Stream<String> asking() {
    return leaves(COMMANDS.getCommandSpec())
        .filter(it -> it.findOption("--admin") != null)
        .map(CommandSpec::qualifiedName)
        .filter(it -> !OTHERS.contains(it));
  }

  private static Stream<CommandSpec> leaves(CommandSpec command) {
    Stream<CommandSpec> below =
        command.subcommands().values().stream()
            .map(CommandLine::getCommandSpec)
            .filter(it -> !it.usageMessage().hidden() && !it.name().equals("help"))
            .flatMap(ExitCodesTest::leaves);
    return command.parent() == null ? below : Stream.concat(Stream.of(command), below);
  }
}
