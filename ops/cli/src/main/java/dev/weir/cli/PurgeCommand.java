package dev.weir.cli;

import dev.weir.cli.show.AdminAddress;
import dev.weir.cli.show.AdminClient.Reply;
import dev.weir.cli.show.Page;
import dev.weir.cli.terminal.ExitCode;
import dev.weir.cli.terminal.NodeAdmin;
import dev.weir.cli.terminal.Output;
import dev.weir.cli.terminal.Terminal;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `weir purge`: has every node of a cluster forget something.
@Command(name = "purge", description = "Have every node of the cluster forget something.")
final class PurgeCommand implements Callable<Integer> {

  /// What to forget, one of these.
  static final class What {
    @Parameters(
        paramLabel = "URL",
        description = "One URL, such as http://www.example.com/logo.png.")
    private @Nullable String url;

    @Option(names = "--host", paramLabel = "HOST", description = "All of a host.")
    private @Nullable String host;

    @Option(names = "--prefix", paramLabel = "URL", description = "All URLs that begin like this.")
    private @Nullable String prefix;

    @Option(
        names = "--key",
        paramLabel = "KEY",
        description = "All with this key in Surrogate-Key or Cache-Tag.")
    private @Nullable String key;

    @Option(
        names = "--group",
        paramLabel = "URL",
        description = "All that http://HOST/ has put into a group: http://HOST/#GROUP.")
    private @Nullable String group;

    @Option(
        names = "--regex",
        paramLabel = "EXPRESSION",
        description = "All in whose URL an expression of RE2 is found, such as '\\.jpe?g$'.")
    private @Nullable String regex;

    String query() {
      var kinds = new LinkedHashMap<String, @Nullable String>();
      kinds.put("url", url);
      kinds.put("host", host);
      kinds.put("prefix", prefix);
      kinds.put("key", key);
      kinds.put("group", group);
      kinds.put("regex", regex);
      return kinds.entrySet().stream()
          .filter(kind -> kind.getValue() != null)
          .map(kind -> kind.getKey() + "=" + encoded(kind.getValue()))
          .findFirst()
          .orElseThrow();
    }

    private static String encoded(@Nullable String text) {
      return URLEncoder.encode(text == null ? "" : text, StandardCharsets.UTF_8);
    }
  }

  @ArgGroup(multiplicity = "1")
  private @Nullable What what;

  @Mixin private final Terminal terminal = new Terminal();
  @Mixin private final NodeAdmin node = new NodeAdmin();

  @Mixin private final Output output = new Output();

  @Override
  public Integer call() {
    String query = Objects.requireNonNull(what, "picocli wants one").query();
    return switch (node.client().post("/v1/purge?" + query)) {
      case Reply.Page(_, String body) -> print(body, ExitCode.OK);
      case Reply.Refused(_, int status, String body) when status == 504 -> unconfirmed(body);
      case Reply.Refused(AdminAddress from, int status, _) ->
          terminal.complain(ExitCode.FAILURE, from + " answered " + status + ". " + why(status));
      case Reply.Unreachable nobody -> terminal.unreachable("node", nobody);
    };
  }

  private int unconfirmed(String body) {
    int code = print(body, ExitCode.FAILURE);
    return terminal.complain(
        code,
        "not every node has confirmed it. Purge again, which does no harm; look at the others.");
  }

  private static String why(int status) {
    return switch (status) {
      case 400 ->
          "It takes http://HOST/PATH, a host, http://HOST/ and more as a prefix, a key without"
              + " spaces and commas, a group as http://HOST/#GROUP, or an expression of RE2.";
      case 403 -> "It takes purges from its own host only: run this there.";
      case 507 -> "It keeps too many purges already: purge by host, prefix, key or group.";
      default -> Page.PURGE.whoHasIt();
    };
  }

  private int print(String body, int code) {
    var text = output.format().of(body, Page.PURGE::text);
    if (text.isEmpty()) {
      return terminal.complain(
          ExitCode.FAILURE, "something else answered. " + Page.PURGE.whoHasIt());
    }
    terminal.print(text.get());
    return code;
  }
}
