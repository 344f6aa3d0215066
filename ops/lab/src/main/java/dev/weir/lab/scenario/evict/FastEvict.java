package dev.weir.lab.scenario.evict;

import dev.weir.lab.LabFailure;
import dev.weir.lab.capture.Capture;
import dev.weir.lab.capture.Seen;
import dev.weir.lab.net.LabHost;
import dev.weir.lab.net.OriginName;
import dev.weir.lab.net.Plan;
import dev.weir.lab.program.Buckets;
import dev.weir.lab.program.Configurations;
import dev.weir.lab.program.RouterView;
import dev.weir.lab.program.RouterWatch;
import dev.weir.lab.scenario.Scenario;
import dev.weir.lab.stage.Stage;
import dev.weir.lab.traffic.LoadOrder;
import dev.weir.lab.traffic.LoadResult;
import dev.weir.lab.traffic.LoadRun;
import dev.weir.wccp.message.Message;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// A node is killed under load, then the designated one: the others know it before the router does,
/// and give its buckets away at once; nobody else notices.
public final class FastEvict implements Scenario.Script {
  private static final long ON_WIRE_MILLIS_MAX = 2_000;
  private static final long AT_ROUTER_MILLIS_MAX = 2_500;
  private static final int PER_SECOND_EACH = 50;
  private static final int REQUESTS_MAX = 2_000;
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final Duration AROUND = Duration.ofSeconds(1);

  /// When the process was told to end, and when it was gone; microseconds since 1970.
  private record Kill(LabHost victim, long ordered, long gone) {}

  @Override
  public void play(Stage stage) throws LabFailure, InterruptedException {
    stage.startClients();
    Cluster.start(stage, Configurations.AT_ONCE);
    for (LoadRun client : stage.clients()) {
      client.awaitReady(Stage.START_LIMIT);
    }
    stage.screen().timed("[1] whole     three nodes, each has found the others to answer");
    LabHost designated = Plan.CACHES.getFirst();
    die(stage, Plan.CACHES.getLast(), "a node");
    stage.programs().startNode(Plan.CACHES.getLast());
    stage.awaitAssigned();
    Cluster.awaitWhole(stage);
    die(stage, designated, "the designated node");
  }

  private static void die(Stage stage, LabHost victim, String which)
      throws LabFailure, InterruptedException {
    Capture wire = stage.capture(Plan.ROUTER, "rn", "udp port 2048");
    try (RouterWatch watch = stage.watchRouter()) {
      RouterView before = watch.await("any answer", _ -> true, LIMIT).view();
      for (LoadRun client : stage.clients()) {
        client.begin(new LoadOrder(OriginName.urls(100), REQUESTS_MAX, PER_SECOND_EACH, false));
      }
      Thread.sleep(AROUND);
      long ordered = Cluster.now();
      stage.programs().kill(victim);
      var kill = new Kill(victim, ordered, Cluster.now());
      watch.forget();
      RouterWatch.Sighting moved =
          watch.await(
              "a table without " + victim.name(),
              view ->
                  view.table().assigned() == stage.dialect().slots()
                      && view.table().share(victim.address()) == 0,
              LIMIT);
      Thread.sleep(AROUND);
      var results = new ArrayList<LoadResult>();
      for (LoadRun client : stage.clients()) {
        client.stop();
        results.addAll(client.finish(LIMIT));
      }
      wire.stop();
      figures(stage, which, kill, wire, moved);
      nobodyElse(stage, which, kill, before.table(), moved.view(), results);
    }
  }

  private static void figures(
      Stage stage, String which, Kill kill, Capture wire, RouterWatch.Sighting moved)
      throws LabFailure {
    long sent =
        wire.seen().stream()
            .filter(seen -> seen.atMicros() >= kill.ordered())
            .filter(seen -> seen instanceof Seen.Wccp it && gives(it.message(), kill.victim()))
            .mapToLong(Seen::atMicros)
            .findFirst()
            .orElse(Long.MAX_VALUE);
    long onWire = (sent - kill.ordered()) / 1_000;
    long atRouter = (moved.atMicros() - kill.ordered()) / 1_000;
    stage
        .screen()
        .timed(
            "[kill -9]     %s, %s: a table without it is sent after %d ms, in force after %d ms"
                .formatted(kill.victim().name(), which, onWire, atRouter));
    var findings = stage.findings();
    findings.atMost("table on the wire, " + which, ON_WIRE_MILLIS_MAX, onWire, " ms");
    findings.atMost("table at the router, " + which, AT_ROUTER_MILLIS_MAX, atRouter, " ms");
  }

  /// A table that names the dead node, because the router still lists it, and gives it nothing.
  private static boolean gives(Message message, LabHost victim) {
    return message instanceof Message.RedirectAssign it
        && Buckets.of(it.assignment().assignment()).share(victim.address()) == 0;
  }

  private static void nobodyElse(
      Stage stage,
      String which,
      Kill kill,
      Buckets before,
      RouterView after,
      List<LoadResult> results)
      throws InterruptedException {
    LabHost victim = kill.victim();
    List<Integer> moved = after.table().movedSince(before);
    long between = moved.stream().filter(it -> !before.owner(it).equals(victim.address())).count();
    long failed =
        results.stream()
            .filter(LoadResult::failed)
            .filter(it -> !ownedBy(victim, before, it))
            .count();
    var findings = stage.findings();
    findings.equal("buckets moved, " + which, before.share(victim.address()), moved.size());
    findings.equal("of them between survivors, " + which, 0L, between);
    findings.equal("failed on survivors' buckets, " + which, 0L, failed);
    findings.atLeast("requests meanwhile, " + which, 100, results.size(), "");
    findings.equal(
        "the router still lists it, " + which,
        true,
        after.caches().stream().anyMatch(it -> it.address().equals(victim.address())));
    for (LabHost other : Cluster.without(victim)) {
      findings.equal(
          "alarm of " + other.name() + ", " + which, true, Cluster.told(stage, other, "node-dead"));
    }
  }

  private static boolean ownedBy(LabHost victim, Buckets table, LoadResult result) {
    return table.owner(OriginName.of(result.url()).bucket()).equals(victim.address());
  }
}
