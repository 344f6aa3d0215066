package dev.weir.lab.scenario.path;

import dev.weir.lab.LabFailure;
import dev.weir.lab.net.LabHost;
import dev.weir.lab.net.OriginName;
import dev.weir.lab.net.Plan;
import dev.weir.lab.program.NodeView;
import dev.weir.lab.program.RouterView;
import dev.weir.lab.scenario.Scenario;
import dev.weir.lab.stage.Stage;
import dev.weir.lab.traffic.Curl;
import java.time.Duration;

/// A router redirects on the caches' side, too: what a cache asks under a client's address comes
/// back to it. It knows its own connection again, and ends the request.
public final class RedirectLoop implements Scenario.Script {
  private static final int VISITS = 5;
  private static final long MILLIS_MAX = 2_500;
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final OriginName ORIGIN = OriginName.ALL.getFirst();
  private static final LabHost CLIENT = Plan.CLIENTS.getFirst();

  @Override
  public void play(Stage stage) throws LabFailure, InterruptedException {
    stage.startWeir(
        router ->
            ClientAddress.withReplies(router)
                .replace("redirect-exclude-in: true", "redirect-in: [web-cache]"),
        (_, text) -> ClientAddress.keepingIt(text));
    RouterView view = stage.awaitAssigned();
    NodeView owner = stage.node(Plan.cacheAt(view.table().owner(ORIGIN.bucket())));
    var findings = stage.findings();
    double slowest = 0;
    Curl.get(CLIENT, "http://" + ORIGIN.host() + "/first", LIMIT); // a program's first is slow
    for (int visit = 0; visit < VISITS; visit++) {
      Curl.Answer answer = Curl.get(CLIENT, "http://" + ORIGIN.host() + "/" + visit, LIMIT);
      findings.equal("status", 508, answer.status());
      slowest = Math.max(slowest, answer.millis());
    }
    long back = (long) owner.metric("weir_gre_packets_total", "verdict=\"own_connection\"");
    stage
        .screen()
        .timed(
            "[loop] %d requests, %d SYNs came back, 508 within %.0f ms"
                .formatted(VISITS, back, slowest));
    findings.atMost("slowest", MILLIS_MAX, (long) slowest, " ms");
    findings.equal("packets that came back", VISITS + 1L, back);
    findings.add(
        "the alarm",
        "redirect-loop",
        String.valueOf(owner.events(0).size()) + " events",
        owner.events(0).stream().anyMatch(event -> event.name().equals("redirect-loop")));
    stage.reportPrograms(view);
  }
}
