package dev.weir.lab.scenario.evict;

import dev.weir.lab.LabFailure;
import dev.weir.lab.capture.Capture;
import dev.weir.lab.capture.Seen;
import dev.weir.lab.host.Shell;
import dev.weir.lab.net.LabHost;
import dev.weir.lab.net.Plan;
import dev.weir.lab.program.Configurations;
import dev.weir.lab.program.RouterView;
import dev.weir.lab.scenario.Scenario;
import dev.weir.lab.stage.Stage;
import dev.weir.wccp.message.Message;
import java.time.Duration;
import java.util.List;

/// The designated node is stopped and goes on a while later: while it is silent for less than 3 T
/// nobody notices; for longer the router removes it and another one assigns, and when it wakes it
/// does no harm.
public final class Frozen implements Scenario.Script {
  private static final Duration BRIEF = Duration.ofMillis(2_300);
  private static final Duration LONG = Duration.ofSeconds(8);
  private static final Duration AFTER = Duration.ofMillis(2_500);
  private static final LabHost SLEEPER = Plan.CACHES.getFirst();

  @Override
  public void play(Stage stage) throws LabFailure, InterruptedException {
    Cluster.start(stage, Configurations.AT_ONCE);
    Thread.sleep(AFTER); // no table is on its way
    RouterView before = stage.awaitAssigned();
    briefly(stage, before);
    forLong(stage, before);
    stage.reportPrograms(stage.awaitAssigned());
  }

  private static void briefly(Stage stage, RouterView before)
      throws LabFailure, InterruptedException {
    long heard = receiveId(before);
    stage.awaitRouter("a HERE_I_AM: silence begins with it", view -> receiveId(view) != heard);
    freeze(stage, BRIEF);
    RouterView after = stage.awaitRouter("a table", view -> view.table().assigned() > 0);
    stage.screen().timed("[brief]       2.3 s are less than 3 T: nobody has taken it for dead");
    var findings = stage.findings();
    findings.equal("key after a brief sleep", before.key(), after.key());
    findings.equal("buckets moved", 0, after.table().movedSince(before.table()).size());
    for (LabHost other : Cluster.without(SLEEPER)) {
      findings.equal("dead to " + other.name(), false, Cluster.told(stage, other, "node-dead"));
    }
    findings.equal("it knows that it slept", true, Cluster.told(stage, SLEEPER, "slept"));
  }

  private static void forLong(Stage stage, RouterView before)
      throws LabFailure, InterruptedException {
    Capture wire = stage.capture(Plan.ROUTER, "rn", "udp port 2048");
    freeze(stage, LONG);
    long woke = Cluster.now() - AFTER.toNanos() / 1_000;
    RouterView after = stage.awaitAssigned();
    wire.stop();
    List<Seen.Wccp> its =
        wire.seen().stream()
            .filter(seen -> seen.source().equals(SLEEPER.address()) && seen.atMicros() >= woke)
            .filter(Seen.Wccp.class::isInstance)
            .map(Seen.Wccp.class::cast)
            .toList();
    boolean asked = !its.isEmpty() && !(its.getFirst().message() instanceof Message.RedirectAssign);
    stage
        .screen()
        .timed("[long]        8 s are too long: others went on, and it asked before it told");
    var findings = stage.findings();
    findings.equal("first word after waking is a question", true, asked);
    findings.equal(
        "its share when all is over",
        before.table().share(SLEEPER.address()),
        after.table().share(SLEEPER.address()));
    for (LabHost other : Cluster.without(SLEEPER)) {
      findings.equal("dead to " + other.name(), false, Cluster.told(stage, other, "node-dead"));
    }
  }

  private static long receiveId(RouterView view) {
    return view.caches().stream()
        .filter(cache -> cache.address().equals(SLEEPER.address()))
        .mapToLong(RouterView.Cache::receiveId)
        .findFirst()
        .orElse(0);
  }

  /// Stops the process, lets it go on, and gives it time to do harm.
  private static void freeze(Stage stage, Duration time) throws LabFailure, InterruptedException {
    String pid = Long.toString(stage.programs().process(SLEEPER).pid());
    Shell.must("kill", "-STOP", pid);
    Thread.sleep(time);
    Shell.must("kill", "-CONT", pid);
    Thread.sleep(AFTER);
  }
}
