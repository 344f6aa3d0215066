package dev.weir.cli.shell;

import dev.weir.cli.terminal.ExitCode;
import java.io.PrintWriter;
import java.util.List;
import java.util.Set;
import picocli.CommandLine;

/// What becomes of the lines of a session. Confined to the thread that reads them.
final class Session {
  private static final Set<String> ENDS = Set.of("exit", "quit", "end", "logout");

  private final CommandLine commands;
  private final PrintWriter out;
  private boolean ended;
  private int code = ExitCode.OK;

  /// A session with this tree of commands, which prints to `out`.
  Session(CommandLine commands, PrintWriter out) {
    this.commands = commands;
    this.out = out;
  }

  /// Whether the operator has ended it.
  boolean ended() {
    return ended;
  }

  /// The exit code of the last command.
  int code() {
    return code;
  }

  /// Does what a line says.
  void line(String written) {
    String line = written.strip();
    if (line.isEmpty() || line.startsWith("!") || line.startsWith("#")) {
      return;
    }
    if (line.endsWith("?") && !line.contains("://")) {
      out.print(Hints.text(commands.getCommandSpec(), line.substring(0, line.length() - 1)));
      out.flush();
      return;
    }
    Words words = Words.of(line);
    if (words.command().size() == 1 && ENDS.contains(words.command().getFirst())) {
      ended = true;
      return;
    }
    switch (Meaning.of(commands.getCommandSpec(), words.command())) {
      case Meaning.Whole(List<String> whole, _) -> run(whole, words);
      case Meaning.Ambiguous(String word, List<String> fitting) ->
          refuse("\"" + word + "\" is ambiguous: " + String.join(", ", fitting));
      case Meaning.Unknown(String word, List<String> known) ->
          refuse("\"" + word + "\" is not one of " + String.join(", ", known));
    }
  }

  private void refuse(String sentence) {
    out.println("% " + sentence);
    out.flush();
    code = ExitCode.USAGE;
  }

  private void run(List<String> whole, Words words) {
    if (!words.piped()) {
      commands.setOut(out);
      code = commands.execute(whole.toArray(String[]::new));
      out.flush();
      return;
    }
    try (var filtered = new FilteredWriter(Filter.of(words.filter()), out)) {
      commands.setOut(new PrintWriter(filtered, true));
      code = commands.execute(whole.toArray(String[]::new));
      commands.getOut().flush();
    } catch (IllegalArgumentException e) {
      refuse(String.valueOf(e.getMessage()));
    } finally {
      commands.setOut(out);
    }
  }
}
