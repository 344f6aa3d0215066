package dev.weir.lab.scenario.evict;

import dev.weir.lab.LabFailure;
import dev.weir.lab.capture.Capture;
import dev.weir.lab.capture.Seen;
import dev.weir.lab.host.Shell;
import dev.weir.lab.net.LabHost;
import dev.weir.lab.net.OriginName;
import dev.weir.lab.net.Plan;
import dev.weir.lab.program.Configurations;
import dev.weir.lab.program.RouterView;
import dev.weir.lab.scenario.Scenario;
import dev.weir.lab.stage.Stage;
import dev.weir.lab.traffic.LoadOrder;
import dev.weir.lab.traffic.LoadResult;
import dev.weir.lab.traffic.LoadRun;
import dev.weir.wccp.message.Message;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// The grid has a network of its own: each node a second interface, and TCP port 5701 goes that
/// way. The designated node's goes down, then everybody's, while routers see all nodes: no bucket
/// moves, nothing fails, and nobody else assigns.
public final class SplitGrid implements Scenario.Script {
  private static final int PER_SECOND_EACH = 25;
  private static final int REQUESTS_MAX = 4_000;
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final Duration LONGER = Duration.ofSeconds(4);
  private static final LabHost ALONE = Plan.CACHES.getFirst();
  private static final String DEVICE = "n1";

  /// The second network: a switch, and for each cache a cable, and routes that the grid's port
  /// takes.
  private static final List<String> SWITCH =
      List.of("-n weir-lan link add grid type bridge", "-n weir-lan link set grid up");

  private static final List<String> CABLE =
      List.of(
          "link add n1 netns weir-CACHE type veth peer name g-CACHE netns weir-lan",
          "-n weir-lan link set g-CACHE master grid",
          "-n weir-lan link set g-CACHE up",
          "-n weir-CACHE link set n1 up",
          "-n weir-CACHE route add 10.0.2.0/24 dev n1 src ADDRESS table 57",
          "-n weir-CACHE route add unreachable default metric 1000 table 57",
          "-n weir-CACHE rule add pref 57 ipproto tcp dport 5701 lookup 57",
          "-n weir-CACHE rule add pref 57 ipproto tcp sport 5701 lookup 57");

  @Override
  public void play(Stage stage) throws LabFailure, InterruptedException {
    cable();
    stage.startClients();
    Cluster.start(stage, Configurations.AT_ONCE);
    for (LoadRun client : stage.clients()) {
      client.awaitReady(Stage.START_LIMIT);
    }
    Capture wire = stage.capture(Plan.ROUTER, "rn", "udp port 2048");
    for (LoadRun client : stage.clients()) {
      client.begin(new LoadOrder(OriginName.urls(100), REQUESTS_MAX, PER_SECOND_EACH, false));
    }
    RouterView before = stage.awaitAssigned();
    down(stage, List.of(ALONE));
    stage.screen().timed("[split]       the grid is 1 | 2");
    down(stage, Plan.CACHES);
    stage.screen().timed("[gone]        the grid is 1 | 1 | 1");
    var results = new ArrayList<LoadResult>();
    for (LoadRun client : stage.clients()) {
      client.stop();
      results.addAll(client.finish(LIMIT));
    }
    wire.stop();
    judge(stage, before, wire, results);
  }

  private static void cable() throws LabFailure, InterruptedException {
    var commands = new ArrayList<>(SWITCH);
    for (LabHost cache : Plan.CACHES) {
      CABLE.forEach(it ->
          commands.add(it.replace("CACHE", cache.name()).replace("ADDRESS", cache.address())));
    }
    for (String command : commands) {
      Shell.must(("ip " + command).split(" ", -1));
    }
  }

  /// Takes these nodes' second interface down, and waits until they and the others have seen it.
  private static void down(Stage stage, List<LabHost> nodes)
      throws LabFailure, InterruptedException {
    for (LabHost node : nodes) {
      Shell.must("ip", "-n", node.namespace(), "link", "set", DEVICE, "down");
    }
    for (LabHost cache : Plan.CACHES) {
      List<String> left =
          Plan.CACHES.stream()
              .filter(it -> it.equals(cache) || !(nodes.contains(it) || nodes.contains(cache)))
              .map(LabHost::address)
              .toList();
      stage
          .programs()
          .await(
              cache, "it still sees others", LIMIT, () -> stage.node(cache).members().equals(left));
    }
    Thread.sleep(LONGER.toMillis());
  }

  private static void judge(Stage stage, RouterView before, Capture wire, List<LoadResult> results)
      throws LabFailure, InterruptedException {
    RouterView after = stage.awaitRouter("a table", view -> view.table().assigned() > 0);
    long tables =
        wire.seen().stream()
            .filter(seen ->
                seen instanceof Seen.Wccp it && it.message() instanceof Message.RedirectAssign)
            .count();
    stage
        .screen()
        .timed(
            "[routers]     %d tables sent; %d requests, %d failed"
                .formatted(
                    tables, results.size(), results.stream().filter(LoadResult::failed).count()));
    var findings = stage.findings();
    findings.equal("tables sent", 0L, tables);
    findings.equal("key", before.key(), after.key());
    findings.equal("buckets moved", 0, after.table().movedSince(before.table()).size());
    findings.equal("failed requests", 0L, results.stream().filter(LoadResult::failed).count());
    findings.atLeast("requests", 100, results.size(), "");
    for (LabHost cache : Plan.CACHES) {
      findings.equal("dead to " + cache.name(), false, Cluster.told(stage, cache, "node-dead"));
    }
    stage.reportPrograms(after);
  }
}
