package dev.weir.node.host;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/// Runs host commands one after the other and stops at the first that fails.
///
/// Blocks its caller; meant for start and stop.
public final class HostCommands {
  /// Each removal that is repeated ends after so many times at the latest.
  private static final int REPEATS_MAX = 64;

  private static final int SECONDS_MAX = 10;
  private static final int SAID_CHARS_MAX = 400;

  private final List<String> prefix;

  /// Commands on this host. A prefix runs them elsewhere: `ip netns exec NAME`.
  public HostCommands(String... prefix) {
    this.prefix = List.of(prefix);
  }

  /// Runs all of them in order, or fails with the first that fails.
  public void run(List<HostCommand> commands) throws HostRulesFailed {
    for (HostCommand command : commands) {
      run(command);
    }
  }

  /// Runs all of them even if some fail, then fails with the first failure: so that a removal goes
  /// as far as it can.
  public void runAll(List<HostCommand> commands) throws HostRulesFailed {
    HostRulesFailed first = null;
    for (HostCommand command : commands) {
      try {
        run(command);
      } catch (HostRulesFailed e) {
        first = first == null ? e : first;
      }
    }
    if (first != null) {
      throw first;
    }
  }

  /// What a command says; nothing when the thing it is about is not there.
  public String read(HostCommand command) throws HostRulesFailed {
    Outcome outcome = once(command);
    if (outcome.status == 0) {
      return outcome.said;
    }
    if (isAbsent(command, outcome)) {
      return "";
    }
    throw failed(command, outcome);
  }

  private void run(HostCommand command) throws HostRulesFailed {
    for (int i = 0; i < (command.repeated() ? REPEATS_MAX : 1); i++) {
      Outcome outcome = once(command);
      if (outcome.status != 0) {
        if (isAbsent(command, outcome)) {
          return;
        }
        throw failed(command, outcome);
      }
    }
  }

  private static boolean isAbsent(HostCommand command, Outcome outcome) {
    return !command.absent().isEmpty() && outcome.said.contains(command.absent());
  }

  private static HostRulesFailed failed(HostCommand command, Outcome outcome) {
    String line =
        outcome.said.strip().lines().map(String::strip).collect(Collectors.joining(" / "));
    String said = line.substring(0, Math.min(SAID_CHARS_MAX, line.length()));
    return new HostRulesFailed(command, said, remedy(said));
  }

  private record Outcome(int status, String said) {}

  private Outcome once(HostCommand command) throws HostRulesFailed {
    var words = new ArrayList<>(prefix);
    words.addAll(command.words());
    var builder = new ProcessBuilder(words).redirectErrorStream(true);
    builder.environment().put("LC_ALL", "C"); // what a program says is compared
    Process process;
    try {
      process = builder.start();
    } catch (IOException e) {
      throw new HostRulesFailed(command, "not found", missing(command.words().getFirst()));
    }
    try {
      return outcome(process, command);
    } catch (IOException e) {
      throw new HostRulesFailed(command, e.toString(), "run it by hand to see more");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new HostRulesFailed(command, "interrupted", "start again");
    } finally {
      process.destroyForcibly();
    }
  }

  private static Outcome outcome(Process process, HostCommand command)
      throws IOException, InterruptedException {
    var said = CompletableFuture.supplyAsync(() -> read(process));
    try (var in = process.getOutputStream()) {
      in.write(command.input().getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      // The program ended without reading all of it: its status and words say why.
    }
    if (!process.waitFor(SECONDS_MAX, TimeUnit.SECONDS)) {
      return new Outcome(-1, "no end within " + SECONDS_MAX + " s");
    }
    return new Outcome(process.exitValue(), said.join());
  }

  private static String read(Process process) {
    try (var out = process.getInputStream()) {
      return new String(out.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String remedy(String said) {
    if (said.contains("not permitted") || said.contains("Permission denied")) {
      return "it needs root (CAP_NET_ADMIN)";
    }
    if (said.contains("Cannot find device") || said.contains("cannot stat /proc/sys/net")) {
      return "the device must be there first: a TUN is while a node runs, `ip -brief link` lists others";
    }
    if (said.contains("TUNSETIFF") && said.contains("busy")) {
      return "a node is running here and has set what it needs: stop it first";
    }
    if (said.contains("Unknown device type")) {
      return "this kernel has no GRE devices (ip_gre): write gre.receive: pcap, ring or raw";
    }
    return "run it by hand to see more; weir's own rules can be removed and set anew";
  }

  private static String missing(String program) {
    String debian =
        switch (program) {
          case "nft" -> "nftables";
          case "ip" -> "iproute2";
          case "sysctl" -> "procps";
          default -> program;
        };
    return "install it: apt-get install " + debian;
  }
}
