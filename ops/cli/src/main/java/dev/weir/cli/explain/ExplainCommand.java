package dev.weir.cli.explain;

import dev.weir.cli.show.ExplainText;
import dev.weir.cli.terminal.Asking;
import dev.weir.cli.terminal.Terminal;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `weir explain`: asks a running node what a request would get, and why.
@Command(
    name = "explain",
    description = "What a request would get from a node now, and why. It asks no origin.")
public final class ExplainCommand implements Callable<Integer> {
  @Mixin private final Terminal terminal = new Terminal();
  @Mixin private final Asking asking = new Asking();

  @Parameters(paramLabel = "URL", description = "As a client asks for it: http://HOST/PATH.")
  private String url = "";

  @Option(
      names = {"-H", "--header"},
      paramLabel = "LINE",
      description = "A field of the request, such as 'Accept-Encoding: gzip'; as often as needed.")
  private @Nullable List<String> headers;

  @Option(
      names = "--client",
      paramLabel = "ADDRESS",
      description = "The client's IPv4 address, where rules are about clients.")
  private String client = "";

  @Override
  public Integer call() {
    return asking.show(
        terminal,
        List.of(path()),
        "A URL is http://HOST/PATH, a header NAME: VALUE, a client an IPv4 address; only a node that"
            + " stores something can tell.",
        ExplainText::of);
  }

  private String path() {
    return "/v1/explain?url="
        + encoded(url)
        + (headers == null ? "" : "&header=" + encoded(String.join("\n", headers)))
        + (client.isEmpty() ? "" : "&client=" + encoded(client));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
