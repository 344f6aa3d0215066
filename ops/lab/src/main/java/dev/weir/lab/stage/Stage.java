package dev.weir.lab.stage;

import dev.weir.lab.LabFailure;
import dev.weir.lab.LabOptions;
import dev.weir.lab.capture.Capture;
import dev.weir.lab.host.Children;
import dev.weir.lab.host.StateFolder;
import dev.weir.lab.net.LabHost;
import dev.weir.lab.net.OriginName;
import dev.weir.lab.net.Plan;
import dev.weir.lab.program.Admin;
import dev.weir.lab.program.Dialect;
import dev.weir.lab.program.NodeView;
import dev.weir.lab.program.Programs;
import dev.weir.lab.program.RouterView;
import dev.weir.lab.program.RouterWatch;
import dev.weir.lab.report.Findings;
import dev.weir.lab.report.Report;
import dev.weir.lab.screen.Screen;
import dev.weir.lab.traffic.LoadRun;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;

/// What a script has at hand: the programs, their views, captures, findings and the screen.
///
/// Confined to the thread that plays the script.
public final class Stage {
  /// What a program may take until it answers, on a slow machine.
  public static final Duration START_LIMIT = Duration.ofSeconds(60);

  private final Children children;
  private final Programs programs;
  private final StateFolder state;
  private final Optional<Path> pcap;
  private final Dialect dialect;
  private final Screen screen;
  private final Findings findings = new Findings();
  private final List<LoadRun> clients = new ArrayList<>();
  private List<LabHost> caches = Plan.CACHES;

  /// A stage on a network that has been made, for programs that speak the given dialect.
  public Stage(StateFolder state, LabOptions options, Dialect dialect, Screen screen) {
    this.state = state;
    this.children = new Children(state);
    this.programs = new Programs(children, options.programs(), dialect, state.run());
    this.pcap = options.pcap();
    this.dialect = dialect;
    this.screen = screen;
  }

  /// How router and nodes speak.
  public Dialect dialect() {
    return dialect;
  }

  /// Where results go.
  public Findings findings() {
    return findings;
  }

  /// Where people look.
  public Screen screen() {
    return screen;
  }

  /// The programs.
  public Programs programs() {
    return programs;
  }

  /// The router's admin port.
  public Admin router() {
    return new Admin(Plan.ROUTER, Admin.ROUTER_PORT);
  }

  /// The second router's, where a scenario has started it.
  public Admin secondRouter() {
    return new Admin(Plan.SECOND_ROUTER, Admin.ROUTER_PORT);
  }

  /// What a node says of itself.
  public NodeView node(LabHost cache) {
    return new NodeView(new Admin(cache, Admin.NODE_PORT));
  }

  /// From now on the cluster has a fourth cache.
  public void addCache() {
    caches = Plan.hosts();
  }

  /// The caches that there are.
  public List<LabHost> caches() {
    return caches;
  }

  /// The load clients, once [#startClients] was called.
  public List<LoadRun> clients() {
    return List.copyOf(clients);
  }

  /// Starts the origins, the router and every node, all at once; nobody is waited for.
  public void startWeir() throws LabFailure, InterruptedException {
    startWeir(UnaryOperator.identity(), (cache, text) -> text);
  }

  /// The same, by configurations that an operator has edited.
  public void startWeir(UnaryOperator<String> router, BiFunction<LabHost, String, String> node)
      throws LabFailure, InterruptedException {
    programs.startRouter(router);
    for (LabHost cache : caches) {
      programs.startNode(cache, text -> node.apply(cache, text));
    }
    programs.startOrigins();
  }

  /// Starts a load client in each client's namespace.
  public void startClients() throws LabFailure, InterruptedException {
    for (LabHost client : Plan.CLIENTS) {
      clients.add(programs.startClient(client));
    }
  }

  /// Has a client open a page of a host five times a second, until the lab ends. Each time it
  /// connects anew and gives up after a second.
  public void startVisitor(OriginName origin) throws LabFailure, InterruptedException {
    LabHost client = Plan.CLIENTS.getFirst();
    children.start(
        client.namespace(),
        state.run().resolve("visitor.log"),
        false,
        List.of(
            "curl",
            "-q",
            "--silent",
            "--noproxy",
            "*",
            "--output",
            "/dev/null",
            "--header",
            "Connection: close",
            "--max-time",
            "1",
            "--rate",
            "300/m",
            "http://" + origin.host() + "/visited#[1-1000000]"));
  }

  /// Where this run keeps its configurations and logs.
  public Path run() {
    return state.run();
  }

  /// Waits until the router lists every cache as usable, all buckets are assigned, and every cache
  /// goes by that table.
  public RouterView awaitAssigned() throws LabFailure, InterruptedException {
    programs.awaitOrigins(START_LIMIT);
    RouterView assigned =
        awaitRouter(
            "all %d slots assigned to %d caches".formatted(dialect.slots(), caches.size()),
            view ->
                view.usableCaches() == caches.size()
                    && view.table().assigned() == dialect.slots()
                    && caches.stream().allMatch(c -> view.table().share(c.address()) > 0));
    for (LabHost cache : caches) {
      programs.await(
          cache, "it does not go by the router's table", START_LIMIT, node(cache)::ownsByTable);
    }
    return assigned;
  }

  /// Waits until the router's view meets a condition, as long as router and nodes run.
  public RouterView awaitRouter(String what, java.util.function.Predicate<RouterView> condition)
      throws LabFailure, InterruptedException {
    var seen = new ArrayList<RouterView>();
    programs.await(
        Plan.ROUTER,
        "the router does not have " + what,
        START_LIMIT,
        () -> {
          for (LabHost cache : caches) {
            programs.requireAlive(cache);
          }
          RouterView.ask(router()).filter(condition).ifPresent(seen::add);
          return !seen.isEmpty();
        });
    return seen.getLast();
  }

  /// Watches the router fifty times a second until closed.
  public RouterWatch watchRouter() throws LabFailure, InterruptedException {
    return RouterWatch.start(children, router(), state.run().resolve("router-watch.log"));
  }

  /// Captures on an interface, into the folder of `--pcap` or, without one, for the lab alone.
  public Capture capture(LabHost host, String device, String filter)
      throws LabFailure, InterruptedException {
    Path folder = captures();
    String name = host.name() + "-" + device;
    return Capture.start(
        children,
        new Capture.Point(host, device, filter, dialect.codec()),
        folder.resolve(name + ".pcap"),
        state.run().resolve(name + ".tcpdump.log"));
  }

  /// Where captures are written: into the folder of `--pcap`, or for the lab alone.
  public Path captures() {
    return pcap.orElse(state.run());
  }

  /// Whether whole captures of every side were asked for.
  public boolean capturesEverything() {
    return pcap.isPresent();
  }

  /// Puts the router and the nodes, as they are now, into the report.
  public void reportPrograms(RouterView view) throws InterruptedException {
    findings.router(
        new Report.Router(
            view.usableCaches(),
            view.table().assigned(),
            view.designated(),
            view.redirectedPackets()));
    var nodes = new ArrayList<Report.Node>();
    for (LabHost cache : caches) {
      NodeView node = node(cache);
      nodes.add(
          new Report.Node(
              cache.name(),
              cache.address(),
              view.table().share(cache.address()),
              node.inventory().size(),
              node.decapsulatedPackets()));
    }
    findings.nodes(nodes);
  }
}
