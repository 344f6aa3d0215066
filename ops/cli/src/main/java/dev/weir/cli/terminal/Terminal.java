package dev.weir.cli.terminal;

import dev.weir.cli.show.AdminClient.Reply;
import java.io.PrintWriter;
import java.util.Objects;
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
    return complain(
        ExitCode.UNREACHABLE,
        "no %s answers at %s: %s".formatted(program, reply.tried().getFirst(), reply.why()));
  }

  /// What to throw when a command was not given as it has to be.
  public ParameterException misused(String sentence) {
    return new ParameterException(command(), sentence);
  }

  /// Where a command prints piece by piece; it flushes by itself.
  public PrintWriter out() {
    return command().getOut();
  }

  private CommandLine command() {
    return Objects.requireNonNull(spec, "picocli sets it").commandLine();
  }
}
