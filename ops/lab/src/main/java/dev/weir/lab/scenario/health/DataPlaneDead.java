package dev.weir.lab.scenario.health;

import dev.weir.lab.LabFailure;
import dev.weir.lab.host.Shell;
import dev.weir.lab.net.LabHost;
import dev.weir.lab.net.OriginName;
import dev.weir.lab.net.Plan;
import dev.weir.lab.program.NodeView;
import dev.weir.lab.program.RouterView;
import dev.weir.lab.program.RouterWatch;
import dev.weir.lab.scenario.Scenario;
import dev.weir.lab.stage.Stage;
import dev.weir.lab.traffic.Curl;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// A node whose control part works while no diverted packet reaches its listener: its TUN is set
/// down under it. It hands its buckets back, its clients are served, and once the TUN is mended the
/// node has its share again.
public final class DataPlaneDead implements Scenario.Script {
  private static final long HANDED_BACK_MILLIS_MAX = 6_000;
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final OriginName ORIGIN = OriginName.ALL.getFirst();
  private static final LabHost CLIENT = Plan.CLIENTS.getFirst();

  @Override
  public void play(Stage stage) throws LabFailure, InterruptedException {
    stage.startWeir();
    RouterView before = stage.awaitAssigned();
    LabHost victim = Plan.cacheAt(before.table().owner(ORIGIN.bucket()));
    serve(stage, "while all is well");
    try (RouterWatch watch = stage.watchRouter()) {
      breakDown(stage, watch, before, victim);
      mend(stage, watch, before, victim);
    }
    stage.reportPrograms(stage.awaitAssigned());
  }

  private static void breakDown(Stage stage, RouterWatch watch, RouterView before, LabHost victim)
      throws LabFailure, InterruptedException {
    long broken = now();
    Shell.must("ip", "-n", victim.namespace(), "link", "set", "wccp0", "down");
    RouterWatch.Sighting gone =
        watch.await(
            "a table without " + victim.name(),
            view ->
                view.table().share(victim.address()) == 0
                    && view.table().assigned() == stage.dialect().slots(),
            Stage.START_LIMIT);
    long millis = (gone.atMicros() - broken) / 1_000;
    stage
        .screen()
        .timed(
            "[2] TUN down  %s's %d buckets are gone from the router's table after %d ms"
                .formatted(victim.name(), before.table().share(victim.address()), millis));
    var findings = stage.findings();
    findings.atMost("buckets handed back after", HANDED_BACK_MILLIS_MAX, millis, " ms");
    findings.equal(
        "buckets moved between the others",
        0L,
        gone.view().table().movedSince(before.table()).stream()
            .filter(bucket -> !before.table().owner(bucket).equals(victim.address()))
            .count());
    findings.equal("listed by the router", "usable", gone.view().stateOf(victim.address()));
    findings.equal("gate", 0.0, stage.node(victim).metric("weir_gate_open", ""));
    findings.equal("alarm", true, told(stage.node(victim), "gate-closed"));
    serve(stage, "while the node cannot serve");
  }

  private static void mend(Stage stage, RouterWatch watch, RouterView before, LabHost victim)
      throws LabFailure, InterruptedException {
    long mended = now();
    Shell.must("ip", "-n", victim.namespace(), "link", "set", "wccp0", "up");
    for (String route : new String[] {"192.0.2.254/32 dev wccp1", "default dev wccp1 table 91"}) {
      var words = ("ip -n " + victim.namespace() + " route replace " + route).split(" ");
      Shell.must(words);
    }
    watch.forget();
    RouterWatch.Sighting back =
        watch.await(
            "a table with " + victim.name(),
            view -> view.table().share(victim.address()) > 0,
            Stage.START_LIMIT);
    int share = back.view().table().share(victim.address());
    stage
        .screen()
        .timed(
            "[3] mended    %s has %d buckets again after %d ms"
                .formatted(victim.name(), share, (back.atMicros() - mended) / 1_000));
    stage
        .findings()
        .equal("share after it was mended", before.table().share(victim.address()), share);
    serve(stage, "after it was mended");
  }

  private static void serve(Stage stage, String when) throws LabFailure, InterruptedException {
    Curl.Answer answer = Curl.get(CLIENT, "http://" + ORIGIN.host() + "/health", LIMIT);
    stage.findings().equal("status " + when, 200, answer.status());
  }

  private static boolean told(NodeView node, String event) throws InterruptedException {
    return node.events(0).stream().anyMatch(it -> it.name().equals(event));
  }

  private static long now() {
    return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
  }
}
