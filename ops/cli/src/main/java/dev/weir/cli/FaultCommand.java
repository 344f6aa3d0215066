package dev.weir.cli;

import dev.weir.cli.show.AdminAddress;
import dev.weir.cli.show.AdminClient;
import dev.weir.cli.show.AdminClient.Reply;
import dev.weir.cli.terminal.ExitCode;
import dev.weir.cli.terminal.Terminal;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `weir fault`: makes a running router misbehave, to see how caches bear it.
@Command(
    name = "fault",
    description =
        "Make a router misbehave that has faults on demand: by its file, or --faults-on-demand.")
final class FaultCommand implements Callable<Integer> {
  private static final String WHAT =
      "flush, stale-receive-id, reboot; drop PERCENT or delay MILLIS of all WCCP messages; none"
          + " ends drop and delay.";

  @Mixin private final Terminal terminal = new Terminal();

  @Parameters(index = "0", paramLabel = "FAULT", description = WHAT)
  private @Nullable String kind;

  @Parameters(index = "1", arity = "0..1", paramLabel = "NUMBER", description = "How much.")
  private @Nullable String number;

  @Option(names = "--service", paramLabel = "S", description = "web-cache or 51..255; else all.")
  private @Nullable String service;

  @Option(
      names = "--admin",
      paramLabel = "HOST:PORT",
      description = "The router's admin port; without it 127.0.0.1:8089.")
  private AdminAddress admin = AdminAddress.LOCAL_ROUTER;

  @Override
  public Integer call() {
    Reply reply = new AdminClient(List.of(admin)).post("/v1/faults/" + wanted());
    return switch (reply) {
      case Reply.Page(AdminAddress _, String body) -> terminal.print(body);
      case Reply.Refused(AdminAddress from, int status, _) ->
          terminal.complain(ExitCode.FAILURE, from + " answered " + status + refusal(status));
      case Reply.Unreachable nobody -> terminal.unreachable("router", nobody);
    };
  }

  /// The path below `/v1/faults/`, and its query.
  private String wanted() {
    String fault = String.valueOf(kind).toLowerCase(Locale.ROOT);
    return switch (fault) {
      case "drop" -> fault + "?percent=" + need("PERCENT");
      case "delay" -> fault + "?millis=" + need("MILLIS");
      case "flush", "stale-receive-id", "reboot" ->
          fault
              + (service == null
                  ? ""
                  : "?service=" + URLEncoder.encode(service, StandardCharsets.UTF_8));
      case "none" -> fault;
      default -> throw terminal.misused("\"" + kind + "\" is no fault; write " + WHAT);
    };
  }

  private String need(String what) {
    if (number == null || !number.matches("[0-9]{1,6}")) {
      throw terminal.misused(kind + " wants a number: " + kind + " " + what);
    }
    return number;
  }

  private static String refusal(int status) {
    return switch (status) {
      case 400 -> ". It has no such service, or the number is too big.";
      case 403 -> ". It was started without --faults-on-demand, and its file does not say so.";
      case 404, 405 -> ". Is it a Weir router?";
      default -> ".";
    };
  }
}
