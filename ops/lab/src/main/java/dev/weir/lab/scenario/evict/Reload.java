package dev.weir.lab.scenario.evict;

import dev.weir.lab.LabFailure;
import dev.weir.lab.net.LabHost;
import dev.weir.lab.net.Plan;
import dev.weir.lab.program.RouterView;
import dev.weir.lab.scenario.Scenario;
import dev.weir.lab.stage.Stage;
import java.time.Duration;
import java.util.function.UnaryOperator;

/// Nodes take up another configuration while downloads run: a service group more, then one less
/// again. Nobody leaves the group that he stays in, no bucket moves, no download breaks.
public final class Reload implements Scenario.Script {
  private static final String MORE = "90";
  private static final int DOWNLOADS = 6;
  private static final Duration EACH = Duration.ofSeconds(12);

  @Override
  public void play(Stage stage) throws LabFailure, InterruptedException {
    Downloads.pace();
    stage.startWeir(Reload::offering, (_, text) -> ready(text));
    RouterView before = stage.awaitAssigned();
    try (var running = new Downloads(EACH)) {
      running.begin(DOWNLOADS);
      reload(stage, text -> joining(ready(text)));
      await(stage, "every node joins the group more", Plan.CACHES.size());
      reload(stage, Reload::ready);
      await(stage, "every node leaves it", 0);
      stage.findings().atLeast("downloads that ran meanwhile", 1, running.running(), "");
      stage.findings().equal("broken downloads", 0L, running.broken());
    }
    RouterView after = stage.awaitAssigned();
    stage.findings().equal("the key of the table", before.key(), after.key());
    for (LabHost cache : Plan.CACHES) {
      var node = stage.node(cache);
      long applied = (long) node.metric("weir_config_reloads_total", "result=\"applied\"");
      stage.findings().equal("configurations " + cache.name() + " took up", 2L, applied);
      stage.findings().equal("routers it lost", 0L, lost(stage, cache));
    }
    stage.reportPrograms(after);
  }

  /// The file is written anew, and the node told by SIGHUP.
  private static void reload(Stage stage, UnaryOperator<String> edit)
      throws LabFailure, InterruptedException {
    for (LabHost cache : Plan.CACHES) {
      stage.programs().rewriteNode(cache, edit);
      stage.programs().signal(cache, "HUP");
    }
  }

  private static void await(Stage stage, String what, int count)
      throws LabFailure, InterruptedException {
    stage
        .programs()
        .await(
            Plan.ROUTER,
            what + ": it does not happen",
            Stage.START_LIMIT,
            () ->
                stage
                    .router()
                    .json("/v1/wccp")
                    .map(answer -> RouterView.of(answer, MORE))
                    .filter(view -> view.usableCaches() == count)
                    .isPresent());
    stage.screen().timed("[reload]      " + what);
  }

  private static long lost(Stage stage, LabHost cache) throws InterruptedException {
    return stage.node(cache).events(0).stream()
        .filter(it -> it.name().equals("router-lost"))
        .filter(it -> "web-cache".equals(it.fields().get("service")))
        .count();
  }

  private static String offering(String router) {
    return router.replaceFirst(
        "(?m)^( *- \\{ name: web-cache)(.*)$", "$1$2\n  - { id: " + MORE + "$2");
  }

  private static String ready(String node) {
    return node.replace("ports: [80]", "ports: [80, 8080]");
  }

  private static String joining(String node) {
    return node.replace(
        "services: [web-cache]", "services: [web-cache, {id: " + MORE + ", ports: [8080]}]");
  }
}
