package dev.weir.lab.scenario.evict;

import dev.weir.lab.LabFailure;
import dev.weir.lab.net.LabHost;
import dev.weir.lab.net.Plan;
import dev.weir.lab.program.Configurations;
import dev.weir.lab.program.RouterView;
import dev.weir.lab.stage.Stage;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/// The nodes as a cluster: each sees the others, and has found that they answer.
public final class Cluster {
  private Cluster() {}

  /// Starts everything, and waits until every node could tell of every other that it has died.
  public static RouterView start(Stage stage, String settings)
      throws LabFailure, InterruptedException {
    stage.startWeir(text -> text, (cache, text) -> with(text, settings));
    RouterView view = stage.awaitAssigned();
    awaitWhole(stage);
    return view;
  }

  /// A node's configuration with these settings of its `cluster` section, and a link to the others.
  public static String with(String text, String settings) {
    return Configurations.linked(text.replace(Configurations.AT_ONCE, settings));
  }

  /// Waits until every node sees every other, and has found that it answers.
  public static void awaitWhole(Stage stage) throws LabFailure, InterruptedException {
    List<LabHost> caches = stage.caches();
    for (LabHost cache : caches) {
      stage
          .programs()
          .await(
              cache,
              "the cluster is not whole",
              Stage.START_LIMIT,
              () ->
                  stage.node(cache).members().size() == caches.size()
                      && accepted(stage, cache) >= caches.size() - 1);
    }
  }

  private static double accepted(Stage stage, LabHost cache) throws InterruptedException {
    return stage.node(cache).metric("weir_node_probes_total", "answer=\"accepted\"");
  }

  /// Whether a node has told an event of this name.
  static boolean told(Stage stage, LabHost cache, String event) throws InterruptedException {
    return stage.node(cache).events(0).stream().anyMatch(it -> it.name().equals(event));
  }

  /// Those of the caches that are not this one.
  static List<LabHost> without(LabHost cache) {
    return Plan.CACHES.stream().filter(it -> !it.equals(cache)).toList();
  }

  /// Microseconds since 1970.
  static long now() {
    return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
  }
}
