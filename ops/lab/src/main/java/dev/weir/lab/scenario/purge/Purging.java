package dev.weir.lab.scenario.purge;

import dev.weir.lab.LabFailure;
import dev.weir.lab.host.Shell;
import dev.weir.lab.net.LabHost;
import dev.weir.lab.net.OriginName;
import dev.weir.lab.net.Plan;
import dev.weir.lab.program.RouterView;
import dev.weir.lab.scenario.Scenario;
import dev.weir.lab.stage.Stage;
import dev.weir.lab.traffic.Curl;
import dev.weir.lab.traffic.OriginContent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// An operator purges at one node, and all have forgotten it when he is answered; one that sleeps
/// is named, and has forgotten it when it wakes.
public final class Purging implements Scenario.Script {
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final LabHost CLIENT = Plan.CLIENTS.getFirst();

  @Override
  public void play(Stage stage) throws LabFailure, InterruptedException {
    stage.startWeir();
    RouterView view = stage.awaitAssigned();
    for (LabHost cache : Plan.CACHES) {
      stage
          .programs()
          .await(
              cache,
              cache.name() + " does not see every member",
              Stage.START_LIMIT,
              () -> stage.node(cache).members().size() == Plan.CACHES.size());
    }
    for (OriginName name : OriginName.ALL) {
      fetch(name, "/object/1");
      fetch(name, OriginContent.TAGGED + "1");
    }
    int all = 2 * OriginName.ALL.size();
    stage.findings().equal("stored URLs", all, stored(stage).size());
    String first = "http://" + OriginName.ALL.getFirst().host() + "/object/1";
    purge(stage, 0, first);
    stage.findings().equal("after one URL", all - 1, stored(stage).size());
    purge(stage, 0, "--key", OriginContent.KEY);
    stage
        .findings()
        .equal("after a surrogate key", OriginName.ALL.size() - 1, stored(stage).size());
    purge(stage, 0, "--prefix", "http://" + OriginName.ALL.get(1).host() + "/object/");
    purge(stage, 0, "--host", OriginName.ALL.get(2).host());
    List<String> left = stored(stage);
    stage.findings().equal("after a prefix and a host", OriginName.ALL.size() - 3, left.size());
    stage.screen().timed("[1] purged    %d of %d URLs are left".formatted(left.size(), all));

    sleeping(stage, view);
    stage.reportPrograms(view);
  }

  /// The node of the last site sleeps while that is purged.
  private static void sleeping(Stage stage, RouterView view)
      throws LabFailure, InterruptedException {
    OriginName name = OriginName.ALL.getLast();
    LabHost owner = Plan.cacheAt(view.table().owner(name.bucket()));
    LabHost awake =
        Plan.CACHES.stream().filter(cache -> !cache.equals(owner)).findFirst().orElseThrow();
    stage.programs().signal(owner, "STOP");
    Shell.Outcome outcome;
    try {
      outcome = stage.programs().weir(awake, "purge", "--host", name.host());
    } finally {
      stage.programs().signal(owner, "CONT");
    }
    String answer = outcome.out().strip().replaceAll("\\s+", " ");
    // It is waited for as long as the grid or the router take it for alive; another node may be
    // named
    // beside it, since the grid's records go by way of any member, a sleeping one among them.
    String as = outcome.exit() == 0 ? "Not there: " : "NOT by: ";
    int named = answer.indexOf(as);
    stage
        .findings()
        .add(
            "the sleeping node is named",
            as + owner.address(),
            answer,
            named >= 0 && answer.indexOf(owner.address(), named) >= 0);
    stage
        .programs()
        .await(
            owner,
            owner.name() + " keeps what was purged while it slept",
            Stage.START_LIMIT,
            () ->
                stage.node(owner).inventory().stream().noneMatch(url -> url.contains(name.host())));
    stage.screen().timed("[2] slept     " + owner.name() + " was named, and forgot when it woke");
  }

  private static void fetch(OriginName name, String path) throws LabFailure, InterruptedException {
    Curl.get(CLIENT, "http://" + name.host() + path, LIMIT);
  }

  private static void purge(Stage stage, int exit, String... words)
      throws LabFailure, InterruptedException {
    var arguments = new ArrayList<>(List.of("purge"));
    arguments.addAll(List.of(words));
    Shell.Outcome outcome =
        stage.programs().weir(Plan.CACHES.getLast(), arguments.toArray(String[]::new));
    stage.screen().detail("weir " + String.join(" ", arguments) + ": " + outcome.lastWord());
    stage.findings().equal("exit of weir " + String.join(" ", arguments), exit, outcome.exit());
  }

  private static List<String> stored(Stage stage) throws InterruptedException {
    var all = new ArrayList<String>();
    for (LabHost cache : Plan.CACHES) {
      all.addAll(stage.node(cache).inventory());
    }
    return all;
  }
}
