package dev.weir.cli;

import dev.weir.cli.show.AdminAddress;
import dev.weir.cli.show.AdminClient;
import dev.weir.cli.show.AdminClient.Reply;
import dev.weir.cli.show.OwnerText;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `weir owner`: asks a running node where a URL lives, and why.
@Command(name = "owner", description = "Where a URL lives, and why; without one, by what.")
final class OwnerCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "URL",
      description = "As a client asks for it: http://HOST/PATH.")
  private @Nullable String url;

  @Option(
      names = "--admin",
      paramLabel = "HOST:PORT",
      description = "The node's admin port; without it 127.0.0.1:8088.")
  private @Nullable String admin;

  @Override
  public Integer call() {
    return switch (AdminClient.ofNode(admin, spec().commandLine()).get(List.of(path()))) {
      case Reply.Page(AdminAddress from, String body) -> {
        Optional<String> text = OwnerText.of(body);
        if (text.isEmpty()) {
          yield complain(ExitCode.FAILURE, from + " gave something else. Is it a Weir node?");
        }
        spec().commandLine().getOut().print(text.get());
        spec().commandLine().getOut().flush();
        yield ExitCode.OK;
      }
      case Reply.Refused(AdminAddress from, int status, _) ->
          complain(
              ExitCode.FAILURE,
              from
                  + " answered "
                  + status
                  + (status == 400 ? ". A URL is http://HOST/PATH." : ". Is it a Weir node?"));
      case Reply.Unreachable(List<AdminAddress> tried, String why) ->
          complain(ExitCode.UNREACHABLE, "no node answers at " + tried.getFirst() + ": " + why);
    };
  }

  private String path() {
    return "/v1/ownership"
        + (url == null ? "" : "?url=" + URLEncoder.encode(url, StandardCharsets.UTF_8));
  }

  private int complain(int code, String sentence) {
    spec().commandLine().getErr().println("weir: " + sentence);
    return code;
  }

  private CommandSpec spec() {
    return Objects.requireNonNull(spec, "picocli sets it");
  }
}
