package dev.weir.lab.scenario;

import dev.weir.lab.LabFailure;
import dev.weir.lab.net.LabHost;
import dev.weir.lab.net.OriginName;
import dev.weir.lab.net.Plan;
import dev.weir.lab.program.RouterView;
import dev.weir.lab.stage.ResidentMemory;
import dev.weir.lab.stage.Stage;
import dev.weir.lab.traffic.Curl;
import java.time.Duration;

/// A body much larger than a node's memory streams through it.
final class BigDownload implements Scenario.Script {
  private static final long FIRST_OCTETS = 512L << 20;
  private static final long OCTETS = 2L << 30;
  private static final long GROWTH_KIB_MAX = 32 * 1024;
  private static final Duration LIMIT = Duration.ofMinutes(5);
  private static final OriginName ORIGIN = OriginName.ALL.getFirst();

  @Override
  public void play(Stage stage) throws LabFailure, InterruptedException {
    stage.startWeir();
    RouterView view = stage.awaitAssigned();
    LabHost owner = Plan.cacheAt(view.table().owner(ORIGIN.bucket()));
    LabHost client = Plan.CLIENTS.getFirst();
    stage.screen().timed("[1] assigned  " + ORIGIN.host() + " is " + owner.name() + "'s");

    awaitGrid(stage, owner);
    Curl.get(client, url(FIRST_OCTETS), LIMIT); // what a node needs at its first download, it keeps
    Curl.Answer answer;
    long before;
    long peak;
    try (var memory = ResidentMemory.watch(stage.programs().process(owner).pid())) {
      before = memory.nowKib();
      answer = Curl.get(client, url(OCTETS), LIMIT);
      peak = memory.peakKib();
    }
    long growth = Math.max(0, peak - before);
    stage
        .screen()
        .timed(
            "[2] download  %d MiB by way of %s: its memory %d MiB, at most %d MiB meanwhile"
                .formatted(
                    answer.octets() >> 20,
                    answer.cacheStatus().cache(),
                    before / 1024,
                    peak / 1024));
    var findings = stage.findings();
    findings.equal("octets the client got", OCTETS, answer.octets());
    findings.equal("curl's exit", 0, answer.exit());
    findings.equal("cache it came through", owner.pseudonym(), answer.cacheStatus().cache());
    findings.atMost("growth of the node's memory", GROWTH_KIB_MAX, growth, " KiB");
    findings.equal("URLs stored", 0, stage.node(owner).inventory().size());
    stage.reportPrograms(view);
  }

  /// To join the grid takes memory, too.
  private static void awaitGrid(Stage stage, LabHost owner)
      throws LabFailure, InterruptedException {
    stage
        .programs()
        .await(
            owner,
            "it does not join the grid",
            Stage.START_LIMIT,
            () -> stage.node(owner).hasWholeGrid());
  }

  private static String url(long octets) {
    return "http://" + ORIGIN.host() + "/big/" + octets;
  }
}
