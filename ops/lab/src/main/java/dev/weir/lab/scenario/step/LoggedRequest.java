package dev.weir.lab.scenario.step;

import dev.weir.lab.LabFailure;
import dev.weir.lab.host.Shell;
import dev.weir.lab.net.LabHost;
import dev.weir.lab.net.Plan;
import dev.weir.lab.program.RouterView;
import dev.weir.lab.stage.Stage;
import java.time.Duration;
import java.util.List;

/// The end of step 4: the access log of the node that answered knows which router diverted the
/// followed request to it, and is asked for that as an operator asks.
public final class LoggedRequest {
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final long ASKED = 2; // by each client once

  private final Stage stage;

  /// On a stage.
  public LoggedRequest(Stage stage) {
    this.stage = stage;
  }

  /// Plays it. Plain packets do not tell by which router they came.
  public void play(RouterView view) throws LabFailure, InterruptedException {
    LabHost owner = Plan.cacheAt(view.table().owner(stage.dialect().slot(FollowedRequest.ORIGIN)));
    boolean known = !stage.dialect().plain();
    String router = known ? Plan.ROUTER.address() : "0.0.0.0";
    List<String> lines = lines(owner, router);
    long until = stage.screen().elapsedMillis() + LIMIT.toMillis();
    while (lines.size() < ASKED && stage.screen().elapsedMillis() < until) {
      lines = lines(owner, router);
    }
    stage
        .screen()
        .line("      log      %s: router == %s: %d".formatted(owner.name(), router, lines.size()));
    stage
        .findings()
        .equal(
            "followed requests in the log, by router " + (known ? router : "unknown"),
            ASKED,
            (long) lines.size());
    stage
        .findings()
        .equal(
            "of these with the router in their line",
            known ? ASKED : 0,
            lines.stream().filter(it -> it.contains("\"router\":\"" + router + "\"")).count());
  }

  private List<String> lines(LabHost owner, String router) throws LabFailure, InterruptedException {
    String path = FollowedRequest.URL.substring(FollowedRequest.URL.lastIndexOf('/'));
    String query = "router == " + router + " and path == " + path;
    Shell.Outcome outcome = stage.programs().weir(owner, "log", "-o", "json", "-q", query);
    stage.screen().detail(outcome.exit() + " " + outcome.out().strip() + outcome.err().strip());
    return outcome.worked() ? outcome.out().lines().toList() : List.of();
  }
}
