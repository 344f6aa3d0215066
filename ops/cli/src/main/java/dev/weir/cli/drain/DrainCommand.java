package dev.weir.cli.drain;

import dev.weir.cli.show.AdminClient;
import dev.weir.cli.show.AdminClient.Reply;
import dev.weir.cli.terminal.ExitCode;
import dev.weir.cli.terminal.NodeAdmin;
import dev.weir.cli.terminal.Terminal;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `weir drain`: has a running node hand over everything it has, and waits until it has done so.
@Command(
    name = "drain",
    description =
        "Give a node's buckets to the others, wait for its connections to end, and leave the"
            + " routers. It goes on running, and can be stopped without harm.")
public final class DrainCommand implements Callable<Integer> {
  private static final String PATH = "/v1/drain";
  private static final Duration BETWEEN = Duration.ofSeconds(1);
  private static final Duration MOST = Duration.ofMinutes(12);

  @Mixin private final Terminal terminal = new Terminal();
  @Mixin private final NodeAdmin admin = new NodeAdmin();

  @Option(names = "--cancel", description = "Let the node be given buckets again.")
  private boolean cancel;

  @Option(names = "--no-wait", description = "Return at once.")
  private boolean noWait;

  @Override
  public Integer call() throws InterruptedException {
    AdminClient node = admin.client();
    Reply reply = cancel ? node.delete(PATH) : node.post(PATH);
    if (cancel || noWait) {
      return told(reply);
    }
    long until = System.nanoTime() + MOST.toNanos();
    int code = told(reply);
    while (code == ExitCode.OK && !done(reply) && System.nanoTime() < until) {
      Thread.sleep(BETWEEN);
      reply = node.get(List.of(PATH));
      code = told(reply);
    }
    return code == ExitCode.OK && !done(reply)
        ? terminal.complain(ExitCode.FAILURE, "it takes too long; 'weir drain' again waits on")
        : code;
  }

  private static boolean done(Reply reply) {
    return reply instanceof Reply.Page page && DrainText.done(page.json());
  }

  private int told(Reply reply) {
    return switch (reply) {
      case Reply.Page page -> terminal.print(DrainText.of(page.json()));
      case Reply.Refused refused ->
          terminal.complain(
              ExitCode.FAILURE,
              refused.from()
                  + " answered "
                  + refused.status()
                  + ". "
                  + (refused.status() == 403
                      ? "It is drained from its own host only: run this there."
                      : "Is it a Weir node?"));
      case Reply.Unreachable nobody -> terminal.unreachable("node", nobody);
    };
  }
}
