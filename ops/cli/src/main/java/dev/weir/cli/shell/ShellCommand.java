package dev.weir.cli.shell;

import dev.weir.cli.terminal.ExitCode;
import dev.weir.cli.terminal.Terminal;
import dev.weir.cli.terminal.Tty;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;

/// `weir shell`: a session in the manner of a router's.
@Command(
    name = "shell",
    description =
        "A session as on a router: ? for help, shortened words, | include, history. Without a"
            + " terminal it reads lines, and ends with the exit code of the last one.")
public final class ShellCommand implements Callable<Integer> {
  @Mixin private final Terminal terminal = new Terminal();

  @Option(
      names = "--admin",
      paramLabel = "HOST:PORT",
      description = "Whom the commands of this session ask that do not say it themselves.")
  private @Nullable String admin;

  @Override
  public Integer call() {
    CommandLine commands = terminal.program();
    PrintWriter out = terminal.out();
    if (admin != null) {
      String asked = admin;
      commands.setDefaultValueProvider(argument ->
          argument instanceof OptionSpec option && option.longestName().equals("--admin")
              ? asked
              : null);
    }
    var session = new Session(commands, out);
    try {
      if (Tty.isTerminal()) {
        converse(commands, session);
      } else {
        read(session);
      }
    } catch (IOException e) {
      return terminal.complain(ExitCode.FAILURE, "the terminal cannot be used: " + e.getMessage());
    }
    return session.code();
  }

  private void converse(CommandLine commands, Session session) throws IOException {
    terminal.print("? tells what may come next, TAB completes, exit ends.");
    String prompt = (admin == null ? "weir" : admin) + "# ";
    try (Line line = Line.open(commands.getCommandSpec(), prompt, Line.history())) {
      Optional<String> written = line.next();
      while (written.isPresent()) {
        session.line(written.get());
        Thread.interrupted(); // what ended a command does not end the next
        written = session.ended() ? Optional.empty() : line.next();
      }
    }
  }

  private static void read(Session session) throws IOException {
    var lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    String line = lines.readLine();
    while (line != null && !session.ended()) {
      session.line(line);
      line = lines.readLine();
    }
  }
}
