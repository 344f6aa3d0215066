package dev.weir.cli;

import dev.weir.cli.show.OwnerText;
import dev.weir.cli.terminal.Asking;
import dev.weir.cli.terminal.Terminal;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `weir owner`: asks a running node where a URL lives, and why.
@Command(name = "owner", description = "Where a URL lives, and why; without one, by what.")
final class OwnerCommand implements Callable<Integer> {
  @Mixin private final Terminal terminal = new Terminal();
  @Mixin private final Asking asking = new Asking();

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "URL",
      description = "As a client asks for it: http://HOST/PATH.")
  private @Nullable String url;

  @Override
  public Integer call() {
    String whoHasIt = url == null ? "Is it a Weir node?" : "A URL is http://HOST/PATH.";
    return asking.show(terminal, List.of(path()), whoHasIt, OwnerText::of);
  }

  private String path() {
    return "/v1/ownership"
        + (url == null ? "" : "?url=" + URLEncoder.encode(url, StandardCharsets.UTF_8));
  }
}
