package dev.weir.lab.scenario.ownership;

import dev.weir.lab.LabFailure;
import dev.weir.lab.host.Shell;
import dev.weir.lab.net.LabHost;
import dev.weir.lab.net.OriginName;
import dev.weir.lab.net.Plan;
import dev.weir.lab.program.Configurations;
import dev.weir.lab.program.RouterView;
import dev.weir.lab.scenario.Scenario;
import dev.weir.lab.scenario.evict.Cluster;
import dev.weir.lab.stage.Stage;
import dev.weir.lab.traffic.LoadOrder;
import dev.weir.lab.traffic.LoadResult;
import dev.weir.lab.traffic.LoadRun;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// The caches' switch falls into two: r1 with cache-1 and cache-2 on one, r2 with the others on the
/// other. Grid, peer link and WCCP are cut alike; each half serves the clients of its router. When
/// the switches are one again, each page is on one node within the time of a hand-over.
public final class Partition implements Scenario.Script {
  private static final int URLS = 96;
  private static final int PER_SECOND_EACH = 50;
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final Duration ONE_COPY_LIMIT = Duration.ofMinutes(2);
  private static final long ONE_COPY_SECONDS_MAX = 65;
  private static final List<LabHost> FIRST = Plan.CACHES.subList(0, 2);

  private final List<LabHost> second;
  private final List<String> urls = OriginName.urls(URLS);

  private Partition(List<LabHost> second) {
    this.second = second;
  }

  /// Three caches, one of them behind the second router.
  public static Partition twoAndOne() {
    return new Partition(List.of(Plan.CACHES.getLast()));
  }

  /// Four, two behind each.
  public static Partition twoAndTwo() {
    return new Partition(List.of(Plan.CACHES.getLast(), Plan.FOURTH_CACHE));
  }

  /// What the second half sends, and what is sent to it and to client-2, goes by r2; and there is a
  /// second switch that nobody is plugged into.
  private List<String> prepared() {
    var commands = new ArrayList<String>();
    for (LabHost cache : second) {
      commands.add("-n " + cache.namespace() + " route replace default via 10.0.2.2");
      commands.add("-n weir-origins route add " + cache.address() + "/32 via 10.0.8.1");
    }
    String client = Plan.CLIENTS.getLast().address();
    commands.add("-n weir-origins route add " + client + "/32 via 10.0.8.1");
    commands.add("-n weir-lan link add apart type bridge");
    commands.add("-n weir-lan link set apart up");
    return commands;
  }

  @Override
  public void play(Stage stage) throws LabFailure, InterruptedException {
    for (String command : prepared()) {
      Shell.must(TwoRouters.words(command));
    }
    stage.startClients();
    TwoRouters routers = start(stage);
    Cluster.awaitWhole(stage);
    for (LoadRun client : stage.clients()) {
      client.awaitReady(Stage.START_LIMIT);
    }
    load(stage, "before the cut");
    Copies whole = Copies.of(stage, stage.caches(), urls);
    stage.findings().equal("copies before the cut, least", 1, whole.least());
    stage.findings().equal("copies before the cut, most", 1, whole.most());
    stage.screen().timed("[whole]       %d pages, one copy of each".formatted(URLS));

    plug("apart");
    awaitHalves(stage, routers);
    load(stage, "while cut");
    oneCopyEach(stage, "r1", Copies.of(stage, FIRST, urls));
    oneCopyEach(stage, "r2", Copies.of(stage, second, urls));
    stage.screen().timed("[cut]         each half keeps every page, once");

    plug("caches");
    long healed = System.nanoTime();
    routers.awaitOne();
    long one = System.nanoTime();
    load(stage, "after the cut");
    oneCopy(stage, healed, one);
    stage.reportPrograms(stage.awaitAssigned());
  }

  private TwoRouters start(Stage stage) throws LabFailure, InterruptedException {
    if (second.contains(Plan.FOURTH_CACHE)) {
      stage.addCache();
      return TwoRouters.start(stage, (_, text) -> Configurations.ofFour(text));
    }
    return TwoRouters.start(stage);
  }

  private static void oneCopyEach(Stage stage, String router, Copies copies) {
    stage.findings().equal("copies in the half of " + router + ", most", 1, copies.most());
    stage.findings().equal("copies in the half of " + router + ", least", 1, copies.least());
  }

  private void plug(String bridge) throws LabFailure, InterruptedException {
    var ports = new ArrayList<String>(List.of("r2n"));
    second.forEach(cache -> ports.add(cache.name()));
    for (String port : ports) {
      Shell.must(TwoRouters.words("-n weir-lan link set " + port + " master " + bridge));
    }
  }

  private void awaitHalves(Stage stage, TwoRouters routers)
      throws LabFailure, InterruptedException {
    routers.await(
        stage.router(), "r1 has a table of cache-1 and cache-2", view -> of(stage, view, FIRST));
    RouterView other =
        routers.await(
            stage.secondRouter(), "r2 has a table of its half", view -> of(stage, view, second));
    stage.findings().equal("designated by r2", second.getFirst().address(), other.designated());
  }

  /// Whether these have all buckets and each other's epoch.
  private static boolean of(Stage stage, RouterView view, List<LabHost> nodes)
      throws InterruptedException {
    int share = nodes.stream().mapToInt(it -> view.table().share(it.address())).sum();
    boolean whole = share == stage.dialect().slots();
    for (LabHost node : nodes) {
      whole = whole && view.key().endsWith("/" + stage.node(node).epoch(nodes.size()));
    }
    return whole;
  }

  /// Each client asks for every page twice.
  private void load(Stage stage, String when) throws LabFailure, InterruptedException {
    for (LoadRun client : stage.clients()) {
      client.begin(new LoadOrder(urls, 2 * URLS, PER_SECOND_EACH, false));
    }
    for (LoadRun client : stage.clients()) {
      List<LoadResult> results = new ArrayList<>(client.finish(LIMIT));
      long failed = results.stream().filter(LoadResult::failed).count();
      long hits = results.stream().filter(LoadResult::hit).count();
      String whose = " of " + client.client().name() + " " + when;
      stage.findings().equal("failed requests" + whose, 0L, failed);
      stage.findings().atLeast("hits" + whose, URLS, hits, "");
      results.stream()
          .filter(LoadResult::failed)
          .limit(5)
          .forEach(it -> stage.screen().detail(it.toString()));
    }
  }

  private void oneCopy(Stage stage, long healed, long one) throws LabFailure, InterruptedException {
    int most = Copies.of(stage, stage.caches(), urls).most();
    stage
        .programs()
        .await(
            Plan.ROUTER,
            "a page is on several nodes",
            ONE_COPY_LIMIT,
            () -> Copies.of(stage, stage.caches(), urls).most() <= 1);
    long now = System.nanoTime();
    long since = Duration.ofNanos(now - one).toSeconds();
    stage
        .screen()
        .timed(
            "[healed]      one table %d s later, one copy of each page (of %d) %d s after that"
                .formatted(Duration.ofNanos(one - healed).toSeconds(), most, since));
    stage
        .findings()
        .atMost("one copy of each page, after the common table", ONE_COPY_SECONDS_MAX, since, " s");
    stage.findings().equal("copies then, least", 1, Copies.of(stage, stage.caches(), urls).least());
  }
}
