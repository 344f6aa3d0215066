package dev.weir.lab.program;

import dev.weir.lab.LabFailure;
import dev.weir.lab.WeirCommand;
import dev.weir.lab.host.Children;
import dev.weir.lab.host.Shell;
import dev.weir.lab.net.LabHost;
import dev.weir.lab.net.OriginName;
import dev.weir.lab.net.Plan;
import dev.weir.lab.traffic.HeldConnections;
import dev.weir.lab.traffic.LoadClient;
import dev.weir.lab.traffic.LoadRun;
import dev.weir.lab.traffic.OddServer;
import dev.weir.lab.traffic.OriginServer;
import dev.weir.lab.traffic.SynFlood;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/// Starts and ends the programs of the lab, each in its namespace, with its log in the run folder.
///
/// Confined to the lab's thread.
public final class Programs {
  private final Children children;
  private final WeirCommand weir;
  private final Dialect dialect;
  private final Path run;
  private final RunFiles files;
  private final Map<LabHost, Process> running = new HashMap<>();
  private final List<String> more = new ArrayList<>();

  /// Programs of one run, which speak the same dialect.
  public Programs(Children children, WeirCommand weir, Dialect dialect, Path run) {
    this.children = children;
    this.weir = weir;
    this.dialect = dialect;
    this.run = run;
    this.files = new RunFiles(run);
  }

  /// Has what is started from now on compile itself as far as it does where an operator starts it;
  /// that takes the machine some time, and pays where processor time is measured.
  public void compileFully() {
    more.add("-XX:TieredStopAtLevel=4");
  }

  /// Starts the origins with their name server. They answer when [#awaitOrigins] returns.
  public void startOrigins() throws LabFailure, InterruptedException {
    startOrigins(OriginServer.class);
  }

  /// Starts origins that no cache can serve, without a name server, in place of the others.
  public void startOddOrigins() throws LabFailure, InterruptedException {
    startOrigins(OddServer.class);
  }

  private void startOrigins(Class<?> program) throws LabFailure, InterruptedException {
    LabHost origins = Plan.ORIGINS;
    running.put(origins, children.start(origins.namespace(), log(origins), false, own(program)));
  }

  /// Waits until the origins answer.
  public void awaitOrigins(Duration limit) throws LabFailure, InterruptedException {
    await(Plan.ORIGINS, "the origins do not answer", limit, () -> logSays("ready"));
  }

  private boolean logSays(String word) {
    try {
      return Files.readString(log(Plan.ORIGINS)).lines().anyMatch(word::equals);
    } catch (IOException _) {
      return false;
    }
  }

  /// Starts a load client, which is ready a little later.
  public LoadRun startClient(LabHost client) throws LabFailure, InterruptedException {
    return new LoadRun(client, startOwn(client, LoadClient.class));
  }

  /// Starts a program of the lab itself, to be spoken to over its standard input and output.
  public Process startOwn(LabHost host, Class<?> main) throws LabFailure, InterruptedException {
    Process process = children.start(host.namespace(), log(host), true, own(main));
    running.put(host, process);
    return process;
  }

  /// Starts clients that open connections to an origin and keep them (see [HeldConnections]).
  public Process startCrowd(LabHost client, OriginName origin, int connections)
      throws LabFailure, InterruptedException {
    return startOwn(
        client, HeldConnections.class, origin.host(), origin.address(), "" + connections);
  }

  /// Starts a client that sends SYNs under forged addresses when told to (see [SynFlood]).
  public Process startFlood(LabHost client, OriginName origin, int count)
      throws LabFailure, InterruptedException {
    return startOwn(client, SynFlood.class, origin.address(), "" + count);
  }

  private Process startOwn(LabHost host, Class<?> main, String... words)
      throws LabFailure, InterruptedException {
    var command = new ArrayList<>(own(main));
    command.addAll(List.of(words));
    return children.start(
        host.namespace(), run.resolve(main.getSimpleName() + ".log"), true, command);
  }

  /// Starts a program that takes all the processor time it gets, until it is destroyed.
  public Process startBurner(LabHost host) throws LabFailure, InterruptedException {
    var burn = List.of("sh", "-c", "while :; do :; done");
    return children.start(host.namespace(), run.resolve("burner.log"), false, burn);
  }

  /// Starts the router by its configuration.
  public void startRouter() throws LabFailure, InterruptedException {
    startRouter(UnaryOperator.identity());
  }

  /// Starts the router by its configuration, as an operator has edited it.
  public void startRouter(UnaryOperator<String> edit) throws LabFailure, InterruptedException {
    start(
        Plan.ROUTER,
        "router",
        edit.apply(Configurations.router(Plan.ROUTER, dialect, files.password())));
  }

  /// Starts the second router.
  public void startSecondRouter() throws LabFailure, InterruptedException {
    var router = Plan.SECOND_ROUTER;
    start(router, "router", Configurations.router(router, dialect, files.password()));
  }

  /// Starts a node by its configuration.
  public void startNode(LabHost cache) throws LabFailure, InterruptedException {
    startNode(cache, UnaryOperator.identity());
  }

  /// Starts a node by its configuration, as an operator has edited it.
  public void startNode(LabHost cache, UnaryOperator<String> edit)
      throws LabFailure, InterruptedException {
    start(cache, "node", edit.apply(node(cache)));
  }

  /// Writes the file of a node anew; the node has still read the old one.
  public void rewriteNode(LabHost cache, UnaryOperator<String> edit)
      throws LabFailure, InterruptedException {
    files.write(cache.name() + ".yaml", edit.apply(node(cache)));
  }

  private String node(LabHost cache) throws LabFailure, InterruptedException {
    Path state = folder(cache.name() + ".state");
    var its = new Configurations.Files(files.password(), state, identity(cache));
    return Configurations.node(cache, dialect, its);
  }

  /// What the others know a node by; made once, for all nodes, as an operator makes it.
  private Path identity(LabHost cache) throws LabFailure, InterruptedException {
    Path cluster = run.resolve("cluster");
    if (!Files.exists(cluster)) {
      String nodes = Plan.hosts().stream().map(LabHost::address).collect(Collectors.joining(","));
      String dir = cluster.toString();
      var made = weir(cache, "cluster", "init", "--dir", dir, "--name", "lab", "--node", nodes);
      if (!made.worked()) {
        throw new LabFailure("the nodes get no certificates: " + made.lastWord());
      }
    }
    return cluster.resolve(cache.address());
  }

  /// Starts a node that speaks to no router.
  public void startRoutedNode(LabHost cache) throws LabFailure, InterruptedException {
    start(cache, "node", Configurations.routed(cache, folder(cache.name() + ".state")));
  }

  /// Starts another program beside a node; it ends with the lab at the latest.
  public Process beside(LabHost cache, List<String> command)
      throws LabFailure, InterruptedException {
    return children.start(
        cache.namespace(), run.resolve(cache.name() + ".beside.log"), false, command);
  }

  /// Starts a node on the gateway, in the place of a router.
  public void startInlineNode() throws LabFailure, InterruptedException {
    start(Plan.ROUTER, "node", Configurations.inline(folder(Plan.ROUTER.name() + ".state")));
  }

  /// `weir intercept VERB` for the configuration with which a node was started.
  public Shell.Outcome intercept(LabHost cache, String verb)
      throws LabFailure, InterruptedException {
    return weir(cache, "intercept", verb, "--config", "" + run.resolve(cache.name() + ".yaml"));
  }

  /// Everything a node may set on a host of the lab: rules, routes, and two settings of a device.
  public static String traces(LabHost host, String device) throws LabFailure, InterruptedException {
    return Shell.must(
        "ip",
        "netns",
        "exec",
        host.namespace(),
        "sh",
        "-c",
        "ip rule show; ip route show table all type unicast; nft list ruleset;"
            + " sysctl net.ipv4.conf.%1$s.forwarding net.ipv4.conf.%1$s.rp_filter"
                .formatted(device));
  }

  private void start(LabHost host, String program, String configuration)
      throws LabFailure, InterruptedException {
    Path file = files.write(host.name() + ".yaml", configuration);
    running.put(
        host, children.start(host.namespace(), log(host), false, line(host, program, file)));
  }

  /// Runs a program to its end, with a configuration that is expected to be refused.
  public Shell.Outcome runOnce(LabHost host, String program, String configuration)
      throws LabFailure, InterruptedException {
    var command = new ArrayList<String>(List.of("ip", "netns", "exec", host.namespace()));
    command.addAll(
        line(host, program, files.write("once-" + host.name() + ".yaml", configuration)));
    return Shell.run(Shell.PATIENCE, command);
  }

  /// Runs `weir` to its end in a host's namespace, as its operator would.
  public Shell.Outcome weir(LabHost host, String... arguments)
      throws LabFailure, InterruptedException {
    var command = new ArrayList<String>(List.of("ip", "netns", "exec", host.namespace()));
    command.addAll(line(host, List.of(arguments)));
    return Shell.run(Shell.PATIENCE, command);
  }

  /// Starts `weir capture` on a node's host, and returns once it listens.
  ///
  /// @param file what it writes; its own words are in the run folder, under the same name and
  ///   `.log`
  public Process startCapture(LabHost cache, Path file) throws LabFailure, InterruptedException {
    String config = run.resolve(cache.name() + ".yaml").toString();
    Path words = run.resolve(file.getFileName() + ".log");
    Process process =
        children.start(
            cache.namespace(),
            words,
            false,
            line(
                cache,
                List.of("capture", "--decapsulated", "-w", file.toString(), "--config", config)));
    Condition listens = () -> Files.exists(words) && said(words).contains("Ctrl-C ends it");
    await(cache, "weir capture does not listen", Shell.PATIENCE, listens);
    return process;
  }

  /// What a program has written until now.
  public static String said(Path words) throws LabFailure {
    try {
      return Files.readString(words);
    } catch (IOException e) {
      throw new LabFailure("cannot read " + words + ": " + e.getMessage(), e);
    }
  }

  private List<String> line(LabHost host, String program, Path file) throws LabFailure {
    return line(host, List.of(program, "--config", file.toString()));
  }

  private List<String> line(LabHost host, List<String> arguments) throws LabFailure {
    Path scratch = folder(host.name() + ".tmp");
    var flags = new ArrayList<>(more);
    flags.add("-Djna.tmpdir=" + scratch);
    flags.add("-Djava.io.tmpdir=" + scratch);
    flags.add("-Dweir.fault.stuck-loop=true");
    return weir.line(flags, arguments);
  }

  private Path folder(String name) throws LabFailure {
    Path folder = run.resolve(name);
    try {
      return Files.createDirectories(folder);
    } catch (IOException e) {
      throw new LabFailure("cannot make " + folder + ": " + e.getMessage(), e);
    }
  }

  /// A program of the lab itself: the JVM and the class path this lab runs with.
  private static List<String> own(Class<?> main) {
    String java =
        ProcessHandle.current()
            .info()
            .command()
            .orElse(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    return List.of(
        java,
        "-Xmx160m",
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "-XX:-UsePerfData",
        "-Djava.net.preferIPv4Stack=true",
        "--enable-native-access=ALL-UNNAMED",
        "--sun-misc-unsafe-memory-access=allow",
        "-cp",
        System.getProperty("java.class.path"),
        main.getName());
  }

  /// The present incarnation of a program.
  ///
  /// @throws IllegalStateException when it was never started
  public Process process(LabHost host) {
    Process process = running.get(host);
    if (process == null) {
      throw new IllegalStateException(host.name() + " was not started");
    }
    return process;
  }

  /// Sends a signal to a program, such as `STOP`.
  public void signal(LabHost host, String name) throws LabFailure, InterruptedException {
    Shell.must("kill", "-" + name, Long.toString(process(host).pid()));
  }

  /// Ends a program at once (`kill -9`) and returns when it is gone.
  public void kill(LabHost host) throws InterruptedException {
    process(host).destroyForcibly().waitFor();
  }

  /// Ends all of them at once: at the end of a run nobody waits for what they would still say.
  public void killAll() {
    running.values().forEach(Process::destroyForcibly);
  }

  /// Waits until a condition holds, as long as the program runs.
  ///
  /// @throws LabFailure when the program has ended (with the last line of its log) or takes longer
  public void await(LabHost host, String complaint, Duration limit, Condition condition)
      throws LabFailure, InterruptedException {
    long until = System.nanoTime() + limit.toNanos();
    while (!condition.holds()) {
      requireAlive(host);
      if (System.nanoTime() > until) {
        throw new LabFailure(
            complaint
                + " within "
                + limit.toSeconds()
                + " s; "
                + host.name()
                + " said: "
                + lastWord(host));
      }
      Thread.sleep(20);
    }
  }

  /// Complains, with the last line of its log, when a program has ended.
  public void requireAlive(LabHost host) throws LabFailure {
    if (!process(host).isAlive()) {
      throw new LabFailure(
          host.name() + " ended with " + process(host).exitValue() + ": " + lastWord(host));
    }
  }

  /// Something that becomes true while one waits.
  @FunctionalInterface
  public interface Condition {
    /// Whether it is true now.
    boolean holds() throws LabFailure, InterruptedException;
  }

  private String lastWord(LabHost host) {
    try {
      List<String> lines =
          Files.readAllLines(log(host)).stream().filter(line -> !line.isBlank()).toList();
      return lines.isEmpty() ? "nothing" : lines.getLast();
    } catch (IOException e) {
      return "nothing that can be read (" + e.getMessage() + ")";
    }
  }

  /// What programs read.
  public RunFiles files() {
    return files;
  }

  /// The log of a program.
  public Path log(LabHost host) {
    return run.resolve(host.name() + ".log");
  }
}
