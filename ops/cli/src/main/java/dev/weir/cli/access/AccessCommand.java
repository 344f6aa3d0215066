package dev.weir.cli.access;

import dev.weir.cli.show.AdminAddress;
import dev.weir.cli.show.AdminClient.Reply;
import dev.weir.cli.show.proxy.AccessText;
import dev.weir.cli.terminal.ExitCode;
import dev.weir.cli.terminal.NodeAdmin;
import dev.weir.cli.terminal.Terminal;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `weir access explain`: asks a running node whether a client may have something, and which rule
/// says so.
@Command(name = "access", description = "Who may what at a running node: see also show access.")
public final class AccessCommand implements Runnable {
  @Mixin private final Terminal terminal = new Terminal();

  @Override
  public void run() {
    throw terminal.misused("access what? explain CLIENT METHOD URL");
  }

  @Command(description = "Whether a client may have something, and the rule that says so.")
  int explain(
      @Mixin NodeAdmin node,
      @Parameters(paramLabel = "CLIENT", description = "The client's IPv4 address.") String client,
      @Parameters(paramLabel = "METHOD", description = "Such as GET.") String method,
      @Parameters(paramLabel = "URL", description = "http://HOST/PATH.") String url,
      @Option(
              names = "--with",
              paramLabel = "NAME=VALUE",
              description =
                  "What else is known: way (intercept, forward, reverse), port of the listener,"
                      + " user, address of the host, type of the response; as often as needed.")
          @Nullable List<String> with,
      @Option(names = "--json", description = "Print the answer as the node gave it.")
          boolean json) {
    return switch (node.client().get(List.of(path(client, method, url, with)))) {
      case Reply.Page(AdminAddress _, String body) when json -> terminal.print(body);
      case Reply.Page(AdminAddress from, String body) -> {
        Optional<String> text = AccessText.verdict(body);
        yield text.isPresent()
            ? terminal.print(text.get())
            : terminal.complain(
                ExitCode.FAILURE, from + " gave something else. Is it a Weir node?");
      }
      case Reply.Refused(AdminAddress from, int status, _) ->
          terminal.complain(
              ExitCode.FAILURE,
              from
                  + " answered "
                  + status
                  + ". A client is an IPv4 address, a URL http://HOST/PATH.");
      case Reply.Unreachable nobody -> terminal.unreachable("node", nobody);
    };
  }

  private String path(String client, String method, String url, @Nullable List<String> with) {
    var path = new StringBuilder("/v1/access/explain?client=" + encoded(client));
    path.append("&method=").append(encoded(method)).append("&url=").append(encoded(url));
    for (String pair : with == null ? List.<String>of() : with) {
      int equals = pair.indexOf('=');
      if (equals < 1) {
        throw terminal.misused("--with NAME=VALUE, such as --with user=ann");
      }
      path.append('&').append(encoded(pair.substring(0, equals)));
      path.append('=').append(encoded(pair.substring(equals + 1)));
    }
    return path.toString();
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
