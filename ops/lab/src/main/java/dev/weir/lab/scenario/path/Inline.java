package dev.weir.lab.scenario.path;

import dev.weir.lab.LabFailure;
import dev.weir.lab.host.Shell;
import dev.weir.lab.net.LabHost;
import dev.weir.lab.net.OriginName;
import dev.weir.lab.net.Plan;
import dev.weir.lab.program.Programs;
import dev.weir.lab.scenario.Scenario;
import dev.weir.lab.stage.Stage;
import dev.weir.lab.traffic.Curl;
import dev.weir.lab.traffic.OriginControl;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// The clients' gateway is a node itself, and has no TPROXY: new connections to port 80 end at it,
/// everything else passes, and when it is killed everything does.
public final class Inline implements Scenario.Script {
  private static final LabHost GATEWAY = Plan.ROUTER;
  private static final LabHost CLIENT = Plan.CLIENTS.getFirst();
  private static final OriginName ORIGIN = OriginName.ALL.getFirst();
  private static final String URL = "http://" + ORIGIN.host() + "/logo.png";
  private static final String LISTENER = "http://192.0.2.1:3129/";
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final Duration SHORT = Duration.ofSeconds(1);
  private static final long OPEN_MILLIS_MAX = 8_000;
  private static final long OCTETS = 16L << 20;
  private static final long OCTETS_PER_SECOND = 1L << 20;
  private static final String BIG = "http://" + ORIGIN.host() + "/big/" + OCTETS;

  @Override
  public void play(Stage stage) throws LabFailure, InterruptedException {
    String untouched = Programs.traces(GATEWAY, "rc");
    stage.programs().startOrigins();
    stage.programs().awaitOrigins(Stage.START_LIMIT);
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Curl.Answer> download =
          executor.submit(() -> Curl.getSlowly(CLIENT, BIG, Stage.START_LIMIT, OCTETS_PER_SECOND));
      stage
          .programs()
          .await(
              Plan.ORIGINS,
              "no download begins",
              LIMIT,
              () -> OriginControl.counts().containsKey(BIG));
      stage.programs().startInlineNode();
      stage
          .programs()
          .await(
              GATEWAY,
              "no page comes from the gateway's cache",
              Stage.START_LIMIT,
              () -> Curl.get(CLIENT, URL, SHORT).cacheStatus().present());
      boolean midway = !download.isDone();
      served(stage);
      finished(stage, midway, download);
    }
    killed(stage);
    removed(stage, untouched);
  }

  private static void served(Stage stage) throws LabFailure, InterruptedException {
    Curl.Answer answer = Curl.get(Plan.CLIENTS.get(1), URL, LIMIT);
    stage
        .screen()
        .timed(
            "[1] served    client-2 by %s: %s"
                .formatted(
                    answer.cacheStatus().cache(), answer.cacheStatus().hit() ? "HIT" : "MISS"));
    var findings = stage.findings();
    findings.equal("cache that answered", "weir-gateway", answer.cacheStatus().cache());
    findings.equal("second client's answer is a hit", true, answer.cacheStatus().hit());
    findings.equal("address the client is connected to", ORIGIN.address(), answer.remoteAddress());
    findings.equal("status", 200, answer.status());
    Curl.Answer direct = Curl.get(CLIENT, LISTENER, SHORT);
    findings.equal("the listener's own address, from a client: status", 0, direct.status());
  }

  /// What began before goes on: the gateway does not know it, and routes it.
  private static void finished(Stage stage, boolean midway, Future<Curl.Answer> download)
      throws LabFailure, InterruptedException {
    try {
      Curl.Answer answer = download.get();
      stage
          .screen()
          .timed(
              "[2] finished  a download that began before: %d octets".formatted(answer.octets()));
      var findings = stage.findings();
      findings.equal("the node came in the middle of a download", true, midway);
      findings.equal("its exit", 0, answer.exit());
      findings.equal("its octets", OCTETS, answer.octets());
      findings.equal("a cache had a part in it", false, answer.cacheStatus().present());
    } catch (ExecutionException e) {
      throw new LabFailure("the download did not run: " + e.getCause(), e);
    }
  }

  /// The rules outlive the process, but not the word that it lives.
  private static void killed(Stage stage) throws LabFailure, InterruptedException {
    stage.programs().kill(GATEWAY);
    long since = System.nanoTime();
    Curl.Answer answer = Curl.get(CLIENT, URL, SHORT);
    while (answer.status() != 200 && System.nanoTime() - since < LIMIT.toNanos()) {
      Thread.sleep(100);
      answer = Curl.get(CLIENT, URL, SHORT);
    }
    long millis = (System.nanoTime() - since) / 1_000_000;
    stage
        .screen()
        .timed("[3] kill -9   the same page: %d, after %d ms".formatted(answer.status(), millis));
    var findings = stage.findings();
    findings.equal("status without the node", 200, answer.status());
    findings.equal("a cache had a part in it then", false, answer.cacheStatus().present());
    findings.add(
        "time until the gateway lets pass",
        "<= " + OPEN_MILLIS_MAX + " ms",
        millis + " ms",
        millis <= OPEN_MILLIS_MAX);
  }

  private static void removed(Stage stage, String untouched)
      throws LabFailure, InterruptedException {
    Shell.Outcome outcome = stage.programs().intercept(GATEWAY, "remove");
    stage.screen().timed("[4] removed   weir intercept remove: exit %d".formatted(outcome.exit()));
    stage.findings().equal("weir intercept remove: exit", 0, outcome.exit());
    stage
        .findings()
        .equal("rules and settings after it", untouched, Programs.traces(GATEWAY, "rc"));
  }
}
