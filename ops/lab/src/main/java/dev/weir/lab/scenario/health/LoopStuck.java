package dev.weir.lab.scenario.health;

import dev.weir.lab.LabFailure;
import dev.weir.lab.net.LabHost;
import dev.weir.lab.net.OriginName;
import dev.weir.lab.net.Plan;
import dev.weir.lab.program.Admin;
import dev.weir.lab.program.RouterView;
import dev.weir.lab.program.RouterWatch;
import dev.weir.lab.scenario.Scenario;
import dev.weir.lab.stage.Stage;
import dev.weir.lab.traffic.Curl;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.TimeUnit;

/// An event loop of a node never gets free, by its fault on demand: the node hands its buckets
/// back, its process ends with status 3, and a new one has the share again.
public final class LoopStuck implements Scenario.Script {
  private static final int STATUS = 3;
  private static final long HANDED_BACK_MILLIS_MAX = 10_000;
  private static final long ENDED_MILLIS_LEAST = 9_500;
  private static final long ENDED_MILLIS_MAX = 16_000;
  private static final long PATIENCE_MILLIS = 30_000;
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final OriginName ORIGIN = OriginName.ALL.getFirst();
  private static final LabHost CLIENT = Plan.CLIENTS.getFirst();

  @Override
  public void play(Stage stage) throws LabFailure, InterruptedException {
    stage.startWeir();
    RouterView before = stage.awaitAssigned();
    LabHost victim = Plan.cacheAt(before.table().owner(ORIGIN.bucket()));
    try (RouterWatch watch = stage.watchRouter()) {
      long stuck = now();
      new Admin(victim, Admin.NODE_PORT).post("/v1/faults/stuck-loop");
      long asked = now();
      handedBack(stage, watch, victim, stuck);
      ended(stage, victim, asked);
    }
    serve(stage, "after its end");
    stage.programs().startNode(victim);
    RouterView after = stage.awaitAssigned();
    stage
        .findings()
        .equal(
            "share of the new process",
            before.table().share(victim.address()),
            after.table().share(victim.address()));
    stage.reportPrograms(after);
  }

  private static void handedBack(Stage stage, RouterWatch watch, LabHost victim, long stuck)
      throws LabFailure, InterruptedException {
    long gone =
        watch
            .await(
                "a table without " + victim.name(),
                view ->
                    view.table().share(victim.address()) == 0
                        && view.table().assigned() == stage.dialect().slots(),
                Stage.START_LIMIT)
            .atMicros();
    long millis = (gone - stuck) / 1_000;
    stage
        .screen()
        .timed(
            "[2] stuck     %s's buckets are gone from the router's table after %d ms"
                .formatted(victim.name(), millis));
    stage.findings().atMost("buckets handed back after", HANDED_BACK_MILLIS_MAX, millis, " ms");
    serve(stage, "while it is stuck");
  }

  private static void ended(Stage stage, LabHost victim, long asked) throws InterruptedException {
    Process process = stage.programs().process(victim);
    boolean ended = process.waitFor(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
    long millis = (now() - asked) / 1_000;
    String status = ended ? Integer.toString(process.exitValue()) : "none";
    stage.screen().timed("[3] ended     with status %s after %d ms".formatted(status, millis));
    stage.findings().equal("exit status", Integer.toString(STATUS), status);
    stage.findings().atLeast("ended after", ENDED_MILLIS_LEAST, millis, " ms");
    stage.findings().atMost("ended before", ENDED_MILLIS_MAX, millis, " ms");
  }

  private static void serve(Stage stage, String when) throws LabFailure, InterruptedException {
    Curl.Answer answer = Curl.get(CLIENT, "http://" + ORIGIN.host() + "/stuck", LIMIT);
    stage.findings().equal("status " + when, 200, answer.status());
  }

  private static long now() {
    return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
  }
}
