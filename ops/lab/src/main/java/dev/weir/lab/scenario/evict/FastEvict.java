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

/// Nodes are killed or cut off under load: the others know it before the router does, and give
/// their buckets away at once; nobody else notices.
public final class FastEvict implements Scenario.Script {
  private static final long AT_ROUTER_LATER_MILLIS_MAX = 500;
  private static final int PER_SECOND_EACH = 50;
  private static final int REQUESTS_MAX = 2_000;
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final Duration AROUND = Duration.ofSeconds(1);

  /// One after the other, each with the time within which a table without it has to be sent.
  private final List<Blow> blows;

  private FastEvict(List<Blow> blows) {
    this.blows = List.copyOf(blows);
  }

  /// A node, then the designated one.
  public static FastEvict oneByOne() {
    return new FastEvict(
        List.of(
            Blow.kill("a node", Plan.CACHES.getLast()),
            Blow.kill("the designated node", Plan.CACHES.getFirst())));
  }

  /// Two at once, the designated one among them; the third has everything then.
  public static FastEvict twoAtOnce() {
    return new FastEvict(
        List.of(Blow.kill("two at once", Plan.CACHES.getFirst(), Plan.CACHES.getLast())));
  }

  /// A host whose cable is pulled. It is silent, and says nothing.
  public static FastEvict cutHost() {
    return new FastEvict(List.of(Blow.cut("a cut host", Plan.CACHES.getLast())));
  }

  @Override
  public void play(Stage stage) throws LabFailure, InterruptedException {
    stage.startClients();
    Cluster.start(stage, Configurations.AT_ONCE);
    for (LoadRun client : stage.clients()) {
      client.awaitReady(Stage.START_LIMIT);
    }
    stage.screen().timed("[whole]       three nodes, each has found the others to answer");
    for (Blow blow : blows) {
      Cluster.awaitWhole(stage);
      fall(stage, blow);
      blow.mend(stage);
      stage.awaitAssigned();
      stage.screen().timed("[back]        %s: all have buckets again".formatted(blow.which()));
    }
  }

  private static void fall(Stage stage, Blow blow) throws LabFailure, InterruptedException {
    Capture wire = stage.capture(Plan.ROUTER, "rn", "udp port 2048");
    try (RouterWatch watch = stage.watchRouter()) {
      RouterView before = watch.await("any answer", _ -> true, LIMIT).view();
      for (LoadRun client : stage.clients()) {
        client.begin(new LoadOrder(OriginName.urls(100), REQUESTS_MAX, PER_SECOND_EACH, false));
      }
      Thread.sleep(AROUND);
      long ordered = Cluster.now();
      blow.strike(stage);
      watch.forget();
      RouterWatch.Sighting moved =
          watch.await(
              "a table without " + blow.names(),
              view ->
                  view.table().assigned() == stage.dialect().slots() && blow.emptied(view.table()),
              LIMIT);
      Thread.sleep(AROUND);
      var results = new ArrayList<LoadResult>();
      for (LoadRun client : stage.clients()) {
        client.stop();
        results.addAll(client.finish(LIMIT));
      }
      wire.stop();
      figures(stage, blow, ordered, wire, moved);
      nobodyElse(stage, blow, before.table(), moved.view(), results);
    }
  }

  private static void figures(
      Stage stage, Blow blow, long ordered, Capture wire, RouterWatch.Sighting moved)
      throws LabFailure {
    long sent =
        wire.seen().stream()
            .filter(seen -> seen.atMicros() >= ordered)
            .filter(seen -> seen instanceof Seen.Wccp it && gives(it.message(), blow))
            .mapToLong(Seen::atMicros)
            .findFirst()
            .orElse(Long.MAX_VALUE);
    long onWire = (sent - ordered) / 1_000;
    long atRouter = (moved.atMicros() - ordered) / 1_000;
    String which = blow.which();
    stage
        .screen()
        .timed(
            "[%s] %s, %s: a table without is sent after %d ms, in force after %d ms"
                .formatted(blow.sign(), blow.names(), which, onWire, atRouter));
    long limit = blow.onWireMillisMax();
    var findings = stage.findings();
    findings.atMost("table on the wire, " + which, limit, onWire, " ms");
    findings.atMost(
        "table at the router, " + which, limit + AT_ROUTER_LATER_MILLIS_MAX, atRouter, " ms");
  }

  /// A table for nodes that the router may still list, which gives the dead ones nothing.
  private static boolean gives(Message message, Blow blow) {
    return message instanceof Message.RedirectAssign it
        && blow.emptied(Buckets.of(it.assignment().assignment()));
  }

  private static void nobodyElse(
      Stage stage, Blow blow, Buckets before, RouterView after, List<LoadResult> results)
      throws LabFailure, InterruptedException {
    String which = blow.which();
    List<Integer> moved = after.table().movedSince(before);
    long between = moved.stream().filter(it -> !blow.hits(before.owner(it))).count();
    long failed =
        results.stream()
            .filter(LoadResult::failed)
            .filter(it -> !blow.hits(before.owner(OriginName.of(it.url()).bucket())))
            .count();
    var findings = stage.findings();
    findings.equal("buckets moved, " + which, blow.share(before), moved.size());
    findings.equal("of them between survivors, " + which, 0L, between);
    findings.equal("failed on survivors' buckets, " + which, 0L, failed);
    findings.atLeast("requests meanwhile, " + which, 100, results.size(), "");
    if (blow.beforeRouter(stage.dialect().interval())) {
      early(stage, blow, after);
    }
  }

  /// The router has not missed them yet; the nodes have.
  private static void early(Stage stage, Blow blow, RouterView after)
      throws LabFailure, InterruptedException {
    var findings = stage.findings();
    for (LabHost cache : Plan.CACHES) {
      if (blow.hits(cache.address())) {
        findings.equal(
            "the router still lists " + cache.name() + ", " + blow.which(),
            true,
            after.caches().stream().anyMatch(it -> it.address().equals(cache.address())));
      } else {
        findings.equal(
            "alarm of " + cache.name() + ", " + blow.which(), true, alarmed(stage, cache));
      }
    }
  }

  /// Each node finds out for itself, and only one of them makes the table.
  private static boolean alarmed(Stage stage, LabHost cache)
      throws LabFailure, InterruptedException {
    stage
        .programs()
        .await(
            cache,
            "no other node is dead to it",
            Stage.START_LIMIT,
            () -> Cluster.told(stage, cache, "node-dead"));
    return true;
  }
}
