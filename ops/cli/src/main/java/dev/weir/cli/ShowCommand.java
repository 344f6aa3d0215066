package dev.weir.cli;

import dev.weir.cli.show.AdminAddress;
import dev.weir.cli.show.AdminClient;
import dev.weir.cli.show.AdminClient.Reply;
import dev.weir.cli.show.Page;
import dev.weir.cli.terminal.ExitCode;
import dev.weir.cli.terminal.Terminal;
import dev.weir.router.show.IosStyle;
import dev.weir.router.show.ShowWccp;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `weir show`: asks a running node or router and prints what it says.
@Command(name = "show", description = "Ask a running node or router.")
final class ShowCommand implements Runnable {
  private static final String ADMIN =
      "Where the program's admin port is. Without it: a node at 127.0.0.1:8088, else a router at"
          + " 127.0.0.1:8089.";
  private static final String JSON = "Print the answer as the program gave it.";

  private static final String STYLE = "Labels of IOS 12.4 or 15: ${COMPLETION-CANDIDATES}.";
  private static final String FORMAT = "${COMPLETION-CANDIDATES}; json is the answer as it came.";

  /// How the answer is printed.
  enum Format {
    TEXT,
    JSON
  }

  @Mixin private final Terminal terminal = new Terminal();

  @Override
  public void run() {
    throw terminal.misused("show what? wccp, buckets, cluster, cache, bypass, host-check or tls");
  }

  @Command(description = "Routers, caches and counters, in the words of 'show ip wccp'.")
  int wccp(
      @Parameters(
              arity = "0..*",
              paramLabel = "WORD",
              description =
                  "Of a router: summary, interfaces, or a service and detail, view, service or"
                      + " clients; words may be shortened. None: the counters.")
          @Nullable List<String> words,
      @Option(names = "--style", paramLabel = "STYLE", description = STYLE, defaultValue = "v15")
          IosStyle style,
      @Option(names = "--admin", paramLabel = "HOST:PORT", description = ADMIN)
          @Nullable AdminAddress admin,
      @Option(names = "--json", description = JSON) boolean json,
      @Option(names = "-o", paramLabel = "FORMAT", description = FORMAT, defaultValue = "text")
          Format format) {
    ShowWccp show = parsed(words == null ? List.of() : words);
    return show(
        Page.WCCP, admin, json || format == Format.JSON, body -> Page.WCCP.text(body, show, style));
  }

  @Command(description = "The 256 buckets as a map, and who owns how many.")
  int buckets(
      @Option(names = "--admin", paramLabel = "HOST:PORT", description = ADMIN)
          @Nullable AdminAddress admin,
      @Option(names = "--json", description = JSON) boolean json) {
    return show(Page.BUCKETS, admin, json);
  }

  @Command(description = "The cluster's members beside the routers' view; differences marked.")
  int cluster(
      @Option(names = "--admin", paramLabel = "HOST:PORT", description = ADMIN)
          @Nullable AdminAddress admin,
      @Option(names = "--json", description = JSON) boolean json) {
    return show(Page.CLUSTER, admin, json);
  }

  @Command(description = "What a node keeps, in memory and on disks.")
  int cache(
      @Option(names = "--admin", paramLabel = "HOST:PORT", description = ADMIN)
          @Nullable AdminAddress admin,
      @Option(names = "--json", description = JSON) boolean json) {
    return show(Page.CACHE, admin, json);
  }

  @Command(description = "Which connections a node gives back to the router, and why.")
  int bypass(
      @Option(names = "--admin", paramLabel = "HOST:PORT", description = ADMIN)
          @Nullable AdminAddress admin,
      @Option(names = "--json", description = JSON) boolean json) {
    return show(Page.BYPASS, admin, json);
  }

  @Command(
      name = "host-check",
      description = "The hosts that are most often not where their requests' connections went.")
  int hostCheck(
      @Option(names = "--admin", paramLabel = "HOST:PORT", description = ADMIN)
          @Nullable AdminAddress admin,
      @Option(names = "--json", description = JSON) boolean json) {
    return show(Page.HOST_CHECK, admin, json);
  }

  @Command(description = "The names that diverted TLS connections gave most often.")
  int tls(
      @Option(names = "--admin", paramLabel = "HOST:PORT", description = ADMIN)
          @Nullable AdminAddress admin,
      @Option(names = "--json", description = JSON) boolean json) {
    return show(Page.TLS, admin, json);
  }

  private ShowWccp parsed(List<String> words) {
    try {
      return ShowWccp.parse(words);
    } catch (IllegalArgumentException e) {
      throw terminal.misused(String.valueOf(e.getMessage()));
    }
  }

  private int show(Page page, @Nullable AdminAddress admin, boolean json) {
    return show(page, admin, json, page::text);
  }

  private int show(
      Page page,
      @Nullable AdminAddress admin,
      boolean json,
      Function<String, Optional<String>> text) {
    Reply reply = new AdminClient(addresses(admin)).get(page.paths());
    return switch (reply) {
      case Reply.Page(AdminAddress _, String body) when json -> terminal.print(body);
      case Reply.Page(AdminAddress from, String body) ->
          text.apply(body)
              .map(terminal::print)
              .orElseGet(() ->
                  terminal.complain(
                      ExitCode.FAILURE, from + " gave something else. " + page.whoHasIt()));
      case Reply.Refused(AdminAddress from, int status, _) ->
          terminal.complain(
              ExitCode.FAILURE, from + " answered " + status + ". " + page.whoHasIt());
      case Reply.Unreachable(List<AdminAddress> tried, String why) ->
          terminal.complain(ExitCode.UNREACHABLE, unreachable(tried, why));
    };
  }

  private static List<AdminAddress> addresses(@Nullable AdminAddress admin) {
    return admin == null
        ? List.of(AdminAddress.LOCAL_NODE, AdminAddress.LOCAL_ROUTER)
        : List.of(admin);
  }

  private static String unreachable(List<AdminAddress> tried, String why) {
    String where = String.join(" nor at ", tried.stream().map(AdminAddress::toString).toList());
    return "no program answers at %s (%s). Is it running on this machine and in this network"
            .formatted(where, why)
        + " namespace? If not: --admin HOST:PORT.";
  }
}
