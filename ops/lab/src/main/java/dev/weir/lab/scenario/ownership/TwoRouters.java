package dev.weir.lab.scenario.ownership;

import dev.weir.lab.LabFailure;
import dev.weir.lab.host.Shell;
import dev.weir.lab.net.LabHost;
import dev.weir.lab.net.Plan;
import dev.weir.lab.program.Admin;
import dev.weir.lab.program.Configurations;
import dev.weir.lab.program.RouterView;
import dev.weir.lab.stage.Stage;
import java.util.HashSet;
import java.util.function.BiFunction;

/// Two routers with one cluster behind them: client-1 goes by the first, client-2 by the second.
final class TwoRouters {
  private final Stage stage;

  private TwoRouters(Stage stage) {
    this.stage = stage;
  }

  /// Starts everything, and waits until both routers have one table and all nodes go by it.
  static TwoRouters start(Stage stage) throws LabFailure, InterruptedException {
    return start(stage, (_, text) -> text);
  }

  /// The same with nodes whose configuration was changed.
  static TwoRouters start(Stage stage, BiFunction<LabHost, String, String> changed)
      throws LabFailure, InterruptedException {
    Shell.must(
        words("-n " + Plan.CLIENTS.getLast().namespace() + " route replace default via 10.0.1.2"));
    stage.programs().startSecondRouter();
    stage.startWeir(
        text -> text,
        (cache, text) ->
            Configurations.linked(Configurations.ofBothRouters(changed.apply(cache, text))));
    var routers = new TwoRouters(stage);
    routers.awaitOne();
    return routers;
  }

  /// `ip` with these arguments.
  static String[] words(String arguments) {
    return ("ip " + arguments).split(" ", -1);
  }

  /// Waits until both routers have one table with every node in it, and all nodes go by it.
  void awaitOne() throws LabFailure, InterruptedException {
    stage.awaitAssigned();
    await(
        stage.secondRouter(),
        "the routers have one table, by which all nodes go",
        second -> second.usableCaches() == stage.caches().size() && oneEpoch(second.key()));
  }

  /// Waits until a router's view meets a condition.
  RouterView await(Admin router, String what, Wanted condition)
      throws LabFailure, InterruptedException {
    var seen = new RouterView[] {RouterView.UNKNOWN};
    stage
        .programs()
        .await(
            router.host(),
            "not so: " + what,
            Stage.START_LIMIT,
            () -> {
              seen[0] = RouterView.ask(router).orElse(RouterView.UNKNOWN);
              return condition.holds(seen[0]);
            });
    return seen[0];
  }

  /// What is wanted of a router.
  @FunctionalInterface
  interface Wanted {
    boolean holds(RouterView view) throws InterruptedException;
  }

  private boolean oneEpoch(String key) throws InterruptedException {
    var epochs = new HashSet<String>();
    for (LabHost cache : stage.caches()) {
      epochs.add(stage.node(cache).epoch(stage.caches().size()));
    }
    return epochs.size() == 1
        && !key.isEmpty()
        && epochs.contains(key.substring(key.indexOf('/') + 1));
  }
}
