package dev.weir.lab.scenario.relay;

import dev.weir.lab.LabFailure;
import dev.weir.lab.host.Shell;
import dev.weir.lab.net.LabHost;
import dev.weir.lab.net.OriginName;
import dev.weir.lab.net.Plan;
import dev.weir.lab.program.Configurations;
import dev.weir.lab.program.NodeView;
import dev.weir.lab.program.RouterView;
import dev.weir.lab.scenario.Scenario;
import dev.weir.lab.stage.Stage;
import dev.weir.lab.traffic.Curl;
import dev.weir.lab.traffic.LoadOrder;
import dev.weir.lab.traffic.LoadRun;
import dev.weir.lab.traffic.OriginControl;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/// Each URL is owned for itself, so that most requests come to a node that is not its owner: one
/// copy of each, what a relay costs, and an owner that dies in the middle of one.
public final class Relayed implements Scenario.Script {
  private static final int URLS = 150;
  private static final int PER_SECOND = 500;
  private static final int REQUESTS = 1_500;
  private static final long ANSWER_MILLIS_MAX = 5_000;
  private static final long MID_RELAY_MILLIS = 300;
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final boolean costs;

  /// Whether it shows what relaying costs, too; that takes a machine with nothing else to do.
  public Relayed(boolean costs) {
    this.costs = costs;
  }

  @Override
  public void play(Stage stage) throws LabFailure, InterruptedException {
    if (costs) {
      stage.programs().compileFully();
    }
    stage.startWeir(
        text -> text,
        (_, text) -> Configurations.linked(text.replace("by: destination", "by: url")));
    stage.startClients();
    RouterView view = stage.awaitAssigned();
    LoadRun client = stage.clients().getFirst();
    client.awaitReady(Stage.START_LIMIT);
    awaitOneEpoch(stage);
    awaitLinks(stage);
    stage.screen().timed("[1] assigned  every URL has an owner of its own");

    load(client, OriginName.urls(URLS), REQUESTS); // the first connections between nodes
    awaitLinks(stage);
    List<String> urls = Pages.urls(URLS);
    load(client, urls, 2 * URLS);
    Pages pages = Pages.of(stage, view.table(), urls);
    oneCopyEach(stage, pages, urls);

    LabHost ingress =
        Plan.CACHES.stream()
            .max(
                Comparator.comparingInt(
                    it -> Math.min(pages.at(it, true).size(), pages.at(it, false).size())))
            .orElseThrow();
    List<String> relayed = pages.at(ingress, false);
    if (relayed.isEmpty() || pages.at(ingress, true).isEmpty()) {
      return; // no page is where it should be, which is found already
    }
    bothHops(stage, relayed.getFirst());
    if (costs) {
      new RelayCost(stage, client, ingress).measure(pages.at(ingress, true), relayed);
    }
    stage.reportPrograms(view);
    ownerDies(stage, pages, relayed.getFirst());
  }

  private static void awaitOneEpoch(Stage stage) throws LabFailure, InterruptedException {
    stage
        .programs()
        .await(
            Plan.ROUTER,
            "the nodes do not go by one epoch",
            Stage.START_LIMIT,
            () -> oneEpoch(stage));
  }

  /// While a node starts, others wait in vain for it, and fetch without storing.
  private static void awaitLinks(Stage stage) throws LabFailure, InterruptedException {
    for (LabHost cache : Plan.CACHES) {
      stage
          .programs()
          .await(
              cache,
              "the others are not there for it",
              Stage.START_LIMIT,
              () -> hasOthers(stage.node(cache)));
    }
  }

  private static boolean hasOthers(NodeView node) throws InterruptedException {
    return node.hasWholeGrid() && node.metric("weir_peers_silent", "") == 0;
  }

  private static boolean oneEpoch(Stage stage) throws InterruptedException {
    var epochs = new HashSet<String>();
    for (LabHost cache : Plan.CACHES) {
      epochs.add(stage.node(cache).epoch(Plan.CACHES.size()));
    }
    return epochs.size() == 1 && !epochs.contains("");
  }

  private static void oneCopyEach(Stage stage, Pages pages, List<String> urls)
      throws LabFailure, InterruptedException {
    var counts = OriginControl.counts();
    long fetches = urls.stream().mapToLong(url -> counts.getOrDefault(url, 0L)).sum();
    stage.findings().equal("pages that are not on exactly one node", 0L, pages.astray());
    stage.findings().equal("origin fetches of the pages", (long) urls.size(), fetches);
    stage
        .screen()
        .timed(
            "[2] one copy  %d pages, %d origin fetches, %d pages astray"
                .formatted(urls.size(), fetches, pages.astray()));
  }

  private static void bothHops(Stage stage, String url) throws LabFailure, InterruptedException {
    Curl.Answer answer = Curl.get(Plan.CLIENTS.getFirst(), url, LIMIT);
    var members =
        String.join(", ", answer.headers().getOrDefault("cache-status", List.of("nothing")));
    stage
        .findings()
        .add(
            "Cache-Status of a relayed hit",
            "the owner's hit, then the ingress's relay",
            members,
            members.matches("weir-[^,]*; hit, weir-[^,]*; fwd=bypass; .*detail=relay"));
    stage.screen().timed("[3] both hops " + members);
  }

  private static void load(LoadRun client, List<String> urls, int requests)
      throws LabFailure, InterruptedException {
    client.begin(new LoadOrder(urls, requests, PER_SECOND, true));
    client.finish(LIMIT);
  }

  /// The owner is stopped, so that a relay hangs in it, and killed then.
  private static void ownerDies(Stage stage, Pages pages, String url)
      throws LabFailure, InterruptedException {
    LabHost owner = Objects.requireNonNull(pages.keepers().get(url)).iterator().next();
    String pid = Long.toString(stage.programs().process(owner).pid());
    Shell.must("kill", "-STOP", pid);
    var asking = new FutureTask<>(() -> Curl.get(Plan.CLIENTS.getFirst(), url, LIMIT));
    Thread.ofPlatform().name("asks").start(asking);
    Thread.sleep(MID_RELAY_MILLIS);
    stage.programs().kill(owner);
    try {
      Curl.Answer answer = asking.get();
      stage.findings().equal("status when the owner dies in mid-relay", 200, answer.status());
      stage
          .findings()
          .atMost("time it takes", ANSWER_MILLIS_MAX, Math.round(answer.millis()), " ms");
      stage
          .screen()
          .timed(
              "[5] kill -9   %s in mid-relay: the client has its page after %d ms"
                  .formatted(owner.name(), Math.round(answer.millis())));
    } catch (ExecutionException e) {
      throw new LabFailure("curl failed: " + e.getCause(), e);
    }
  }
}
