package dev.weir.cli.names;

import dev.weir.cli.show.AdminAddress;
import dev.weir.cli.show.AdminClient.Reply;
import dev.weir.cli.terminal.ExitCode;
import dev.weir.cli.terminal.NodeAdmin;
import dev.weir.cli.terminal.Terminal;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `weir dns`: what is to be done with what a node knows of names.
@Command(name = "dns", description = "What a node knows of names; weir show dns NAME shows it.")
public final class DnsCommand implements Runnable {
  @Mixin private final Terminal terminal = new Terminal();

  @Override
  public void run() {
    throw terminal.subcommandMissing();
  }

  @Command(description = "Forget what a name means, or without one what all names mean.")
  int flush(
      @Mixin NodeAdmin node,
      @Parameters(arity = "0..1", paramLabel = "NAME", description = "Such as www.example.com.")
          @Nullable String name) {
    String query = name == null ? "" : "?name=" + URLEncoder.encode(name, StandardCharsets.UTF_8);
    return switch (node.client().post("/v1/dns/flush" + query)) {
      case Reply.Page _ -> ExitCode.OK;
      case Reply.Refused(AdminAddress from, int status, _) ->
          terminal.complain(ExitCode.FAILURE, from + " answered " + status + ". " + why(status));
      case Reply.Unreachable nobody -> terminal.unreachable("node", nobody);
    };
  }

  private static String why(int status) {
    return switch (status) {
      case 400 -> "A name is a host such as www.example.com.";
      case 403 -> "It does so for its own host only: run this there.";
      default -> "Is it a Weir node?";
    };
  }
}
