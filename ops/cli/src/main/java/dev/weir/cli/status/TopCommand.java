package dev.weir.cli.status;

import dev.weir.cli.show.AdminClient;
import dev.weir.cli.show.AdminClient.Reply;
import dev.weir.cli.show.Page;
import dev.weir.cli.show.recent.ClientsText;
import dev.weir.cli.terminal.ExitCode;
import dev.weir.cli.terminal.NodeAdmin;
import dev.weir.cli.terminal.Terminal;
import dev.weir.cli.terminal.Tty;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// `weir top`: what a node does now, for whom, and again.
@Command(
    name = "top",
    description = "What a node does each second, and for which hosts and clients, live.")
public final class TopCommand implements Callable<Integer> {
  private static final JsonMapper JSON =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  @Mixin private final Terminal terminal = new Terminal();
  @Mixin private final NodeAdmin node = new NodeAdmin();

  @Option(
      names = "--watch",
      paramLabel = "EVERY",
      defaultValue = "2s",
      description = "The time between two looks; without it ${DEFAULT-VALUE}.")
  private Duration every = Duration.ofSeconds(2);

  @Option(
      names = {"-n", "--looks"},
      paramLabel = "N",
      description =
          "So many looks, then end. Without it: until it is stopped, and one where no terminal is.")
  private int looks;

  @Override
  public Integer call() throws InterruptedException {
    int most = looks > 0 ? looks : Tty.isTerminal() ? Integer.MAX_VALUE : 1;
    AdminClient client = node.client();
    Samples before = null;
    long at = System.nanoTime();
    for (int look = 0; look <= most; look++) {
      switch (client.get(List.of(AdminClient.METRICS))) {
        case Reply.Page page -> {
          Samples now = Samples.of(page.json());
          long then = System.nanoTime();
          if (before != null) {
            terminal.freshPage();
            terminal.print(
                TopText.of(now.since(before), now, Duration.ofNanos(then - at), log(client)));
          }
          before = now;
          at = then;
        }
        case Reply.Refused refused -> {
          return terminal.complain(
              ExitCode.FAILURE,
              refused.from() + " answered " + refused.status() + ". Is it a Weir node?");
        }
        case Reply.Unreachable nobody -> {
          return terminal.unreachable("node", nobody);
        }
      }
      if (look < most) {
        Thread.sleep(every);
      }
    }
    return ExitCode.OK;
  }

  private static Optional<ClientsText.Lines> log(AdminClient client) {
    return client.get(Page.CLIENTS.paths()) instanceof Reply.Page page
        ? Optional.of(JSON.readValue(page.json(), ClientsText.Lines.class))
        : Optional.empty();
  }
}
