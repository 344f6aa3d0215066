package dev.weir.lab.scenario;

import dev.weir.lab.LabFailure;
import dev.weir.lab.host.Shell;
import dev.weir.lab.net.LabHost;
import dev.weir.lab.net.OriginName;
import dev.weir.lab.net.Plan;
import dev.weir.lab.program.Programs;
import dev.weir.lab.stage.Stage;
import dev.weir.lab.traffic.Curl;
import dev.weir.lab.traffic.OriginControl;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// A router that knows no WCCP routes its clients' web packets to one node, as a policy or a
/// layer-four switch does. The node answers from its cache, and when it is gone traffic goes on.
final class PolicyRouted implements Scenario.Script {
  private static final LabHost CACHE = Plan.CACHES.getFirst();
  private static final LabHost STRANGER = Plan.CACHES.get(1);
  private static final OriginName ORIGIN = OriginName.ALL.getFirst();
  private static final String URL = "http://" + ORIGIN.host() + "/logo.png";
  private static final String HEALTH = "http://" + CACHE.address() + "/weir-health";
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final Duration COUNTED = Duration.ofSeconds(20);
  private static final int REFUSED = 7;
  private static final long OCTETS = 6L << 20;
  private static final long OCTETS_PER_SECOND = 1L << 19;
  private static final Duration DOWNLOAD_LIMIT = Duration.ofSeconds(40);
  private static final String BIG = "http://" + ORIGIN.host() + "/big/" + OCTETS;

  @Override
  public void play(Stage stage) throws LabFailure, InterruptedException {
    String untouched = Programs.traces(CACHE, "n0");
    stage.programs().startOrigins();
    stage.programs().startRoutedNode(CACHE);
    stage.programs().awaitOrigins(Stage.START_LIMIT);
    stage
        .programs()
        .await(
            CACHE,
            "the router's probe is not answered 200",
            Stage.START_LIMIT,
            () -> Curl.get(Plan.ROUTER, HEALTH, LIMIT).status() == 200);
    probes(stage);
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Curl.Answer> download =
          executor.submit(() ->
              Curl.getSlowly(Plan.CLIENTS.getFirst(), BIG, DOWNLOAD_LIMIT, OCTETS_PER_SECOND));
      stage
          .programs()
          .await(CACHE, "no download begins", LIMIT, () -> OriginControl.counts().containsKey(BIG));
      ip("route", "add", "default", "via", CACHE.address(), "table", "200");
      ip(
          "rule", "add", "pref", "100", "iif", "rc", "ipproto", "tcp", "dport", "80", "lookup",
          "200");
      boolean midway = !download.isDone();
      served(stage);
      finished(stage, midway, download);
    }
    killed(stage);
    removed(stage, untouched);
  }

  private static void probes(Stage stage) throws LabFailure, InterruptedException {
    Curl.Answer router = Curl.get(Plan.ROUTER, HEALTH, LIMIT);
    Curl.Answer other = Curl.get(Plan.ROUTER, "http://" + CACHE.address() + "/", LIMIT);
    Curl.Answer stranger = Curl.get(STRANGER, HEALTH, LIMIT);
    stage
        .screen()
        .timed(
            "[1] probes    r1 > cache-1 /weir-health: %d; from elsewhere: refused"
                .formatted(router.status()));
    var findings = stage.findings();
    findings.equal("probe from a listed address", 200, router.status());
    findings.equal("another page of the node's address", 404, other.status());
    findings.equal("probe from an address that is not listed: curl", REFUSED, stranger.exit());
  }

  private static void served(Stage stage) throws LabFailure, InterruptedException {
    Curl.Answer first = Curl.get(Plan.CLIENTS.getFirst(), URL, LIMIT);
    Curl.Answer second = Curl.get(Plan.CLIENTS.get(1), URL, LIMIT);
    stage
        .screen()
        .timed(
            "[2] served    client-1 by %s: %s, client-2: %s"
                .formatted(first.cacheStatus().cache(), word(first), word(second)));
    var findings = stage.findings();
    findings.equal("cache that answered", CACHE.pseudonym(), first.cacheStatus().cache());
    findings.equal("first answer", "MISS", word(first));
    findings.equal("second client's answer", "HIT", word(second));
    for (Curl.Answer answer : List.of(first, second)) {
      findings.equal("status", 200, answer.status());
      findings.equal(
          "address the client is connected to", ORIGIN.address(), answer.remoteAddress());
    }
    findings.equal("fetches of it", 1L, OriginControl.counts().getOrDefault(URL, 0L));
    stage
        .programs()
        .await(
            CACHE,
            "no plain packet is counted",
            COUNTED,
            () -> stage.node(CACHE).plainPackets() > 0);
    findings.equal("packets taken out of GRE", 0L, stage.node(CACHE).decapsulatedPackets());
  }

  /// What began before goes on: the node does not know it, and routes it.
  private static void finished(Stage stage, boolean midway, Future<Curl.Answer> download)
      throws LabFailure, InterruptedException {
    try {
      Curl.Answer answer = download.get();
      var findings = stage.findings();
      findings.equal("the policy came in the middle of a download", true, midway);
      findings.equal("its exit", 0, answer.exit());
      findings.equal("its octets", OCTETS, answer.octets());
      findings.equal("its cache", "no cache", word(answer));
    } catch (ExecutionException e) {
      throw new LabFailure("the download did not run: " + e.getCause(), e);
    }
  }

  private static String word(Curl.Answer answer) {
    if (!answer.cacheStatus().present()) {
      return "no cache";
    }
    return answer.cacheStatus().hit() ? "HIT" : "MISS";
  }

  /// The rules outlive the process; packets that nobody takes go on by the host's own routes.
  private static void killed(Stage stage) throws LabFailure, InterruptedException {
    stage.programs().kill(CACHE);
    Curl.Answer answer = Curl.get(Plan.CLIENTS.getFirst(), URL, LIMIT);
    stage
        .screen()
        .timed("[3] kill -9   the same page: %d, %s".formatted(answer.status(), word(answer)));
    stage.findings().equal("status without the node", 200, answer.status());
    stage.findings().equal("answered by", "no cache", word(answer));
  }

  private static void removed(Stage stage, String untouched)
      throws LabFailure, InterruptedException {
    String left = Programs.traces(CACHE, "n0");
    Shell.Outcome outcome = stage.programs().intercept(CACHE, "remove");
    stage.screen().timed("[4] removed   weir intercept remove: exit %d".formatted(outcome.exit()));
    var findings = stage.findings();
    findings.add("rules outlive a kill", "rules", left, left.contains("weir_guard"));
    findings.equal("weir intercept remove: exit", 0, outcome.exit());
    findings.equal("rules and settings after it", untouched, Programs.traces(CACHE, "n0"));
  }

  private static void ip(String... words) throws LabFailure, InterruptedException {
    var command = new java.util.ArrayList<>(List.of("ip", "-n", Plan.ROUTER.namespace()));
    command.addAll(List.of(words));
    Shell.must(Shell.PATIENCE, command);
  }
}
