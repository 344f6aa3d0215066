package dev.weir.lab.scenario;

import dev.weir.lab.LabFailure;
import dev.weir.lab.net.LabHost;
import dev.weir.lab.net.OriginName;
import dev.weir.lab.net.Plan;
import dev.weir.lab.program.RouterView;
import dev.weir.lab.stage.Stage;
import dev.weir.lab.traffic.Curl;
import dev.weir.lab.traffic.OriginControl;
import java.time.Duration;
import java.util.List;

/// An origin that refuses connections, and one that says nothing.
final class OriginDown implements Scenario.Script {
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final long ANSWER_MILLIS_MAX = 5_000;
  private static final OriginName ORIGIN = OriginName.ALL.getFirst();

  @Override
  public void play(Stage stage) throws LabFailure, InterruptedException {
    stage.startWeir();
    RouterView view = stage.awaitAssigned();
    stage.screen().timed("[1] assigned  the origins still answer");
    stage.findings().equal("status while the origin is well", 200, ask("/well").status());

    OriginControl.web(false);
    expectError(stage, "[2] refused ", "/refused");
    OriginControl.web(true);

    OriginControl.silent(true);
    expectError(stage, "[3] silent  ", "/silent");
    OriginControl.silent(false);

    stage.findings().equal("status once the origin is well again", 200, ask("/again").status());
    stage.reportPrograms(view);
  }

  private static Curl.Answer ask(String path) throws LabFailure, InterruptedException {
    return Curl.get(Plan.CLIENTS.getFirst(), "http://" + ORIGIN.host() + path, LIMIT);
  }

  private static void expectError(Stage stage, String title, String path)
      throws LabFailure, InterruptedException {
    Curl.Answer answer = ask(path);
    stage
        .screen()
        .timed(
            "%s  the client gets %d after %d ms"
                .formatted(title, answer.status(), Math.round(answer.millis())));
    var findings = stage.findings();
    findings.add(
        "status for " + path,
        "502 or 504",
        Integer.toString(answer.status()),
        List.of(502, 504).contains(answer.status()));
    findings.atMost("time for " + path, ANSWER_MILLIS_MAX, Math.round(answer.millis()), " ms");
    int copies = 0;
    for (LabHost cache : Plan.CACHES) {
      String url = "http://" + ORIGIN.host() + path;
      copies += stage.node(cache).inventory().contains(url) ? 1 : 0;
    }
    findings.equal("copies stored of " + path, 0, copies);
  }
}
