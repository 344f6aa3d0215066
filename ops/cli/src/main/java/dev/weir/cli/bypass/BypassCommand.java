package dev.weir.cli.bypass;

import dev.weir.cli.show.AdminAddress;
import dev.weir.cli.show.AdminClient.Reply;
import dev.weir.cli.show.BypassText;
import dev.weir.cli.show.Page;
import dev.weir.cli.terminal.ExitCode;
import dev.weir.cli.terminal.NodeAdmin;
import dev.weir.cli.terminal.Terminal;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `weir bypass`: has a running node give connections back to the router.
@Command(name = "bypass", description = "Spare clients or sites at run time, for a while.")
public final class BypassCommand implements Runnable {
  private static final String WHAT =
      "A prefix, an address, a host name, ADDRESS:PORT or CLIENT@ADDRESS:PORT; then from (clients)"
          + " or to (origins, which holds without it).";
  private static final String WORDS = WHAT + " Then: for 30s, 10m, 1h or 2d; because TEXT.";
  private static final String PATH = "/v1/bypass";

  @Mixin private final Terminal terminal = new Terminal();

  @Override
  public void run() {
    throw terminal.subcommandMissing();
  }

  @Command(description = "Give back the connections from a client or to a site.")
  int add(
      @Parameters(arity = "1..*", paramLabel = "WORD", description = WORDS) List<String> words,
      @Mixin NodeAdmin node) {
    String query = parsed(words).query();
    return done(node.client().post(PATH + query), "added");
  }

  @Command(description = "No longer give them back.")
  int remove(
      @Parameters(arity = "1..2", paramLabel = "WORD", description = WHAT) List<String> words,
      @Mixin NodeAdmin node) {
    String query = parsed(words).query();
    return done(node.client().delete(PATH + query), "removed");
  }

  @Command(description = "The rules in force.")
  int list(
      @Option(
              names = "--redirect-list",
              description = "As lines of a Cisco access-list, for a router to spare them itself.")
          boolean redirectList,
      @Mixin NodeAdmin node) {
    return switch (node.client().get(List.of(PATH))) {
      case Reply.Page(AdminAddress from, String body) -> {
        Optional<String> text =
            redirectList ? BypassText.redirectList(body) : Page.BYPASS.text(body);
        if (text.isEmpty()) {
          yield terminal.complain(
              ExitCode.FAILURE, from + " gave something else. Is it a Weir node?");
        }
        yield terminal.print(text.get());
      }
      case Reply.Refused refused -> refused(refused);
      case Reply.Unreachable nobody -> terminal.unreachable("node", nobody);
    };
  }

  private int done(Reply reply, String what) {
    return switch (reply) {
      case Reply.Page _ -> terminal.print(what);
      case Reply.Refused refused -> refused(refused);
      case Reply.Unreachable nobody -> terminal.unreachable("node", nobody);
    };
  }

  private int refused(Reply.Refused refused) {
    String why =
        switch (refused.status()) {
          case 400 ->
              "It takes ADDRESS/LENGTH without bits behind the prefix, an address, or with \"to\" a"
                  + " host name in lower case, ADDRESS:PORT or CLIENT@ADDRESS:PORT; and at most 366"
                  + " days.";
          case 403 -> "It takes rules from its own host only: run this there.";
          case 404 -> "There is no such rule, or it is no Weir node. 'weir bypass list' tells.";
          case 409 -> "The rule is written in proxy.bypass of its configuration.";
          case 507 -> "It has too many rules already: remove some.";
          default -> "Is it a Weir node?";
        };
    return terminal.complain(
        ExitCode.FAILURE, refused.from() + " answered " + refused.status() + ". " + why);
  }

  private BypassWords parsed(List<String> words) {
    try {
      return BypassWords.parse(words);
    } catch (IllegalArgumentException e) {
      throw terminal.misused(String.valueOf(e.getMessage()));
    }
  }
}
