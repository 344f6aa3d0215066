package dev.weir.cli.access;

import dev.weir.cli.show.proxy.AccessText;
import dev.weir.cli.terminal.Asking;
import dev.weir.cli.terminal.Terminal;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
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
    throw terminal.subcommandMissing();
  }

  @Command(description = "Whether a client may have something, and the rule that says so.")
  int explain(
      @Mixin Asking asking,
      @Parameters(paramLabel = "CLIENT", description = "The client's IPv4 address.") String client,
      @Parameters(paramLabel = "METHOD", description = "Such as GET.") String method,
      @Parameters(paramLabel = "URL", description = "http://HOST/PATH.") String url,
      @Option(
              names = "--with",
              paramLabel = "NAME=VALUE",
              description =
                  "What else is known: way (intercept, forward, reverse), port of the listener,"
                      + " user, address of the host, type of the response; as often as needed.")
          @Nullable List<String> with) {
    return asking.show(
        terminal,
        List.of(path(client, method, url, with)),
        "A client is an IPv4 address, a URL http://HOST/PATH; only a node has rules.",
        AccessText::verdict);
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
