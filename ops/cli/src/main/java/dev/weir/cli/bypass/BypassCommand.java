package dev.weir.cli.bypass;

import dev.weir.cli.ExitCode;
import dev.weir.cli.show.AdminAddress;
import dev.weir.cli.show.AdminClient;
import dev.weir.cli.show.AdminClient.Reply;
import dev.weir.cli.show.BypassText;
import dev.weir.cli.show.Page;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `weir bypass`: has a running node give connections back to the router.
@Command(name = "bypass", description = "Spare clients or sites at run time, for a while.")
public final class BypassCommand implements Runnable {
  private static final String WHAT =
      "A prefix, an address, a host name, ADDRESS:PORT or CLIENT@ADDRESS:PORT; then from (clients)"
          + " or to (origins, which holds without it).";
  private static final String WORDS = WHAT + " Then: for 30s, 10m, 1h or 2d; because TEXT.";
  private static final String ADMIN = "The node's admin port; without it 127.0.0.1:8088.";
  private static final String PATH = "/v1/bypass";

  @Spec private @Nullable CommandSpec spec;

  @Override
  public void run() {
    throw misused("bypass what? add, remove or list");
  }

  @Command(description = "Give back the connections from a client or to a site.")
  int add(
      @Parameters(arity = "1..*", paramLabel = "WORD", description = WORDS) List<String> words,
      @Option(names = "--admin", paramLabel = "HOST:PORT", description = ADMIN)
          @Nullable String admin) {
    String query = parsed(words).query();
    return done(client(admin).post(PATH + query), "added");
  }

  @Command(description = "No longer give them back.")
  int remove(
      @Parameters(arity = "1..2", paramLabel = "WORD", description = WHAT) List<String> words,
      @Option(names = "--admin", paramLabel = "HOST:PORT", description = ADMIN)
          @Nullable String admin) {
    String query = parsed(words).query();
    return done(client(admin).delete(PATH + query), "removed");
  }

  @Command(description = "The rules in force.")
  int list(
      @Option(
              names = "--redirect-list",
              description = "As lines of a Cisco access-list, for a router to spare them itself.")
          boolean redirectList,
      @Option(names = "--admin", paramLabel = "HOST:PORT", description = ADMIN)
          @Nullable String admin) {
    return switch (client(admin).get(List.of(PATH))) {
      case Reply.Page(AdminAddress from, String body) -> {
        Optional<String> text =
            redirectList ? BypassText.redirectList(body) : Page.BYPASS.text(body);
        if (text.isEmpty()) {
          yield complain(ExitCode.FAILURE, from + " gave something else. Is it a Weir node?");
        }
        spec().commandLine().getOut().print(text.get());
        spec().commandLine().getOut().flush();
        yield ExitCode.OK;
      }
      case Reply.Refused refused -> refused(refused);
      case Reply.Unreachable unreachable -> unreachable(unreachable);
    };
  }

  private int done(Reply reply, String what) {
    return switch (reply) {
      case Reply.Page _ -> {
        spec().commandLine().getOut().println(what);
        spec().commandLine().getOut().flush();
        yield ExitCode.OK;
      }
      case Reply.Refused refused -> refused(refused);
      case Reply.Unreachable unreachable -> unreachable(unreachable);
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
    return complain(
        ExitCode.FAILURE, refused.from() + " answered " + refused.status() + ". " + why);
  }

  private int unreachable(Reply.Unreachable nobody) {
    return complain(
        ExitCode.UNREACHABLE,
        "no node answers at " + nobody.tried().getFirst() + ": " + nobody.why());
  }

  private BypassWords parsed(List<String> words) {
    try {
      return BypassWords.parse(words);
    } catch (IllegalArgumentException e) {
      throw misused(String.valueOf(e.getMessage()));
    }
  }

  private AdminClient client(@Nullable String admin) {
    try {
      return new AdminClient(
          List.of(admin == null ? AdminAddress.LOCAL_NODE : AdminAddress.parse(admin)));
    } catch (IllegalArgumentException e) {
      throw misused("--admin: " + e.getMessage());
    }
  }

  private int complain(int code, String sentence) {
    spec().commandLine().getErr().println("weir: " + sentence);
    return code;
  }

  private ParameterException misused(String sentence) {
    return new ParameterException(spec().commandLine(), sentence);
  }

  private CommandSpec spec() {
    return Objects.requireNonNull(spec, "picocli sets it");
  }
}
