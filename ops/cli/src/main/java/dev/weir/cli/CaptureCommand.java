package dev.weir.cli;

import dev.weir.cli.bypass.BypassWords;
import dev.weir.cli.capture.Judge;
import dev.weir.cli.capture.Order;
import dev.weir.cli.capture.PolicyReader;
import dev.weir.cli.capture.Recording;
import dev.weir.cli.show.AdminAddress;
import dev.weir.cli.show.AdminClient;
import dev.weir.cli.terminal.ExitCode;
import dev.weir.cli.terminal.Terminal;
import dev.weir.gre.Verdict;
import dev.weir.gre.device.DeviceException;
import dev.weir.gre.device.tap.PacketTap;
import dev.weir.node.config.NodeConfig;
import dev.weir.node.config.yaml.Loading;
import dev.weir.node.config.yaml.Problem;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Inet4Address;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `weir capture`: the packets of this host's node, with what it makes of each.
@Command(
    name = "capture",
    description =
        "Write WCCP and GRE of this host as pcapng; Wireshark shows beside each packet what the"
            + " node makes of it, and why. Ctrl-C ends it.")
final class CaptureCommand implements Callable<Integer> {
  private static final Path CONFIG = Path.of("/etc/weir/node.yaml");
  private static final String STANDARD_OUTPUT = "-";
  private static final long ASK_SECONDS = 2;
  private static final long LAST_WORDS_SECONDS = 5;

  @Mixin private final Terminal terminal = new Terminal();

  @Option(
      names = "-w",
      paramLabel = "FILE",
      required = true,
      description = "Where to; - is the standard output.")
  private String file = STANDARD_OUTPUT;

  @Option(
      names = "--decapsulated",
      description = "The packets inside GRE alone, as IPv4; without it whole frames, and WCCP.")
  private boolean decapsulated;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "The node's YAML file; otherwise /etc/weir/node.yaml, or what the node tells.")
  private Path config = CONFIG;

  @Option(
      names = "--admin",
      paramLabel = "HOST:PORT",
      description = "Where the node's admin port is; without it where its file says.")
  private @Nullable AdminAddress admin;

  @Option(
      names = "--host",
      paramLabel = "ADDRESS",
      description = "Only packets from or to it, outside or inside GRE. May be repeated.")
  private List<String> hosts = List.of();

  @Option(
      names = "--verdict",
      paramLabel = "FATE",
      split = ",",
      description = "Only those judged so: ${COMPLETION-CANDIDATES}. May be repeated.")
  private List<Verdict.Fate> fates = List.of();

  @Option(names = "--count", paramLabel = "N", description = "End after so many packets.")
  private long count = Long.MAX_VALUE;

  @Option(names = "--for", paramLabel = "TIME", description = "End after a time, such as 30s.")
  private @Nullable String time;

  @Option(
      names = "--size",
      paramLabel = "MIB",
      defaultValue = "100",
      description = "End before the file becomes longer; otherwise ${DEFAULT-VALUE} MiB.")
  private int mebibytes = 100;

  /// Where packets come in, and for whom.
  private record Place(String device, Inet4Address own) {}

  @Override
  public Integer call() {
    var order = new Order(decapsulated, addresses(), fateSet(), count);
    long seconds = seconds();
    var loading = NodeConfig.load(config, System.getenv());
    var read = read(loading);
    var address = adminAddress(read);
    var node = new AdminClient(List.of(address));
    var told = ask(node);
    var place =
        told.map(it -> new Place(it.device(), it.own()))
            .or(() -> read.filter(NodeConfig::diverts).map(this::place));
    if (place.isEmpty()) {
      say("no node answers at " + address + ", and " + config + " does not help:");
      problems(loading).forEach(problem -> say(problem.toString()));
      return ExitCode.UNREACHABLE;
    }
    var judge = new Judge(place.get().own());
    told.ifPresentOrElse(
        it -> judge.follow(it.policy()),
        () -> say("no node answers at " + address + ": nothing is judged"));
    String device = place.get().device();
    try (var tap = PacketTap.open(device, order.filter());
        OutputStream out = open()) {
      var recording = new Recording(judge, order, out, device, (long) mebibytes << 20);
      say("on " + device + "; Ctrl-C ends it");
      record(tap, recording, () -> ask(node).ifPresent(it -> judge.follow(it.policy())), seconds);
      return ExitCode.OK;
    } catch (DeviceException | IOException e) {
      say(String.valueOf(e.getMessage()));
      return ExitCode.FAILURE;
    }
  }

  /// Until nothing more is wanted, the time is over, or the program is told to end, which waits for
  /// the last packet. Meanwhile the node is asked again and again.
  private void record(PacketTap tap, Recording recording, Runnable askAgain, long seconds)
      throws DeviceException {
    var told = new CountDownLatch(1);
    var clock =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("capture-clock").daemon(true).factory());
    var end =
        new Thread(() -> {
          tap.stop();
          await(told);
        });
    Runtime.getRuntime().addShutdownHook(end);
    clock.scheduleWithFixedDelay(askAgain, ASK_SECONDS, ASK_SECONDS, TimeUnit.SECONDS);
    if (seconds > 0) {
      var _ = clock.schedule(tap::stop, seconds, TimeUnit.SECONDS);
    }
    try {
      tap.run(recording::take);
    } catch (IOException e) {
      say("cannot write " + file + ": " + e.getMessage());
    } finally {
      say(recording.summary() + ", " + tap.lost() + " lost by the kernel");
      clock.shutdownNow();
      told.countDown();
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      boolean _ = latch.await(LAST_WORDS_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private OutputStream open() throws IOException {
    return file.equals(STANDARD_OUTPUT)
        ? new FileOutputStream(FileDescriptor.out)
        : Files.newOutputStream(Path.of(file));
  }

  private static Optional<NodeConfig> read(Loading<NodeConfig> loading) {
    return loading instanceof Loading.Loaded<NodeConfig>(NodeConfig config, var _)
        ? Optional.of(config)
        : Optional.empty();
  }

  private static List<Problem> problems(Loading<NodeConfig> loading) {
    return loading instanceof Loading.Refused<NodeConfig>(List<Problem> problems)
        ? problems
        : List.of();
  }

  private Place place(NodeConfig read) {
    return new Place(read.gre().device(), read.node().address());
  }

  private static Optional<PolicyReader.Told> ask(AdminClient node) {
    return node.get(List.of("/v1/policy")) instanceof AdminClient.Reply.Page(var _, var policy)
            && node.get(List.of("/v1/bypass")) instanceof AdminClient.Reply.Page(var _, var rules)
        ? PolicyReader.read(policy, rules)
        : Optional.empty();
  }

  private AdminAddress adminAddress(Optional<NodeConfig> read) {
    return admin != null
        ? admin
        : read.map(it -> AdminAddress.parse(it.admin().listen().toString()))
            .orElse(AdminAddress.LOCAL_NODE);
  }

  private Set<Inet4Address> addresses() {
    var addresses = new HashSet<Inet4Address>();
    for (String host : hosts) {
      try {
        addresses.add(Inet4Address.ofLiteral(host));
      } catch (IllegalArgumentException e) {
        throw terminal.misused("--host: not an IPv4 address: " + host);
      }
    }
    return addresses;
  }

  private Set<Verdict.Fate> fateSet() {
    if (count < 1 || mebibytes < 1) {
      throw terminal.misused("--count and --size: at least 1");
    }
    return fates.isEmpty() ? Set.of() : EnumSet.copyOf(fates);
  }

  private long seconds() {
    try {
      return time == null ? 0 : BypassWords.time(time).toSeconds();
    } catch (IllegalArgumentException e) {
      throw terminal.misused("--for: " + e.getMessage());
    }
  }

  private void say(String line) {
    terminal.say("weir capture: " + line);
  }
}
