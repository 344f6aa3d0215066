package dev.weir.lab.scenario.attack;

import dev.weir.lab.LabFailure;
import dev.weir.lab.capture.Capture;
import dev.weir.lab.capture.Seen;
import dev.weir.lab.net.LabHost;
import dev.weir.lab.net.Plan;
import dev.weir.lab.stage.Stage;

/// Every node is killed and started again, while packets in GRE keep coming: as long as it is
/// announced, its kernel must not tell the router that it knows no GRE.
final class KillAndRestart {
  private static final int WHILE_DEAD = 50;

  /// From where the forged connections come; no other does.
  static final int PORT = 30_000;

  private final Stage stage;
  private final Stranger stranger;

  KillAndRestart(Stage stage, Stranger stranger) {
    this.stage = stage;
    this.stranger = stranger;
  }

  void play(Capture atRouter) throws LabFailure, InterruptedException {
    for (LabHost node : Plan.CACHES) {
      stage.programs().kill(node);
      stranger.send(WHILE_DEAD, Repertoire.right(node, PORT));
    }
    for (LabHost node : Plan.CACHES) {
      stage.programs().startNode(node);
    }
    for (LabHost node : Plan.CACHES) {
      stage
          .programs()
          .await(
              node,
              "the node does not come back",
              Stage.START_LIMIT,
              () -> {
                stranger.send(1, Repertoire.right(node, PORT));
                return !stage.node(node).key().isEmpty();
              });
    }
    stage.awaitAssigned();
    stage
        .findings()
        .equal(
            "ICMP protocol unreachable over run, kill -9 and restart",
            0L,
            atRouter.seen().stream()
                .filter(seen -> seen instanceof Seen.Icmp icmp && icmp.protocolUnreachable())
                .count());
    stage.screen().timed("[killed] each node, and started again, under GRE: no ICMP unreachable");
  }
}
