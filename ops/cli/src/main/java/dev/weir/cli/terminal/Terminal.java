package dev.weir.cli.terminal;

import dev.weir.cli.show.AdminAddress;
import dev.weir.cli.show.AdminClient.Reply;
import java.io.PrintWriter;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// How a command speaks: what was asked for goes to the standard output, what went wrong beside it.
@Command
public final class Terminal {
  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec spec;

  private boolean turned;

  /// Prints a text, and the end of its last line.
  ///
  /// @return [ExitCode#OK]
  public int print(String text) {
    PrintWriter out = out();
    out.print(text.endsWith("\n") ? text : text + "\n");
    out.flush();
    return ExitCode.OK;
  }

  /// Says a line beside what is printed.
  public void say(String line) {
    command().getErr().println(line);
  }

  /// Says what is being done, where somebody waits; an empty text when it is over.
  public void step(String doing) {
    if (Tty.isTerminal()) {
      sayOver(doing.isEmpty() ? "" : doing + " ...");
    }
  }

  /// The version of this program.
  public String version() {
    return String.join("\n", program().getCommandSpec().version());
  }

  /// Says a line in the place of the one said before; an empty one leaves nothing.
  void sayOver(String line) {
    PrintWriter err = command().getErr();
    err.print("\r\033[K" + line);
    err.flush();
  }

  /// Says what went wrong.
  ///
  /// @return the exit code
  public int complain(int code, String sentence) {
    say("weir: " + sentence);
    return code;
  }

  /// Says that there is no such program, which is a node, a router or the like.
  ///
  /// @return [ExitCode#UNREACHABLE]
  public int unreachable(String program, Reply.Unreachable reply) {
    String where =
        reply.tried().stream().map(AdminAddress::toString).collect(Collectors.joining(" nor at "));
    return complain(
        ExitCode.UNREACHABLE,
        "no %s answers at %s (%s). Is it running on this machine and in this network namespace? If not: --admin HOST:PORT."
            .formatted(program, where, reply.why()));
  }

  /// Begins anew at the top of a terminal; elsewhere pages are parted by an empty line.
  public void freshPage() {
    if (Tty.isTerminal()) {
      out().print(Tty.CLEAR);
    } else if (turned) {
      out().println();
    }
    turned = true;
  }

  /// What to throw when a command was not given as it has to be.
  public ParameterException misused(String sentence) {
    return new ParameterException(command(), sentence);
  }

  /// What to throw when a command is nothing without one below it.
  public ParameterException subcommandMissing() {
    String below =
        command().getSubcommands().entrySet().stream()
            .filter(it -> !it.getValue().getCommandSpec().usageMessage().hidden())
            .map(Map.Entry::getKey)
            .collect(Collectors.joining(", "));
    String name = command().getCommandSpec().qualifiedName();
    return misused("'%s' wants one of: %s.".formatted(name, below));
  }

  /// Where a command prints piece by piece; it flushes by itself.
  public PrintWriter out() {
    return command().getOut();
  }

  /// The whole tree of commands that this one belongs to.
  public CommandLine program() {
    return command().getCommandSpec().root().commandLine();
  }

  private CommandLine command() {
    return Objects.requireNonNull(spec, "picocli sets it").commandLine();
  }
}
