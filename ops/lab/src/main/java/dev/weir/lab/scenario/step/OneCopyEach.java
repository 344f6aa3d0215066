package dev.weir.lab.scenario.step;

import dev.weir.lab.LabFailure;
import dev.weir.lab.net.LabHost;
import dev.weir.lab.net.OriginName;
import dev.weir.lab.net.Plan;
import dev.weir.lab.program.RouterView;
import dev.weir.lab.report.Report;
import dev.weir.lab.stage.Stage;
import dev.weir.lab.traffic.LoadOrder;
import dev.weir.lab.traffic.LoadResult;
import dev.weir.lab.traffic.LoadRun;
import dev.weir.lab.traffic.OriginControl;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Step 5: every URL is fetched from its origin once and stored on one node, whoever asks for it.
public final class OneCopyEach {
  private static final int URLS = 300;
  private static final int REQUESTS_EACH = 900;
  private static final int PER_SECOND_EACH = 200;
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final Stage stage;

  /// On a stage whose clients are started.
  public OneCopyEach(Stage stage) {
    this.stage = stage;
  }

  /// Plays the step.
  public void play() throws LabFailure, InterruptedException {
    List<String> urls = OriginName.urls(URLS);
    for (LoadRun client : stage.clients()) {
      client.awaitReady(Stage.START_LIMIT);
    }
    List<LoadResult> results = load(urls);
    long fetches = fetches(urls);
    Map<String, Integer> copies = copies(urls);
    int min = Collections.min(copies.values());
    int max = Collections.max(copies.values());
    int failed = (int) results.stream().filter(LoadResult::failed).count();
    int hits = (int) results.stream().filter(LoadResult::hit).count();
    stage
        .screen()
        .timed(
            "[5] load      %d URLs, %d requests: %d origin fetches, %d hits, copies per URL min %d max %d"
                .formatted(URLS, results.size(), fetches, hits, min, max));
    results.stream()
        .filter(LoadResult::failed)
        .limit(5)
        .forEach(result -> stage.screen().detail(result.toString()));

    var findings = stage.findings();
    findings.urls(new Report.Urls(URLS, min, max, fetches));
    findings.clients(new Report.Clients(results.size(), failed, hits));
    findings.equal("failed requests", 0, failed);
    findings.equal("origin fetches of the URLs", (long) URLS, fetches);
    findings.equal("hits", results.size() - URLS, hits);
    findings.equal("copies of a URL, least", 1, min);
    findings.equal("copies of a URL, most", 1, max);
    programs();
  }

  /// Each client goes through all URLs three times, the second one half a round ahead.
  private List<LoadResult> load(List<String> urls) throws LabFailure, InterruptedException {
    int turn = 0;
    for (LoadRun client : stage.clients()) {
      var rotated = new ArrayList<>(urls);
      Collections.rotate(rotated, turn * URLS / stage.clients().size());
      client.begin(new LoadOrder(rotated, REQUESTS_EACH, PER_SECOND_EACH, false));
      turn++;
    }
    var results = new ArrayList<LoadResult>();
    for (LoadRun client : stage.clients()) {
      results.addAll(client.finish(LIMIT));
    }
    return results;
  }

  private static long fetches(List<String> urls) throws LabFailure, InterruptedException {
    Map<String, Long> counts = OriginControl.counts();
    return urls.stream().mapToLong(url -> counts.getOrDefault(url, 0L)).sum();
  }

  private Map<String, Integer> copies(List<String> urls) throws InterruptedException {
    var copies = new HashMap<String, Integer>();
    urls.forEach(url -> copies.put(url, 0));
    for (LabHost cache : Plan.CACHES) {
      for (String url : stage.node(cache).inventory()) {
        copies.computeIfPresent(url, (_, count) -> count + 1);
      }
    }
    return copies;
  }

  private void programs() throws LabFailure, InterruptedException {
    RouterView view =
        RouterView.ask(stage.router())
            .orElseThrow(() -> new LabFailure("the router does not answer"));
    stage.reportPrograms(view);
    boolean plain = stage.dialect().plain();
    long taken = 0;
    long others = 0;
    for (LabHost cache : Plan.CACHES) {
      long inGre = stage.node(cache).decapsulatedPackets();
      long asTheyAre = stage.node(cache).plainPackets();
      taken += plain ? asTheyAre : inGre;
      others += plain ? inGre : asTheyAre;
    }
    var findings = stage.findings();
    findings.atLeast("packets the nodes took " + (plain ? "plain" : "out of GRE"), 1, taken, "");
    findings.equal("packets they took " + (plain ? "out of GRE" : "plain"), 0L, others);
    findings.atLeast("packets the router redirected", taken, view.redirectedPackets(), "");
  }
}
