package dev.weir.lab.scenario;

import dev.weir.lab.LabFailure;
import dev.weir.lab.capture.Capture;
import dev.weir.lab.net.LabHost;
import dev.weir.lab.net.OriginName;
import dev.weir.lab.net.Plan;
import dev.weir.lab.program.RouterView;
import dev.weir.lab.stage.Stage;
import dev.weir.lab.traffic.Curl;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// A download begins with no cache there; then the caches come, and its packets are diverted to one
/// that knows nothing of it.
final class EnableMidway implements Scenario.Script {
  /// What tells a client that its connection is none.
  static final String RESETS = "tcp port 80 and (tcp[tcpflags] & tcp-rst) != 0";

  private static final long OCTETS = 30L << 20;
  private static final long OCTETS_PER_SECOND = 1L << 20;
  private static final long STRAYS_MIN = 2;
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final OriginName ORIGIN = OriginName.ALL.getFirst();
  private static final LabHost CLIENT = Plan.CLIENTS.getFirst();

  @Override
  public void play(Stage stage) throws LabFailure, InterruptedException {
    stage.programs().startRouter();
    stage.programs().startOrigins();
    stage.programs().awaitOrigins(Stage.START_LIMIT);
    stage
        .programs()
        .await(
            Plan.ROUTER,
            "the router does not answer",
            Stage.START_LIMIT,
            () -> RouterView.ask(stage.router()).isPresent());
    Capture resets = stage.capture(CLIENT, "c0", RESETS);
    stage.screen().timed("[1] direct    a download of " + (OCTETS >> 20) + " MiB begins");

    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Curl.Answer> download =
          executor.submit(
              () -> Curl.getSlowly(CLIENT, url("/big/" + OCTETS), LIMIT, OCTETS_PER_SECOND));
      for (LabHost cache : Plan.CACHES) {
        stage.programs().startNode(cache);
      }
      RouterView view = stage.awaitAssigned();
      boolean midway = !download.isDone();
      LabHost owner = Plan.cacheAt(view.table().owner(ORIGIN.bucket()));
      stage.screen().timed("[2] diverted  to " + owner.name() + ", which has never seen it");
      Curl.Answer answer = answerOf(download);
      Curl.Answer next = Curl.get(CLIENT, url("/next"), LIMIT);
      resets.stop();
      stage.findings().equal("the caches came in the middle of it", true, midway);
      judge(stage, answer, resets);
      stage.findings().equal("the next request's cache", owner.pseudonym(), cacheOf(next));
      stage.reportPrograms(view);
    }
  }

  private static void judge(Stage stage, Curl.Answer answer, Capture resets)
      throws LabFailure, InterruptedException {
    var findings = stage.findings();
    findings.equal("curl's exit", 0, answer.exit());
    findings.equal("octets the client got", OCTETS, answer.octets());
    findings.equal("cache it came through", "", cacheOf(answer));
    findings.equal("resets on the client's side", 0, resets.seen().size());
    stage
        .programs()
        .await(
            Plan.ROUTER,
            "nodes and router count differently",
            Stage.START_LIMIT,
            () -> bypassed(stage) == counted(stage, "weir_packets_returned_total"));
    long strays = counted(stage, "weir_stray_packets_total");
    stage
        .screen()
        .timed(
            "[3] finished  %d octets; %d strays went back, the router counts %d bypassed"
                .formatted(answer.octets(), strays, bypassed(stage)));
    findings.atLeast("strays counted by the nodes", STRAYS_MIN, strays, "");
    long onward = counted(stage, "weir_packets_forwarded_total");
    long back = counted(stage, "weir_packets_returned_total");
    findings.equal("packets given back, or first to another node", strays, back + onward);
    long lost = counted(stage, "weir_packets_return_lost_total");
    findings.equal("packets lost on the way back", 0L, lost);
    findings.equal("packets the router counts as bypassed", back, bypassed(stage));
  }

  /// The sum over all nodes: each that joined may have owned the bucket for a while.
  private static long counted(Stage stage, String metric) throws InterruptedException {
    double sum = 0;
    for (LabHost cache : Plan.CACHES) {
      sum += stage.node(cache).metric(metric, "");
    }
    return (long) sum;
  }

  /// What the router has got back until now.
  static long bypassed(Stage stage) throws InterruptedException {
    return RouterView.ask(stage.router()).map(RouterView::bypassedPackets).orElse(0L);
  }

  private static String cacheOf(Curl.Answer answer) {
    return answer.cacheStatus().cache();
  }

  private static Curl.Answer answerOf(Future<Curl.Answer> download)
      throws LabFailure, InterruptedException {
    try {
      return download.get();
    } catch (ExecutionException e) {
      throw new LabFailure("the download did not run: " + e.getCause(), e);
    }
  }

  private static String url(String path) {
    return "http://" + ORIGIN.host() + path;
  }
}
