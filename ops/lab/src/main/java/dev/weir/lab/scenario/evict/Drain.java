package dev.weir.lab.scenario.evict;

import dev.weir.lab.LabFailure;
import dev.weir.lab.net.LabHost;
import dev.weir.lab.net.Plan;
import dev.weir.lab.program.RouterView;
import dev.weir.lab.scenario.Scenario;
import dev.weir.lab.stage.Stage;
import java.time.Duration;
import java.util.List;

/// Downloads run while a node is drained by its operator, while it comes again, and while nodes are
/// stopped one after the other: none breaks.
public final class Drain implements Scenario.Script {
  private static final String SETTINGS = "slow-start: off, drain: 60s";

  private final int downloads;
  private final Duration each;
  private final List<LabHost> restarted;

  /// So many downloads at each change, of so much time each; these nodes are stopped and started.
  public Drain(int downloads, Duration each, List<LabHost> restarted) {
    this.downloads = downloads;
    this.each = each;
    this.restarted = List.copyOf(restarted);
  }

  @Override
  public void play(Stage stage) throws LabFailure, InterruptedException {
    Downloads.pace();
    Cluster.start(stage, SETTINGS);
    LabHost node = Plan.CACHES.getLast();
    try (var running = new Downloads(each)) {
      drain(stage, running, node);
      comeBack(stage, running, node);
    }
    for (LabHost next : restarted) {
      try (var running = new Downloads(each)) {
        restart(stage, running, next);
      }
    }
    stage.reportPrograms(stage.awaitAssigned());
  }

  private void drain(Stage stage, Downloads running, LabHost node)
      throws LabFailure, InterruptedException {
    running.begin(downloads);
    awaitConnections(stage, node);
    stage.node(node).drain(true);
    RouterView without = stage.awaitRouter("a table without " + node.name(), empty(node));
    long open = running.running();
    int had = (int) stage.node(node).metric("weir_http_connections", "");
    stage
        .screen()
        .timed(
            "[drain]       %s has no bucket; it keeps %d connections, %d downloads run"
                .formatted(node.name(), had, open));
    stage.findings().atLeast("connections it kept", 1, had, "");
    stage.findings().equal("still listed", "usable", without.stateOf(node.address()));
    stage
        .programs()
        .await(
            node,
            "it does not leave",
            each.plusSeconds(60),
            () -> Cluster.told(stage, node, "group-left"));
    finish(stage, running, "planned leave");
    long forwarded = forwarded(stage);
    stage.findings().atLeast("packets forwarded to the previous owner", 1, forwarded, "");
  }

  private void comeBack(Stage stage, Downloads running, LabHost node)
      throws LabFailure, InterruptedException {
    running.begin(downloads);
    stage.node(node).drain(false);
    stage.awaitAssigned();
    stage.screen().timed("[join]        %s has buckets again".formatted(node.name()));
    stage.findings().atLeast("downloads that ran at the join", 1, running.running(), "");
    finish(stage, running, "planned join");
  }

  private void restart(Stage stage, Downloads running, LabHost node)
      throws LabFailure, InterruptedException {
    running.begin(downloads);
    awaitConnections(stage, node);
    Process process = stage.programs().process(node);
    process.destroy(); // SIGTERM
    stage.findings().equal("exit of " + node.name(), 0, process.waitFor());
    stage.programs().startNode(node, text -> Cluster.with(text, SETTINGS));
    stage.awaitAssigned();
    stage.screen().timed("[restart]     %s was stopped, and is there again".formatted(node.name()));
    finish(stage, running, "restart of " + node.name());
  }

  private static void finish(Stage stage, Downloads running, String when)
      throws LabFailure, InterruptedException {
    stage.findings().equal("broken downloads, " + when, 0L, running.broken());
    running.ends().forEach(stage.screen()::detail);
    stage.screen().timed("[whole]       every download so far, %d".formatted(running.begun()));
  }

  private static void awaitConnections(Stage stage, LabHost node)
      throws LabFailure, InterruptedException {
    stage
        .programs()
        .await(
            node,
            "no download runs on it",
            Stage.START_LIMIT,
            () -> stage.node(node).metric("weir_http_connections", "") > 0);
    Thread.sleep(1_000); // and they all are on their way
  }

  private static java.util.function.Predicate<RouterView> empty(LabHost node) {
    return view -> view.table().share(node.address()) == 0 && view.table().assigned() > 0;
  }

  private static long forwarded(Stage stage) throws InterruptedException {
    double sum = 0;
    for (LabHost cache : Plan.CACHES) {
      sum += stage.node(cache).metric("weir_packets_forwarded_total", "");
    }
    return (long) sum;
  }
}
