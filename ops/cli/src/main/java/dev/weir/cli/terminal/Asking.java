package dev.weir.cli.terminal;

import dev.weir.cli.show.AdminAddress;
import dev.weir.cli.show.AdminClient;
import dev.weir.cli.show.AdminClient.Reply;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// The options of a command that shows something of a running program: whom it asks, how it prints
/// the answer, and how often.
public final class Asking {
  @Mixin private final Output output = new Output();

  @Option(
      names = "--admin",
      paramLabel = "HOST:PORT",
      description =
          "Where the program's admin port is. Without it: a node at 127.0.0.1:8088, else a router"
              + " at 127.0.0.1:8089.")
  private @Nullable AdminAddress admin;

  @Option(
      names = "--watch",
      arity = "0..1",
      paramLabel = "EVERY",
      fallbackValue = "2s",
      description = "Ask again and again, each 2s or such as 500ms, until it is stopped.")
  private @Nullable Duration every;

  /// Who is asked.
  public AdminClient client() {
    return new AdminClient(
        admin == null
            ? List.of(AdminAddress.LOCAL_NODE, AdminAddress.LOCAL_ROUTER)
            : List.of(admin));
  }

  /// How the answer is printed.
  public Format format() {
    return output.format();
  }

  /// Whether nothing is left out to save room.
  public boolean wide() {
    return format() == Format.WIDE;
  }

  /// Does it once, or, watching, until it fails.
  ///
  /// @return the last exit code
  public int again(Terminal terminal, IntSupplier once) {
    if (every == null) {
      return once.getAsInt();
    }
    int code;
    do {
      terminal.freshPage();
      code = once.getAsInt();
    } while (code == ExitCode.OK && slept(every));
    return code;
  }

  /// Prints the answer to these paths, the first that the program has.
  ///
  /// @param whoHasIt what to try when it has none of them
  /// @param text the answer for people; empty when it is something else
  public int show(
      Terminal terminal,
      List<String> paths,
      String whoHasIt,
      Function<String, Optional<String>> text) {
    return again(
        terminal,
        () ->
            switch (client().get(paths)) {
              case Reply.Page(AdminAddress from, String body) ->
                  format()
                      .of(body, text)
                      .map(terminal::print)
                      .orElseGet(() ->
                          terminal.complain(
                              ExitCode.FAILURE, from + " gave something else. " + whoHasIt));
              case Reply.Refused(AdminAddress from, int status, _) ->
                  terminal.complain(
                      ExitCode.FAILURE, from + " answered " + status + ". " + whoHasIt);
              case Reply.Unreachable nobody -> terminal.unreachable("program", nobody);
            });
  }

  private static boolean slept(Duration pause) {
    try {
      Thread.sleep(pause);
      return true;
    } catch (InterruptedException _) {
      return false;
    }
  }
}
