package dev.weir.lab.scenario.watched;

import dev.weir.lab.LabFailure;
import dev.weir.lab.fault.Breakage;
import dev.weir.lab.fault.Faults;
import dev.weir.lab.net.LabHost;
import dev.weir.lab.net.OriginName;
import dev.weir.lab.net.Plan;
import dev.weir.lab.program.Admin;
import dev.weir.lab.program.Configurations;
import dev.weir.lab.program.RouterView;
import dev.weir.lab.scenario.Scenario;
import dev.weir.lab.stage.Stage;
import dev.weir.lab.traffic.LoadOrder;
import dev.weir.lab.traffic.LoadRun;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;

/// A Prometheus watches the cluster: every expression of every panel has data; and, where faults
/// are made, every alert fires of which the lab can make the fault.
public final class Watched implements Scenario.Script {
  private static final int PER_SECOND_EACH = 15;
  private static final int REQUESTS_MAX = 10_000;
  private static final int PAGES = 60;
  private static final int DISK_MEBIBYTES = 64;

  /// What clients do while nothing else is said.
  static final LoadOrder LOAD =
      new LoadOrder(OriginName.urls(PAGES), REQUESTS_MAX, PER_SECOND_EACH, false);

  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final boolean alerts;

  /// @param alerts whether faults are made until every alert has fired, which takes minutes
  public Watched(boolean alerts) {
    this.alerts = alerts;
  }

  @Override
  public void play(Stage stage) throws LabFailure, InterruptedException {
    UnaryOperator<String> reachable = reachable(stage);
    stage.startWeir(reachable, (cache, text) -> node(stage, cache, reachable.apply(text)));
    Prometheus prometheus = Prometheus.start(stage);
    stage.startClients();
    RouterView view = stage.awaitAssigned();
    stage.screen().timed("[1] whole     three nodes, a router, and a Prometheus beside them");
    for (LoadRun client : stage.clients()) {
      client.awaitReady(Stage.START_LIMIT);
      client.begin(LOAD);
    }
    stage.reportPrograms(view);
    judged(stage);
    prometheus.await(LIMIT, prometheus::answers);

    drawn(stage, prometheus);
    if (alerts) {
      new Blows(stage, prometheus).strike();
    }
    for (LoadRun client : stage.clients()) {
      client.stop();
    }
  }

  /// Ends what a client does, and has it do something else.
  static void turn(LoadRun client, LoadOrder order) throws LabFailure, InterruptedException {
    client.stop();
    client.finish(LIMIT);
    client.begin(order);
  }

  /// Makes an admin port be where Prometheus can reach it, with the token that it shows.
  static UnaryOperator<String> reachable(Stage stage) throws LabFailure {
    String token = ", token: \"file:" + stage.programs().files().token() + "\"";
    return text ->
        text.replaceAll(
            "listen: \"?127\\.0\\.0\\.1:(%d|%d)\"?".formatted(Admin.NODE_PORT, Admin.ROUTER_PORT),
            "listen: \"0.0.0.0:$1\"" + Matcher.quoteReplacement(token));
  }

  /// A node with everything that the dashboards show: owners by URL, a link to the others, a disk.
  static String node(Stage stage, LabHost cache, String text) {
    String disk = stage.run().resolve(cache.name() + ".disk").toString();
    return Configurations.linked(text)
        .replace("by: destination", "by: url")
        .replace(
            "{ memory: 64MiB }",
            "{ memory: 64MiB, disk: [{ path: %s, size: %dMiB }] }".formatted(disk, DISK_MEBIBYTES));
  }

  /// Real numbers of real programs.
  private static void judged(Stage stage) throws InterruptedException {
    LabHost node = Plan.CACHES.getFirst();
    stage.findings().equal("promtool of a node", "", Prometheus.faults(node, Admin.NODE_PORT));
    stage
        .findings()
        .equal("promtool of the router", "", Prometheus.faults(Plan.ROUTER, Admin.ROUTER_PORT));
  }

  /// What is refused shows only while something is: the router's password is another for a while.
  private static void drawn(Stage stage, Prometheus prometheus)
      throws LabFailure, InterruptedException {
    var breakage = new Breakage(stage.run());
    breakage.cause(Faults.named("password").orElseThrow());
    prometheus.awaitFired("WccpAuthenticationFailing", "WccpRouterLost", "WccpViewDisagreement");
    prometheus.await(LIMIT, () -> prometheus.withoutData().isEmpty());
    breakage.repair();
    List<String> missing = prometheus.withoutData();
    stage.screen().timed("[2] drawn     expressions without data: " + missing.size());
    stage.findings().equal("expressions of panels without data", List.of(), missing);
    var silent =
        new ArrayList<>(
            List.of("WccpAuthenticationFailing", "WccpRouterLost", "WccpViewDisagreement"));
    silent.removeAll(prometheus.fired());
    stage.findings().equal("alerts of another password that did not fire", List.of(), silent);
    stage.awaitAssigned();
  }
}
