package dev.weir.lab.scenario.purge;

import dev.weir.lab.LabFailure;
import dev.weir.lab.net.LabHost;
import dev.weir.lab.net.OriginName;
import dev.weir.lab.net.Plan;
import dev.weir.lab.net.RotatingName;
import dev.weir.lab.program.RouterView;
import dev.weir.lab.scenario.Scenario;
import dev.weir.lab.stage.Stage;
import dev.weir.lab.traffic.Curl;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// A name rotates over sixteen addresses, and clients use what they were told up to ten seconds
/// ago: their requests are hits all the same. Who names a host that is elsewhere is not believed.
public final class HostCheck implements Scenario.Script {
  private static final Duration FOR = Duration.ofSeconds(17);
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final int OBJECTS = 2;
  private static final int HITS_PERCENT_MIN = 95;

  @Override
  public void play(Stage stage) throws LabFailure, InterruptedException {
    stage.startWeir();
    RouterView view = stage.awaitAssigned();
    rotate(stage);
    lie(stage);
    stage.reportPrograms(view);
  }

  private static void rotate(Stage stage) throws LabFailure, InterruptedException {
    Instant begun = Instant.now();
    int requests = 0;
    int hits = 0;
    while (Instant.now().isBefore(begun.plus(FOR))) {
      Instant told = Instant.now().minusSeconds(requests % 3 * RotatingName.TTL_SECONDS);
      List<String> addresses = RotatingName.at(told.isBefore(begun) ? begun : told);
      LabHost client = Plan.CLIENTS.get(requests % Plan.CLIENTS.size());
      String url = "http://" + RotatingName.HOST + "/rotating/" + requests % OBJECTS;
      String address = addresses.get(requests % addresses.size());
      Curl.Answer answer = Curl.getAt(client, url, address, LIMIT);
      if (answer.status() != 200) {
        stage.findings().equal("status of request " + requests, 200, answer.status());
      }
      requests++;
      hits += answer.cacheStatus().hit() ? 1 : 0;
    }
    stage
        .screen()
        .timed(
            "[1] rotating  %d requests over %d addresses, %d hits"
                .formatted(requests, RotatingName.ADDRESSES.size(), hits));
    stage.findings().atLeast("requests", 50, requests, "");
    stage.findings().atLeast("hits", HITS_PERCENT_MIN, 100L * hits / requests, " %");
  }

  /// A client names one site and connects to another.
  private static void lie(Stage stage) throws LabFailure, InterruptedException {
    OriginName victim = OriginName.ALL.getFirst();
    OriginName liar = OriginName.ALL.get(1);
    String url = "http://" + victim.host() + "/login";
    Curl.Answer lied = Curl.getAt(Plan.CLIENTS.getFirst(), url, liar.address(), LIMIT);
    Curl.Answer honest = Curl.get(Plan.CLIENTS.getLast(), url, LIMIT);
    var findings = stage.findings();
    findings.equal("status for who lies", 200, lied.status());
    findings.equal("is it a hit for who does not", false, honest.cacheStatus().hit());
    double differs = 0;
    String shown = "";
    for (LabHost cache : Plan.CACHES) {
      differs += stage.node(cache).metric("weir_host_check_total", "result=\"address-differs\"");
      shown += stage.programs().weir(cache, "show", "host-check").out();
    }
    findings.atLeast("requests for hosts that are elsewhere", 1, (long) differs, "");
    findings.add(
        "shown by weir show host-check",
        victim.host(),
        shown.contains(victim.host()) ? victim.host() : shown,
        shown.contains(victim.host()));
    stage.screen().timed("[2] lied      %.0f requests were not believed".formatted(differs));
  }
}
