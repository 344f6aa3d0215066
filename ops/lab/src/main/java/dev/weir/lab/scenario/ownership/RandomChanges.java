package dev.weir.lab.scenario.ownership;

import static java.util.stream.Collectors.counting;

import dev.weir.lab.LabFailure;
import dev.weir.lab.net.LabHost;
import dev.weir.lab.net.OriginName;
import dev.weir.lab.net.Plan;
import dev.weir.lab.program.Buckets;
import dev.weir.lab.program.RouterView;
import dev.weir.lab.scenario.Scenario;
import dev.weir.lab.scenario.evict.Cluster;
import dev.weir.lab.scenario.ownership.Change.State;
import dev.weir.lab.stage.Stage;
import dev.weir.lab.traffic.LoadOrder;
import dev.weir.lab.traffic.LoadResult;
import dev.weir.lab.traffic.LoadRun;
import dev.weir.lab.traffic.OriginControl;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Nodes are killed, stopped, drained and started at random, one or two at once, while all pages
/// are asked for all the time. A page is never on three nodes, and a minute after the last change
/// on one; what has moved is handed over, and not fetched again. Only what was on a node that ended
/// is, once for each copy.
public final class RandomChanges implements Scenario.Script {
  /// Who is drained or stopped leaves the routers in the order of operators' clusters.
  private static final String IN_ORDER = "slow-start: off, drain: 10s";

  private static final int URLS = 240;
  private static final int PER_SECOND_EACH = 20;
  private static final int REQUESTS_MAX = 1_000_000;
  private static final int PAUSE_MILLIS_MAX = 5_000;
  private static final int MOVED_ONE_OF = 100;
  private static final long ONE_COPY_SECONDS_MAX = 65;
  private static final Duration LIMIT = Duration.ofMinutes(1);
  private static final Duration ONE_COPY_LIMIT = Duration.ofMinutes(2);

  private final int changes;
  private final long seed;
  private final List<String> urls = OriginName.urls(URLS);
  private final Map<LabHost, State> states = new LinkedHashMap<>();

  /// Pages that were on nodes which ended, when they were told to.
  private long died;

  /// Pages whose owner changed from one that lived on.
  private long moved;

  private final List<End> ends = new ArrayList<>();

  /// Nodes that ended without a word: what clients had under way at them cannot be saved, until a
  /// table without them is in force.
  ///
  /// @param buckets whose packets went to them
  private record End(Set<Integer> buckets, long fromMicros, long untilMicros) {
    boolean excuses(LoadResult failed) {
      return failed.startMicros() < untilMicros
          && failed.endMicros() > fromMicros
          && buckets.contains(OriginName.of(failed.url()).bucket());
    }
  }

  /// So many changes, the same ones for the same seed.
  public RandomChanges(int changes, long seed) {
    this.changes = changes;
    this.seed = seed;
  }

  @Override
  public void play(Stage stage) throws LabFailure, InterruptedException {
    stage.startClients();
    Buckets table = Cluster.start(stage, IN_ORDER).table();
    Plan.CACHES.forEach(cache -> states.put(cache, State.UP));
    for (LoadRun client : stage.clients()) {
      client.awaitReady(Stage.START_LIMIT);
      client.begin(new LoadOrder(urls, REQUESTS_MAX, PER_SECOND_EACH, false));
    }
    awaitAllKept(stage);
    var random = new Random(seed);
    try (var samples = new Samples(stage, urls)) {
      for (int i = 1; i <= changes; i++) {
        table = change(stage, Change.draw(random, states), table, i);
        Thread.sleep(random.nextInt(PAUSE_MILLIS_MAX));
      }
      long last = System.nanoTime();
      awaitOneCopy(stage);
      long after = Duration.ofNanos(System.nanoTime() - last).toSeconds();
      stage
          .findings()
          .equal("samples with a page on three nodes, of " + samples.count(), 0, samples.beyond());
      stage
          .findings()
          .atMost(
              "one copy of each page, after the last change", ONE_COPY_SECONDS_MAX, after, " s");
    }
    judge(stage);
  }

  private void awaitAllKept(Stage stage) throws LabFailure, InterruptedException {
    stage
        .programs()
        .await(
            Plan.ROUTER, "not every page is kept", LIMIT, () -> Copies.of(stage, urls).least() > 0);
    stage.screen().timed("[whole]       %d pages are kept; seed %d".formatted(URLS, seed));
  }

  private Buckets change(Stage stage, Change change, Buckets before, int number)
      throws LabFailure, InterruptedException {
    long fromMicros = nowMicros();
    for (LabHost node : change.nodes()) {
      carryOut(stage, change.kind(), node);
      states.put(node, change.kind().then());
    }
    Buckets after = awaitTable(stage);
    if (change.kind() == Change.Kind.KILL) {
      ends.add(new End(bucketsOf(change.nodes(), before), fromMicros, nowMicros()));
    }
    long here = moved(before, after);
    moved += here;
    stage
        .screen()
        .timed(
            "[%2d] %-30s %3d pages move; until now %4d fetches, %4d pages died"
                .formatted(number, change, here, OriginControl.fetches(urls), died));
    return after;
  }

  private static Set<Integer> bucketsOf(List<LabHost> nodes, Buckets table) {
    return OriginName.ALL.stream()
        .map(OriginName::bucket)
        .filter(bucket -> nodes.contains(Plan.cacheAt(table.owner(bucket))))
        .collect(Collectors.toSet());
  }

  private static long nowMicros() {
    return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
  }

  private void carryOut(Stage stage, Change.Kind kind, LabHost node)
      throws LabFailure, InterruptedException {
    switch (kind) {
      case KILL -> {
        died += Copies.of(stage, List.of(node), urls).on(node);
        stage.programs().signal(node, "KILL");
      }
      case STOP -> {
        died += Copies.of(stage, List.of(node), urls).on(node);
        stage.programs().signal(node, "TERM");
      }
      case DRAIN -> stage.node(node).drain(true);
      case JOIN -> {
        if (states.get(node) == State.DRAINED) {
          stage.node(node).drain(false);
        } else {
          stage.programs().process(node).waitFor(); // one that was stopped may still end
          stage.programs().startNode(node, text -> Cluster.with(text, IN_ORDER));
        }
      }
    }
  }

  /// Waits until those that are up have all buckets, each some.
  private Buckets awaitTable(Stage stage) throws LabFailure, InterruptedException {
    var seen = new ArrayList<Buckets>();
    stage
        .programs()
        .await(
            Plan.ROUTER,
            "the table is not of those who are up",
            LIMIT,
            () -> {
              RouterView.ask(stage.router()).map(RouterView::table).ifPresent(seen::add);
              return !seen.isEmpty() && fits(stage, seen.getLast());
            });
    return seen.getLast();
  }

  private boolean fits(Stage stage, Buckets table) {
    return table.assigned() == stage.dialect().slots()
        && states.entrySet().stream()
            .allMatch(
                it -> (it.getValue() == State.UP) == (table.share(it.getKey().address()) > 0));
  }

  private long moved(Buckets before, Buckets after) {
    List<Integer> buckets = after.movedSince(before);
    return urls.stream()
        .map(url -> OriginName.of(url).bucket())
        .filter(buckets::contains)
        .filter(bucket -> states.get(Plan.cacheAt(before.owner(bucket))) != State.DOWN)
        .count();
  }

  private void awaitOneCopy(Stage stage) throws LabFailure, InterruptedException {
    stage
        .programs()
        .await(
            Plan.ROUTER,
            "a page is on several nodes",
            ONE_COPY_LIMIT,
            () -> {
              Copies copies = Copies.of(stage, urls);
              return copies.most() == 1 && copies.least() == 1;
            });
  }

  private void judge(Stage stage) throws LabFailure, InterruptedException {
    var results = new ArrayList<LoadResult>();
    for (LoadRun client : stage.clients()) {
      client.stop();
      results.addAll(client.finish(LIMIT));
    }
    List<LoadResult> failures = results.stream().filter(LoadResult::failed).toList();
    long failed = failures.size();
    Map<String, Long> faults =
        failures.stream()
            .filter(one -> ends.stream().noneMatch(end -> end.excuses(one)))
            .collect(Collectors.groupingBy(RandomChanges::sort, TreeMap::new, counting()));
    long fetches = OriginControl.fetches(urls);
    stage
        .screen()
        .timed(
            "[%d changes]  %d requests, %d failed; %d pages, %d died, %d moved: %d origin fetches"
                .formatted(changes, results.size(), failed, URLS, died, moved, fetches));
    var findings = stage.findings();
    findings.atMost(
        "origin fetches: %d pages, %d died, one of a hundred of %d moved"
            .formatted(URLS, died, moved),
        URLS + died + moved / MOVED_ONE_OF,
        fetches,
        "");
    findings.atLeast("pages moved", 1, moved, "");
    findings.equal(
        "failed requests, of %d, but for those at killed nodes".formatted(results.size()),
        Map.of(),
        faults);
    findings.atMost("failed requests", results.size() / 100, failed, "");
  }

  /// How a request failed.
  private static String sort(LoadResult failed) {
    return failed.status() == 0 ? failed.error() : "status " + failed.status();
  }
}
