package dev.weir.cli.log;

import dev.weir.cli.show.AdminAddress;
import dev.weir.cli.show.AdminClient;
import dev.weir.cli.show.AdminClient.Reply;
import dev.weir.cli.terminal.ExitCode;
import dev.weir.cli.terminal.Format;
import dev.weir.cli.terminal.NodeAdmin;
import dev.weir.cli.terminal.Output;
import dev.weir.cli.terminal.Terminal;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// `weir log`: the last requests of a node, and what is to be done with its access log.
@Command(
    name = "log",
    description = "The last requests of a node, as its access log has them; it keeps 4096.")
public final class LogCommand implements Callable<Integer> {
  private static final Duration PAUSE = Duration.ofMillis(500);

  @Mixin private final Terminal terminal = new Terminal();
  @Mixin private final NodeAdmin node = new NodeAdmin();

  @Option(
      names = {"-f", "--follow"},
      description = "Go on with what comes, until it is stopped.")
  private boolean follow;

  @Option(
      names = {"-n", "--last"},
      paramLabel = "N",
      description = "So many of the last ones, up to 1000; 20 if not said.")
  private int last = 20;

  @Option(
      names = {"-q", "--query"},
      paramLabel = "EXPRESSION",
      description =
          "Only these, such as \"status >= 500 and router == 192.0.2.1\". Fields: status bytes"
              + " ms client router method host path source cache user; == != < <= > >= ~; and or"
              + " not ( ).")
  private String query = "";

  @Mixin private final Output output = new Output();

  @Override
  public Integer call() throws InterruptedException {
    if (last < 0 || last > 1000) {
      throw terminal.misused("-n is 0 to 1000");
    }
    AdminClient client = node.client();
    var next = new Position("last=" + last);
    int code = ask(client, next);
    while (follow && code == ExitCode.OK) {
      if (!next.more) {
        Thread.sleep(PAUSE);
      }
      code = ask(client, next);
    }
    return code;
  }

  /// Where to ask on, and whether there is more already.
  private static final class Position {
    private String from;
    private boolean more;

    Position(String from) {
      this.from = from;
    }
  }

  private int ask(AdminClient client, Position at) {
    String path = "/v1/log?" + at.from + "&json=" + (output.format() == Format.JSON);
    String asked = query.isEmpty() ? "" : "&q=" + URLEncoder.encode(query, StandardCharsets.UTF_8);
    return switch (client.get(List.of(path + asked))) {
      case Reply.Page(_, String page) -> show(JsonMapper.builder().build().readTree(page), at);
      case Reply.Refused(AdminAddress from, int status, String body) ->
          terminal.complain(
              status == 400 ? ExitCode.USAGE : ExitCode.FAILURE,
              status == 400 ? wrong(body) : from + " answered " + status + ". " + why(status));
      case Reply.Unreachable nobody -> terminal.unreachable("node", nobody);
    };
  }

  private int show(JsonNode page, Position at) {
    long missed = page.path("missed").asLong();
    if (missed > 0) {
      terminal.complain(ExitCode.OK, missed + " requests went by unseen.");
    }
    page.path("lines").forEach(line -> terminal.out().println(line.asString()));
    terminal.out().flush();
    at.from = "since=" + page.path("next").asLong();
    at.more = page.path("lines").size() >= 1000;
    return ExitCode.OK;
  }

  private String wrong(String body) {
    JsonNode page = JsonMapper.builder().build().readTree(body);
    int place = page.path("place").asInt();
    return "The query is none, at character "
        + place
        + ": "
        + page.path("error").asString()
        + "\n  "
        + query
        + "\n  "
        + " ".repeat(Math.clamp(place - 1L, 0, query.length()))
        + "^";
  }

  @Command(
      description =
          "Go on in a new file: after the old one was renamed, as by logrotate's postrotate.")
  int reopen(@Mixin NodeAdmin node) {
    return switch (node.client().post("/v1/log/reopen")) {
      case Reply.Page _ -> ExitCode.OK;
      case Reply.Refused(AdminAddress from, int status, _) ->
          terminal.complain(ExitCode.FAILURE, from + " answered " + status + ". " + why(status));
      case Reply.Unreachable nobody -> terminal.unreachable("node", nobody);
    };
  }

  private static String why(int status) {
    return switch (status) {
      case 403 -> "It does so for its own host only: run this there.";
      case 409 -> "It writes no access log: log.access.path is not configured.";
      case 500 -> "It cannot make the new file, and goes on in the old one; its log says why.";
      default -> "Is it a Weir node?";
    };
  }
}
