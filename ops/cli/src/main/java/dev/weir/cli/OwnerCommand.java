package dev.weir.cli;

import dev.weir.cli.show.AdminAddress;
import dev.weir.cli.show.AdminClient.Reply;
import dev.weir.cli.show.OwnerText;
import dev.weir.cli.terminal.ExitCode;
import dev.weir.cli.terminal.NodeAdmin;
import dev.weir.cli.terminal.Terminal;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `weir owner`: asks a running node where a URL lives, and why.
@Command(name = "owner", description = "Where a URL lives, and why; without one, by what.")
final class OwnerCommand implements Callable<Integer> {
  @Mixin private final Terminal terminal = new Terminal();
  @Mixin private final NodeAdmin node = new NodeAdmin();

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "URL",
      description = "As a client asks for it: http://HOST/PATH.")
  private @Nullable String url;

  @Override
  public Integer call() {
    return switch (node.client().get(List.of(path()))) {
      case Reply.Page(AdminAddress from, String body) -> {
        Optional<String> text = OwnerText.of(body);
        if (text.isEmpty()) {
          yield terminal.complain(
              ExitCode.FAILURE, from + " gave something else. Is it a Weir node?");
        }
        yield terminal.print(text.get());
      }
      case Reply.Refused(AdminAddress from, int status, _) ->
          terminal.complain(
              ExitCode.FAILURE,
              from
                  + " answered "
                  + status
                  + (status == 400 ? ". A URL is http://HOST/PATH." : ". Is it a Weir node?"));
      case Reply.Unreachable nobody -> terminal.unreachable("node", nobody);
    };
  }

  private String path() {
    return "/v1/ownership"
        + (url == null ? "" : "?url=" + URLEncoder.encode(url, StandardCharsets.UTF_8));
  }
}
