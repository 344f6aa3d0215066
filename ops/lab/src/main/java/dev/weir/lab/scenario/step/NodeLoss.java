package dev.weir.lab.scenario.step;

import dev.weir.lab.LabFailure;
import dev.weir.lab.net.LabHost;
import dev.weir.lab.net.OriginName;
import dev.weir.lab.net.Plan;
import dev.weir.lab.program.Buckets;
import dev.weir.lab.program.RouterView;
import dev.weir.lab.program.RouterWatch;
import dev.weir.lab.report.Report;
import dev.weir.lab.screen.BucketMap;
import dev.weir.lab.screen.Screen;
import dev.weir.lab.stage.Stage;
import dev.weir.lab.traffic.LoadOrder;
import dev.weir.lab.traffic.LoadResult;
import dev.weir.lab.traffic.LoadRun;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/// Steps 6 and 7: a node is killed under load, only its buckets suffer, and it comes back.
public final class NodeLoss {
  private static final int PER_SECOND_EACH = 100;
  private static final int REQUESTS_MAX = 6_000;
  private static final long REASSIGNED_MILLIS_MAX = 5_500;
  private static final Duration BEFORE_KILL = Duration.ofMillis(1_500);
  private static final Duration AFTER_TABLE = Duration.ofMillis(1_500);
  private static final Duration TABLE_LIMIT = Duration.ofSeconds(30);
  private static final Duration RETURN_LIMIT = Duration.ofSeconds(60);
  private static final Duration RESULTS_LIMIT = Duration.ofSeconds(20);

  private final Stage stage;
  private final LabHost victim;

  /// The loss of this node.
  public NodeLoss(Stage stage, LabHost victim) {
    this.stage = stage;
    this.victim = victim;
  }

  /// When the process was told to end, and when it was gone; microseconds since 1970.
  private record Kill(long orderedMicros, long goneMicros) {}

  /// Plays the step.
  public void play() throws LabFailure, InterruptedException {
    try (RouterWatch watch = stage.watchRouter()) {
      RouterView before = watch.await("any answer", _ -> true, TABLE_LIMIT).view();
      begin();
      Thread.sleep(BEFORE_KILL);
      Kill kill = kill();
      watch.forget();
      RouterWatch.Sighting moved =
          watch.await(
              "a table without " + victim.name(), view -> isWithout(view, before), TABLE_LIMIT);
      Thread.sleep(AFTER_TABLE);
      for (LoadRun client : stage.clients()) {
        client.stop();
      }
      Buckets killed = moved.view().table();
      showKill(before.table(), killed);
      awaitForgotten(watch, moved.view());
      stage.programs().startNode(victim);
      var results = new ArrayList<LoadResult>();
      for (LoadRun client : stage.clients()) {
        results.addAll(client.finish(RESULTS_LIMIT));
      }
      Report.NodeLoss loss = loss(before.table(), kill, moved, results);
      stage.findings().nodeLoss(loss);
      check(loss, kill, before.table(), results);
      Buckets back = comeBack(watch, killed);
      showMap(before.table(), killed, back, loss, results);
    }
  }

  /// The router misses a node that was evicted only later, and is told a table anew then. A node
  /// that came back in that moment would cross it.
  private static void awaitForgotten(RouterWatch watch, RouterView moved)
      throws LabFailure, InterruptedException {
    int left = Plan.CACHES.size() - 1;
    if (moved.usableCaches() > left) {
      watch.await(
          "a table for those it lists",
          view -> view.usableCaches() == left && !view.key().equals(moved.key()),
          TABLE_LIMIT);
    }
  }

  private void begin() throws LabFailure {
    List<String> urls = OriginName.urls(300);
    for (LoadRun client : stage.clients()) {
      client.begin(new LoadOrder(urls, REQUESTS_MAX, PER_SECOND_EACH, false));
    }
  }

  private Kill kill() throws InterruptedException {
    long ordered = now();
    stage.programs().kill(victim);
    return new Kill(ordered, now());
  }

  private static long now() {
    return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
  }

  private boolean isWithout(RouterView view, RouterView before) {
    return !view.key().equals(before.key())
        && view.table().assigned() == stage.dialect().slots()
        && view.table().share(victim.address()) == 0;
  }

  private boolean ownedByVictim(Buckets table, LoadResult result) {
    return table.owner(stage.dialect().slot(OriginName.of(result.url()))).equals(victim.address());
  }

  private void showKill(Buckets before, Buckets killed) {
    List<Integer> moved = killed.movedSince(before);
    boolean onlyIts =
        moved.stream().allMatch(bucket -> before.owner(bucket).equals(victim.address()));
    stage
        .screen()
        .timed(
            "[6] kill -9   %s under load: %d buckets move, %s"
                .formatted(
                    victim.name(),
                    moved.size(),
                    onlyIts ? "all of them " + victim.name() + "'s" : "not only its own"));
  }

  private Report.NodeLoss loss(
      Buckets before, Kill kill, RouterWatch.Sighting moved, List<LoadResult> results) {
    Buckets after = moved.view().table();
    List<Integer> buckets = after.movedSince(before);
    LoadResult first = null;
    int onVictim = 0;
    int onSurvivors = 0;
    for (LoadResult result : results) {
      boolean its = ownedByVictim(before, result);
      onVictim += its && result.failed() ? 1 : 0;
      onSurvivors += !its && result.failed() ? 1 : 0;
      boolean answered = its && !result.failed() && result.startMicros() >= kill.goneMicros();
      if (answered && (first == null || result.endMicros() < first.endMicros())) {
        first = result;
      }
    }
    return new Report.NodeLoss(
        victim.name(),
        buckets.size(),
        (int) buckets.stream().filter(b -> !before.owner(b).equals(victim.address())).count(),
        onSurvivors,
        onVictim,
        first == null ? -1 : (first.endMicros() - kill.orderedMicros()) / 1_000,
        endedBy(first),
        (moved.atMicros() - kill.orderedMicros()) / 1_000);
  }

  private static String endedBy(@org.jspecify.annotations.Nullable LoadResult first) {
    if (first == null) {
      return "nothing";
    }
    return first.cacheStatus().isEmpty() ? "failed-open" : "moved";
  }

  private void check(Report.NodeLoss loss, Kill kill, Buckets before, List<LoadResult> results) {
    var findings = stage.findings();
    findings.equal(
        "buckets moved at the kill", before.share(victim.address()), loss.bucketsMoved());
    findings.equal("buckets moved between survivors", 0, loss.bucketsMovedOnSurvivors());
    findings.equal("failed requests, survivors' buckets", 0, loss.failedRequestsOnSurvivors());
    findings.atMost(
        "new table in force after", REASSIGNED_MILLIS_MAX, loss.reassignedMillis(), " ms");
    findings.atLeast(
        "requests to the survivors' buckets after the kill",
        1,
        results.stream()
            .filter(result -> result.startMicros() >= kill.goneMicros())
            .filter(result -> !ownedByVictim(before, result))
            .count(),
        "");
    findings.add(
        "the blackout ended",
        "moved or failed-open",
        loss.endedBy(),
        !loss.endedBy().equals("nothing"));
    results.stream()
        .filter(result -> result.failed() && !ownedByVictim(before, result))
        .limit(5)
        .forEach(result -> stage.screen().detail("on a survivor: " + result));
  }

  private Buckets comeBack(RouterWatch watch, Buckets killed)
      throws LabFailure, InterruptedException {
    watch.forget();
    RouterView view =
        watch
            .await(
                "a table with " + victim.name(),
                seen ->
                    seen.table().assigned() == stage.dialect().slots()
                        && seen.table().share(victim.address()) > 0,
                RETURN_LIMIT)
            .view();
    List<Integer> moved = view.table().movedSince(killed);
    long others =
        moved.stream().filter(b -> !view.table().owner(b).equals(victim.address())).count();
    int share = view.table().share(victim.address());
    stage
        .screen()
        .timed(
            "[7] it returns %s is given %d buckets, %s"
                .formatted(
                    victim.name(),
                    share,
                    others == 0 ? "nothing else moves" : others + " others move as well"));
    int fair = stage.dialect().slots() / Plan.CACHES.size();
    stage.findings().equal("buckets moved to others at the return", 0L, others);
    stage
        .findings()
        .add(
            "share of the returned node",
            fair + " or " + (fair + 1),
            Integer.toString(share),
            share == fair || share == fair + 1);
    return view.table();
  }

  private void showMap(
      Buckets before,
      Buckets killed,
      Buckets back,
      Report.NodeLoss loss,
      List<LoadResult> results) {
    var beside = new ArrayList<String>(List.of("who owns how much"));
    for (LabHost cache : Plan.CACHES) {
      beside.add(
          "%s  %3d -> %3d -> %3d"
              .formatted(
                  cache.name(),
                  before.share(cache.address()),
                  killed.share(cache.address()),
                  back.share(cache.address())));
    }
    long its = results.stream().filter(result -> ownedByVictim(before, result)).count();
    beside.add("");
    beside.add("the kill");
    beside.add("new table in force        " + Screen.seconds(loss.reassignedMillis()));
    beside.add("moved between survivors   " + loss.bucketsMovedOnSurvivors());
    beside.add(
        "failed, other buckets     %d of %d"
            .formatted(loss.failedRequestsOnSurvivors(), results.size() - its));
    beside.add(
        "failed, %s's buckets %d of %d"
            .formatted(victim.name(), loss.failedRequestsOnVictim(), its));
    beside.add("blackout of these         " + blackout(loss));
    stage.screen().line("");
    List<String> addresses = Plan.CACHES.stream().map(LabHost::address).toList();
    new BucketMap(addresses, before, killed, back).lines(beside).forEach(stage.screen()::line);
  }

  private static String blackout(Report.NodeLoss loss) {
    return switch (loss.endedBy()) {
      case "moved" -> Screen.seconds(loss.blackoutMillis()) + ", until moved";
      case "failed-open" -> Screen.seconds(loss.blackoutMillis()) + ", then direct";
      default -> "did not end";
    };
  }
}
