package dev.weir.cli.status;

import dev.weir.cli.show.AdminClient;
import dev.weir.cli.show.AdminClient.Reply;
import dev.weir.cli.show.Page;
import dev.weir.cli.terminal.Asking;
import dev.weir.cli.terminal.ExitCode;
import dev.weir.cli.terminal.Terminal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.json.JsonMapper;

/// `weir status`: whether a node or a router is well, at a glance.
@Command(
    name = "status",
    description =
        "Whether a node or a router is well, what it has, and what happened lately. Exit 0: ready,"
            + " 4: not ready, 3: nobody answers.")
public final class StatusCommand implements Callable<Integer> {
  @Mixin private final Terminal terminal = new Terminal();
  @Mixin private final Asking asking = new Asking();

  @Option(names = "--brief", description = "One line: ready, or why not.")
  private boolean brief;

  @Override
  public Integer call() {
    return asking.again(terminal, this::once);
  }

  private int once() {
    AdminClient client = asking.client();
    Reply first = client.get(List.of(AdminClient.READY));
    if (first instanceof Reply.Unreachable nobody) {
      return terminal.unreachable("program", nobody);
    }
    String wccp = body(client.get(Page.WCCP.paths()));
    String events = body(client.get(Page.EVENTS.paths()));
    String ready = body(first);
    Glance seen =
        Glance.of(from(first), ready, wccp, body(client.get(List.of(AdminClient.METRICS))), events);
    Optional<String> printed =
        brief
            ? Optional.of(StatusText.brief(seen))
            : asking
                .format()
                .of(
                    json(ready, wccp, events),
                    _ -> Optional.of(StatusText.of(seen, asking.wide())));
    terminal.print(printed.orElseThrow());
    return seen.ready().map(Glance.Ready::ready).orElse(true) ? ExitCode.OK : ExitCode.FINDINGS;
  }

  private static String json(
      @Nullable String ready, @Nullable String wccp, @Nullable String events) {
    var pages = new LinkedHashMap<String, Object>();
    put(pages, "ready", ready);
    put(pages, "wccp", wccp);
    put(pages, "events", events);
    return JsonMapper.shared().writeValueAsString(pages);
  }

  private static void put(Map<String, Object> pages, String name, @Nullable String json) {
    if (json != null) {
      pages.put(name, JsonMapper.shared().readTree(json));
    }
  }

  /// A program that is not ready says so with its reasons and status 503.
  private static @Nullable String body(Reply reply) {
    return switch (reply) {
      case Reply.Page page -> page.json();
      case Reply.Refused refused when refused.status() == 503 -> refused.body();
      case Reply.Refused _, Reply.Unreachable _ -> null;
    };
  }

  private static String from(Reply reply) {
    return switch (reply) {
      case Reply.Page page -> page.from().toString();
      case Reply.Refused refused -> refused.from().toString();
      case Reply.Unreachable nobody -> nobody.tried().getFirst().toString();
    };
  }
}
