package dev.weir.cli.log;

import dev.weir.cli.show.AdminAddress;
import dev.weir.cli.show.AdminClient.Reply;
import dev.weir.cli.terminal.ExitCode;
import dev.weir.cli.terminal.NodeAdmin;
import dev.weir.cli.terminal.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `weir log`: what is to be done with a node's access log.
@Command(name = "log", description = "The access log of a node.")
public final class LogCommand implements Runnable {
  @Mixin private final Terminal terminal = new Terminal();

  @Override
  public void run() {
    throw terminal.misused("do what with it? reopen");
  }

  @Command(
      description =
          "Go on in a new file: after the old one was renamed, as by logrotate's postrotate.")
  int reopen(@Mixin NodeAdmin node) {
    return switch (node.client().post("/v1/log/reopen")) {
      case Reply.Page _ -> ExitCode.OK;
      case Reply.Refused(AdminAddress from, int status, _) ->
          terminal.complain(ExitCode.FAILURE, from + " answered " + status + ". " + why(status));
      case Reply.Unreachable nobody -> terminal.unreachable("node", nobody);
    };
  }

  private static String why(int status) {
    return switch (status) {
      case 403 -> "It does so for its own host only: run this there.";
      case 409 -> "It writes no access log: log.access.path is not configured.";
      case 500 -> "It cannot make the new file, and goes on in the old one; its log says why.";
      default -> "Is it a Weir node?";
    };
  }
}
