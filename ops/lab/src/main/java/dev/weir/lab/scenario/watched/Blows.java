package dev.weir.lab.scenario.watched;

import dev.weir.lab.LabFailure;
import dev.weir.lab.fault.Breakage;
import dev.weir.lab.fault.Faults;
import dev.weir.lab.host.Shell;
import dev.weir.lab.net.LabHost;
import dev.weir.lab.net.OriginName;
import dev.weir.lab.net.Plan;
import dev.weir.lab.stage.Stage;
import dev.weir.lab.traffic.LoadOrder;
import dev.weir.lab.traffic.LoadRun;
import dev.weir.lab.traffic.OriginControl;
import dev.weir.lab.watch.RuleFile;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/// The faults of which an operator is to be told, several at once where they do not hide each
/// other.
final class Blows {
  private static final LabHost SECOND = Plan.CACHES.get(1);
  private static final LabHost THIRD = Plan.CACHES.getLast();
  private static final int LOSSES = 3;
  private static final int KNOWN = 1_000;
  private static final int FRESH = 9_500;
  private static final int FRESH_PER_SECOND = 30;

  /// For longer than an alert takes to fire.
  private static final String MANY_HITS =
      "min_over_time(job:weir_hit_ratio:rate5m{job=\"weir\"}[10s]) > 0.2";

  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final Stage stage;
  private final Prometheus prometheus;
  private final Breakage breakage;

  Blows(Stage stage, Prometheus prometheus) {
    this.stage = stage;
    this.prometheus = prometheus;
    this.breakage = new Breakage(stage.run());
  }

  /// Strikes, and tells what did not fire.
  void strike() throws LabFailure, InterruptedException {
    packets();
    contents();
    nodes();
    losses();
    router();
    death();
    new Frailties(stage, prometheus).strike();
    var silent = new ArrayList<>(RuleFile.shownByLab());
    silent.removeAll(prometheus.fired());
    stage.findings().equal("alerts that did not fire", List.of(), silent);
  }

  /// To one node no packet comes, from another none goes to clients, a third asks nobody.
  private void packets() throws LabFailure, InterruptedException {
    cause("gre-dropped");
    in(SECOND, "ip route add unreachable 10.0.1.0/24");
    in(
        THIRD,
        "nft add table inet weir_blow; nft 'add chain inet weir_blow c"
            + " { type filter hook output priority 0; }';"
            + " nft add rule inet weir_blow c tcp dport 5702 drop");
    prometheus.awaitFired("WccpRedirectsStopped", "WccpNoReturnTraffic", "ClusterPeerSilent");
    in(SECOND, "ip route del unreachable 10.0.1.0/24");
    in(THIRD, "nft delete table inet weir_blow");
    breakage.repair();
  }

  /// The origins refuse, and clients ask for what nobody has asked for before.
  private void contents() throws LabFailure, InterruptedException {
    prometheus.await(LIMIT, () -> prometheus.holds(MANY_HITS));
    OriginControl.web(false);
    int from = KNOWN;
    for (LoadRun client : stage.clients()) {
      List<String> fresh = OriginName.urls(from + FRESH).subList(from, from + FRESH);
      Watched.turn(client, new LoadOrder(fresh, FRESH, FRESH_PER_SECOND, false));
      from += FRESH; // what both asked for, one would get of the other's
    }
    prometheus.awaitFired("CacheOriginErrors", "CacheHitRatioDropped");
    OriginControl.web(true);
    for (LoadRun client : stage.clients()) {
      Watched.turn(client, Watched.LOAD);
    }
  }

  /// One node is not listed any longer and one is ill: the third has everything.
  private void nodes() throws LabFailure, InterruptedException {
    cause("password");
    in(THIRD, "ip link set wccp0 down");
    prometheus.awaitFired("NodeUnhealthy", "WccpBucketsSkewed");
    breakage.repair();
    in(THIRD, "ip link set wccp0 up");
    stage.awaitAssigned();
  }

  /// The router does not hear a node, and hears it again, and so on.
  private void losses() throws LabFailure, InterruptedException {
    for (int i = 0; i < LOSSES; i++) {
      cause("wccp-dropped");
      stage.awaitRouter("lost a node", view -> view.usableCaches() < Plan.CACHES.size());
      breakage.repair();
      stage.awaitAssigned();
    }
    prometheus.awaitFired("WccpRouterFlapping");
  }

  /// The router is gone, then there is one that knows nothing of what the nodes know.
  private void router() throws LabFailure, InterruptedException {
    stage.programs().kill(Plan.ROUTER);
    prometheus.awaitFired(
        "NodeDown", "WccpNoRouterUsable", "WccpNoDesignatedCache", "WccpBucketsUnassigned");
    UnaryOperator<String> reachable = Watched.reachable(stage);
    stage
        .programs()
        .startRouter(text ->
            reachable
                .apply(text)
                .replace("version: 2", "version: 2, profile: catalyst-3750")
                .replaceFirst("(?m)^  rn: .*\\n", ""));
    prometheus.awaitFired("WccpCapabilityMismatch");
    stage.programs().kill(Plan.ROUTER);
    stage.programs().startRouter(reachable);
    stage.awaitRouter("a cache again, which is a minute later", view -> view.usableCaches() > 0);
    stage.awaitAssigned();
  }

  /// A node dies without a word.
  private void death() throws LabFailure, InterruptedException {
    stage.programs().kill(THIRD);
    prometheus.awaitFired("ClusterMemberGone");
    stage.programs().startNode(THIRD, Watched.reachable(stage));
    stage.awaitAssigned();
  }

  private void cause(String fault) throws LabFailure, InterruptedException {
    breakage.cause(Faults.named(fault).orElseThrow());
  }

  static void in(LabHost host, String script) throws LabFailure, InterruptedException {
    Shell.must("ip", "netns", "exec", host.namespace(), "sh", "-ec", script);
  }
}
