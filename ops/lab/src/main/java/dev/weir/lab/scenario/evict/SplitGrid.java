package dev.weir.lab.scenario.evict;

import dev.weir.lab.LabFailure;
import dev.weir.lab.capture.Capture;
import dev.weir.lab.capture.Seen;
import dev.weir.lab.host.Shell;
import dev.weir.lab.net.LabHost;
import dev.weir.lab.net.OriginName;
import dev.weir.lab.net.Plan;
import dev.weir.lab.program.Configurations;
import dev.weir.lab.program.RouterView;
import dev.weir.lab.scenario.Scenario;
import dev.weir.lab.stage.Stage;
import dev.weir.lab.traffic.LoadOrder;
import dev.weir.lab.traffic.LoadResult;
import dev.weir.lab.traffic.LoadRun;
import dev.weir.wccp.message.Message;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// The designated node loses the grid while routers see all nodes: no bucket moves, nothing fails,
/// and nobody else assigns.
public final class SplitGrid implements Scenario.Script {
  private static final int PER_SECOND_EACH = 25;
  private static final int REQUESTS_MAX = 2_000;
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final Duration LONGER = Duration.ofSeconds(4);
  private static final LabHost ALONE = Plan.CACHES.getFirst();
  private static final String CUT =
      """
      nft -f - <<'END'
      table inet weir_cut {
        chain in { type filter hook input priority -10; policy accept;
          tcp dport 5701 drop; tcp sport 5701 drop; }
        chain out { type filter hook output priority -10; policy accept;
          tcp dport 5701 drop; tcp sport 5701 drop; }
      }
      END
      """;

  @Override
  public void play(Stage stage) throws LabFailure, InterruptedException {
    stage.startClients();
    Cluster.start(stage, Configurations.AT_ONCE);
    for (LoadRun client : stage.clients()) {
      client.awaitReady(Stage.START_LIMIT);
    }
    Capture wire = stage.capture(Plan.ROUTER, "rn", "udp port 2048");
    for (LoadRun client : stage.clients()) {
      client.begin(new LoadOrder(OriginName.urls(100), REQUESTS_MAX, PER_SECOND_EACH, false));
    }
    RouterView before = stage.awaitAssigned();
    Shell.must("ip", "netns", "exec", ALONE.namespace(), "sh", "-ec", CUT);
    for (LabHost other : Cluster.without(ALONE)) {
      stage
          .programs()
          .await(
              other,
              "it still sees all members",
              LIMIT,
              () -> !stage.node(other).members().contains(ALONE.address()));
    }
    Thread.sleep(LONGER.toMillis());
    var results = new ArrayList<LoadResult>();
    for (LoadRun client : stage.clients()) {
      client.stop();
      results.addAll(client.finish(LIMIT));
    }
    wire.stop();
    judge(stage, before, wire, results);
  }

  private static void judge(Stage stage, RouterView before, Capture wire, List<LoadResult> results)
      throws LabFailure, InterruptedException {
    RouterView after = stage.awaitRouter("a table", view -> view.table().assigned() > 0);
    long tables =
        wire.seen().stream()
            .filter(seen ->
                seen instanceof Seen.Wccp it && it.message() instanceof Message.RedirectAssign)
            .count();
    stage
        .screen()
        .timed(
            "[split]       the grid is 1 | 2: %d tables sent, %d requests, %d failed"
                .formatted(
                    tables, results.size(), results.stream().filter(LoadResult::failed).count()));
    var findings = stage.findings();
    findings.equal("tables sent", 0L, tables);
    findings.equal("key", before.key(), after.key());
    findings.equal("buckets moved", 0, after.table().movedSince(before.table()).size());
    findings.equal("failed requests", 0L, results.stream().filter(LoadResult::failed).count());
    findings.atLeast("requests", 100, results.size(), "");
    for (LabHost cache : Plan.CACHES) {
      findings.equal("dead to " + cache.name(), false, Cluster.told(stage, cache, "node-dead"));
    }
    stage.reportPrograms(after);
  }
}
