package dev.weir.cli;

import dev.weir.cli.show.AdminAddress;
import dev.weir.cli.show.AdminClient;
import dev.weir.cli.show.AdminClient.Reply;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `weir fault`: makes a running router misbehave, to see how caches bear it.
@Command(
    name = "fault",
    description =
        "Make a router misbehave that has faults on demand: by its file, or --faults-on-demand.")
final class FaultCommand implements Callable<Integer> {
  private static final String WHAT =
      "flush, stale-receive-id, reboot; drop PERCENT or delay MILLIS of all WCCP messages; none"
          + " ends drop and delay.";

  @Spec private @Nullable CommandSpec spec;

  @Parameters(index = "0", paramLabel = "FAULT", description = WHAT)
  private @Nullable String kind;

  @Parameters(index = "1", arity = "0..1", paramLabel = "NUMBER", description = "How much.")
  private @Nullable String number;

  @Option(names = "--service", paramLabel = "S", description = "web-cache or 51..255; else all.")
  private @Nullable String service;

  @Option(
      names = "--at",
      paramLabel = "HOST:PORT",
      description = "The router's admin port; without it 127.0.0.1:8089.")
  private @Nullable String at;

  @Override
  public Integer call() {
    Reply reply = new AdminClient(List.of(address())).post("/v1/faults/" + wanted());
    return switch (reply) {
      case Reply.Page(AdminAddress _, String body) -> {
        spec().commandLine().getOut().print(body);
        spec().commandLine().getOut().flush();
        yield ExitCode.OK;
      }
      case Reply.Refused(AdminAddress from, int status, _) ->
          complain(ExitCode.FAILURE, from + " answered " + status + refusal(status));
      case Reply.Unreachable(List<AdminAddress> tried, String why) ->
          complain(ExitCode.UNREACHABLE, "no router answers at " + tried.getFirst() + ": " + why);
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
      default -> throw misused("\"" + kind + "\" is no fault; write " + WHAT);
    };
  }

  private String need(String what) {
    if (number == null || !number.matches("[0-9]{1,6}")) {
      throw misused(kind + " wants a number: " + kind + " " + what);
    }
    return number;
  }

  private AdminAddress address() {
    try {
      return at == null ? AdminAddress.LOCAL_ROUTER : AdminAddress.parse(at);
    } catch (IllegalArgumentException e) {
      throw misused("--at: " + e.getMessage());
    }
  }

  private static String refusal(int status) {
    return switch (status) {
      case 400 -> ". It has no such service, or the number is too big.";
      case 403 -> ". It was started without --faults-on-demand, and its file does not say so.";
      case 404, 405 -> ". Is it a Weir router?";
      default -> ".";
    };
  }

  private int complain(int code, String sentence) {
    spec().commandLine().getErr().println("weir: " + sentence);
    return code;
  }

  private ParameterException misused(String sentence) {
    return new ParameterException(spec().commandLine(), sentence);
  }

  private CommandSpec spec() {
    return Objects.requireNonNull(spec, "picocli sets it");
  }
}
