package dev.weir.lab.scenario.ownership;

import dev.weir.lab.LabFailure;
import dev.weir.lab.net.LabHost;
import dev.weir.lab.net.OriginName;
import dev.weir.lab.net.Plan;
import dev.weir.lab.program.Buckets;
import dev.weir.lab.program.Configurations;
import dev.weir.lab.program.RouterView;
import dev.weir.lab.scenario.Scenario;
import dev.weir.lab.scenario.evict.Cluster;
import dev.weir.lab.stage.Stage;
import dev.weir.lab.traffic.LoadOrder;
import dev.weir.lab.traffic.LoadRun;
import dev.weir.lab.traffic.OriginControl;
import dev.weir.lab.traffic.VersionedPages;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A node gives its buckets up and takes them again, time after time; as soon as they have moved,
/// pages in them are changed by POSTs, or purged, while they are read. What was changed never comes
/// back, also when the buckets do, and each POST has come to the origin once.
public final class DuringHandOver implements Scenario.Script {
  private static final int PAGES_PER_HOST = 9;
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final int TRIES_MAX = 5;
  private static final LabHost MOVING = Plan.CACHES.getLast();

  private final int handOvers;
  private final int each;
  private final List<Trial> trials = new ArrayList<>();
  private long staleAtOnce;
  private long staleLater;

  /// So many hand-overs with so many pages each.
  public DuringHandOver(int handOvers, int each) {
    this.handOvers = handOvers;
    this.each = each;
  }

  @Override
  public void play(Stage stage) throws LabFailure, InterruptedException {
    stage.startClients();
    Cluster.start(stage, Configurations.AT_ONCE);
    for (LoadRun client : stage.clients()) {
      client.awaitReady(Stage.START_LIMIT);
    }
    for (int round = 0; round < handOvers; round++) {
      handOver(stage, round);
    }
    for (Trial trial : trials) {
      staleLater += trial.stale() ? 1 : 0;
    }
    judge(stage);
  }

  private void handOver(Stage stage, int round) throws LabFailure, InterruptedException {
    List<String> pages = pages(round);
    keep(stage, pages);
    Buckets before = stage.awaitRouter("a table", view -> view.table().assigned() > 0).table();
    boolean leaves = round % 2 == 0;
    stage.node(MOVING).drain(leaves);
    RouterView after =
        stage.awaitRouter(
            "a table with" + (leaves ? "out " : " ") + MOVING.name(),
            view ->
                view.table().assigned() == stage.dialect().slots()
                    && (view.table().share(MOVING.address()) == 0) == leaves);
    List<String> moved = moved(pages, before, after.table());
    List<Trial> earlier = List.copyOf(trials);
    for (int i = 0; i < each && i < moved.size(); i++) {
      change(stage, moved.get(i), i % 2 == 0);
    }
    for (Trial trial : earlier.subList(Math.max(0, earlier.size() - each), earlier.size())) {
      staleLater += trial.stale() ? 1 : 0;
    }
    stage
        .screen()
        .timed(
            "[%s]      hand-over %d: %d pages changed since the start, %d stale at once, %d later"
                .formatted(
                    leaves ? "leave" : "join ", round + 1, trials.size(), staleAtOnce, staleLater));
  }

  /// Has all pages kept, each by one node. After a start a host may have no home for a moment.
  private static void keep(Stage stage, List<String> pages)
      throws LabFailure, InterruptedException {
    LoadRun client = stage.clients().getFirst();
    for (int i = 0; i < TRIES_MAX && Copies.of(stage, pages).least() == 0; i++) {
      client.begin(new LoadOrder(pages, pages.size(), 100, true));
      client.finish(LIMIT);
    }
    Copies copies = Copies.of(stage, pages);
    stage.findings().equal("copies of a page before a hand-over, least", 1, copies.least());
    stage.findings().equal("copies of a page before a hand-over, most", 1, copies.most());
  }

  private void change(Stage stage, String page, boolean post)
      throws LabFailure, InterruptedException {
    var trial = new Trial(stage, page, "submission-" + trials.size());
    trials.add(trial);
    LabHost by = Plan.CACHES.get(trials.size() % Plan.CACHES.size());
    staleAtOnce += post ? trial.post() : trial.purge(by);
  }

  private static List<String> pages(int round) {
    var pages = new ArrayList<String>();
    for (int i = 0; i < PAGES_PER_HOST; i++) {
      for (OriginName name : OriginName.ALL) {
        pages.add("http://" + name.host() + VersionedPages.PATH + round + "/" + i);
      }
    }
    return pages;
  }

  private static List<String> moved(List<String> pages, Buckets before, Buckets after) {
    List<Integer> buckets = after.movedSince(before);
    return pages.stream().filter(it -> buckets.contains(OriginName.of(it).bucket())).toList();
  }

  private void judge(Stage stage) throws LabFailure, InterruptedException {
    Map<String, Long> came = OriginControl.submissions();
    long twice = came.values().stream().filter(times -> times > 1).count();
    long never = trials.stream().filter(trial -> !came.containsKey(trial.name())).count();
    var findings = stage.findings();
    findings.equal("pages changed during a hand-over", handOvers * each, trials.size());
    findings.equal("resurrections, read at once", 0L, staleAtOnce);
    findings.equal("resurrections, read after the next hand-over and at the end", 0L, staleLater);
    findings.equal("submissions that came twice", 0L, twice);
    findings.equal("submissions that never came", 0L, never);
    stage.reportPrograms(stage.awaitRouter("a table", view -> view.table().assigned() > 0));
  }
}
