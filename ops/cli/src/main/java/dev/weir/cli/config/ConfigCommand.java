package dev.weir.cli.config;

import dev.weir.cli.config.ConfigText.Shown;
import dev.weir.cli.config.ConfigText.Told;
import dev.weir.cli.config.schema.ConfigSchema;
import dev.weir.cli.show.AdminClient;
import dev.weir.cli.show.AdminClient.Reply;
import dev.weir.cli.terminal.ExitCode;
import dev.weir.cli.terminal.NodeAdmin;
import dev.weir.cli.terminal.Terminal;
import dev.weir.node.config.yaml.Loading;
import dev.weir.node.config.yaml.Problem;
import dev.weir.node.reload.Change;
import dev.weir.node.reload.Reading;
import dev.weir.node.reload.Written;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `weir config`: looks at a configuration, and has a running node take up another. The node reads
/// nothing but its own file, so who may write that decides.
@Command(name = "config", description = "The configuration of a node.")
public final class ConfigCommand implements Runnable {
  /// Groups may have to be left, after their connections.
  private static final Duration RELOAD_MAX = Duration.ofMinutes(12);

  @Mixin private final Terminal terminal = new Terminal();

  @Override
  public void run() {
    throw terminal.subcommandMissing();
  }

  @Command(description = "Tell every problem of a file. Exit code 4: it has some.")
  int check(@Parameters(paramLabel = "FILE") Path file) {
    var reading = new Reading(file, System.getenv(), Optional.empty());
    return switch (reading.read()) {
      case Loading.Loaded<Written>(_, List<Problem> warnings) -> {
        warnings.forEach(warning -> terminal.say(warning.toString()));
        yield terminal.print(file + ": good");
      }
      case Loading.Refused<Written>(List<Problem> problems) -> {
        problems.forEach(problem -> terminal.say(problem.toString()));
        yield ExitCode.FINDINGS;
      }
    };
  }

  /// Whose file is meant.
  enum Program {
    NODE,
    ROUTER
  }

  @Command(description = "Print the JSON Schema of a program's file, for editors.")
  int schema(@Parameters(paramLabel = "PROGRAM", description = "node or router.") Program program) {
    return terminal.print(program == Program.NODE ? ConfigSchema.node() : ConfigSchema.router());
  }

  @Command(description = "Tell what a file has that is not in force, and what wants a restart.")
  int diff(@Parameters(paramLabel = "FILE") Path file, @Mixin NodeAdmin node) {
    return asked(
        node.client().get(List.of("/v1/config")),
        it -> {
          try {
            var changes = Change.between(text(it), Files.readString(file));
            return terminal.print(ConfigText.of(changes));
          } catch (IOException e) {
            return terminal.complain(ExitCode.USAGE, "cannot read " + file + ": " + e);
          }
        });
  }

  @Command(
      description =
          "Write a file over the node's own and have it taken up: all of it or nothing. Refused, the"
              + " node's file is as it was.")
  int apply(
      @Parameters(paramLabel = "FILE") Path file,
      @Option(names = "--confirm", paramLabel = "SECONDS", description = CONFIRM)
          Optional<String> confirm,
      @Mixin NodeAdmin node) {
    String query = query(confirm);
    return asked(
        node.client().get(List.of("/v1/config")),
        it -> {
          Path own = Path.of(Objects.requireNonNullElse(it.file(), ""));
          try {
            String before = Files.readString(own);
            write(own, Files.readString(file));
            int code = reload(node.client(), query);
            if (code != ExitCode.OK) {
              write(own, before);
            }
            return code;
          } catch (IOException e) {
            return terminal.complain(
                ExitCode.FAILURE, e + ". The node's file is " + own + ": run this as its owner.");
          }
        });
  }

  @Command(description = "Have the node read its file anew, as SIGHUP does.")
  int reload(
      @Option(names = "--confirm", paramLabel = "SECONDS", description = CONFIRM)
          Optional<String> confirm,
      @Mixin NodeAdmin node) {
    return reload(node.client(), query(confirm));
  }

  private static final String CONFIRM =
      "Go back after so long, such as 60s, unless 'weir config confirm' was said.";

  @Command(description = "Keep what is on trial.")
  int confirm(@Mixin NodeAdmin node) {
    return done(node.client().post("/v1/config/confirm"), "It stays.");
  }

  @Command(description = "Go back to what was in force before what is on trial.")
  int rollback(@Mixin NodeAdmin node) {
    return done(
        node.client().post("/v1/config/rollback", RELOAD_MAX), "What was before is in force.");
  }

  private String query(Optional<String> confirm) {
    if (confirm.isEmpty()) {
      return "";
    }
    String seconds = confirm.get().replaceFirst("s$", "");
    if (!seconds.matches("[1-9][0-9]{0,3}")) {
      throw terminal.misused("--confirm takes seconds, such as 60s");
    }
    return "?confirm=" + seconds;
  }

  private int reload(AdminClient node, String query) {
    return switch (node.post("/v1/config/reload" + query, RELOAD_MAX)) {
      case Reply.Page page ->
          terminal.print(ConfigText.told(page.json()).map(ConfigText::of).orElse(page.json()));
      case Reply.Refused refused -> refused(refused);
      case Reply.Unreachable nobody -> terminal.unreachable("node", nobody);
    };
  }

  private int refused(Reply.Refused reply) {
    Optional<Told> told = ConfigText.told(reply.body());
    List<String> problems = told.map(Told::problems).orElse(null);
    List<String> keys = told.map(Told::keys).orElse(null);
    String error = told.map(Told::error).orElse(null);
    if (problems != null) {
      problems.forEach(terminal::say);
      return terminal.complain(ExitCode.FINDINGS, "the file is wrong; nothing has changed");
    }
    if (keys != null) {
      return terminal.complain(
          ExitCode.FAILURE,
          "the node has to be restarted for "
              + String.join(", ", keys)
              + "; nothing has changed. Restart it, or change only the rest.");
    }
    return terminal.complain(
        ExitCode.FAILURE,
        switch (reply.status()) {
          case 403 -> "it is changed from its own host only: run this there";
          case 404 -> "is it a Weir node? Its configuration cannot be read anew";
          case 423 -> "another is on trial: confirm it, or roll it back";
          default -> reply.from() + " answered " + reply.status() + ": " + error;
        });
  }

  private int done(Reply reply, String sentence) {
    return switch (reply) {
      case Reply.Page _ -> terminal.print(sentence);
      case Reply.Refused(_, int status, _) when status == 409 ->
          terminal.complain(ExitCode.FAILURE, "nothing is on trial");
      case Reply.Refused refused -> refused(refused);
      case Reply.Unreachable nobody -> terminal.unreachable("node", nobody);
    };
  }

  private interface Answered {
    int by(Shown shown);
  }

  private int asked(Reply reply, Answered then) {
    return switch (reply) {
      case Reply.Page page when ConfigText.shown(page.json()).isPresent() ->
          then.by(ConfigText.shown(page.json()).get());
      case Reply.Page page -> terminal.complain(ExitCode.FAILURE, page.from() + " is no Weir node");
      case Reply.Refused refused -> refused(refused);
      case Reply.Unreachable nobody -> terminal.unreachable("node", nobody);
    };
  }

  private static String text(Shown shown) {
    return Objects.requireNonNullElse(shown.text(), "");
  }

  /// Whole, and with the owner and the mode that it has.
  private static void write(Path own, String text) throws IOException {
    Path beside = own.resolveSibling(own.getFileName() + ".next");
    Files.copy(
        own, beside, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
    Files.writeString(beside, text);
    Files.move(beside, own, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
