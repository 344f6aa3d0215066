package dev.weir.cli.terminal;

import java.io.UncheckedIOException;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/// Says in a sentence what is wrong with a command line, and what to write instead.
public final class Errors implements IParameterExceptionHandler, IExecutionExceptionHandler {
  @Override
  public int handleParseException(ParameterException wrong, String[] words) {
    CommandLine command = wrong.getCommandLine();
    String name = command.getCommandSpec().qualifiedName();
    String near =
        wrong instanceof UnmatchedArgumentException unmatched
            ? unmatched.getSuggestions().stream()
                .map(it -> it.startsWith("-") || name.isEmpty() ? it : name + " " + it)
                .limit(3)
                .collect(Collectors.joining("' or '"))
            : "";
    command
        .getErr()
        .println(
            "weir: "
                + sentence(wrong)
                + (near.isEmpty() ? "" : " Did you mean '" + near + "'?")
                + " '"
                + name
                + " --help' tells what it takes.");
    return ExitCode.USAGE;
  }

  private static String sentence(ParameterException wrong) {
    String text = String.valueOf(wrong.getMessage());
    String line = text.lines().findFirst().orElse("").strip();
    return line.isEmpty() || ".?!".indexOf(line.charAt(line.length() - 1)) >= 0 ? line : line + ".";
  }

  /// What a file or the network refuses has a sentence; all else is our fault and shows its trace.
  @Override
  public int handleExecutionException(Exception failed, CommandLine command, ParseResult words)
      throws Exception {
    if (failed instanceof UncheckedIOException file) {
      command.getErr().println("weir: " + String.valueOf(file.getMessage()));
      return ExitCode.FAILURE;
    }
    throw failed;
  }
}
