package dev.weir.lab;

import dev.weir.lab.fault.Breakage;
import dev.weir.lab.fault.Faults;
import dev.weir.lab.net.OriginName;
import dev.weir.lab.net.Plan;
import dev.weir.lab.screen.Screen;
import dev.weir.lab.stage.Stage;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/// The time after a run with `--keep`: says how to enter, and waits for Enter or a signal.
final class Visit {
  private final Screen screen;

  Visit(Screen screen) {
    this.screen = screen;
  }

  /// Returns at Enter. Without a terminal there is no Enter, and only a signal ends the visit.
  ///
  /// With a fault a client opens pages of the patient all the time, and something is broken.
  void awaitEnd(Stage stage, Optional<String> fault)
      throws IOException, LabFailure, InterruptedException {
    String client = Plan.CLIENTS.getFirst().namespace();
    String node = Plan.CACHES.getFirst().namespace();
    screen.line("Everything stays. From another terminal:");
    screen.line(
        "  ip netns exec %s curl -v http://%s/logo.png"
            .formatted(client, OriginName.ALL.getFirst().host()));
    screen.line("  ip netns exec %s ./weir show wccp      (or buckets, cluster)".formatted(node));
    screen.line(
        "  ip netns exec %s ./weir show wccp            (the router's side)"
            .formatted(Plan.ROUTER.namespace()));
    if (fault.isPresent()) {
      broken(stage, fault.get());
    }
    screen.line("Enter or Ctrl-C takes it all down.");
    int typed = System.in.read();
    if (typed < 0) {
      new CountDownLatch(1).await();
    }
  }

  private void broken(Stage stage, String name) throws LabFailure, InterruptedException {
    stage.startVisitor(Faults.visited(stage.awaitAssigned().table()));
    new Breakage(stage.run()).cause(Faults.chosen(name).orElseThrow());
    screen.line("Something is broken, while client-1 opens pages of cache-1. What is it?");
    screen.line(
        "  ip netns exec %s ./weir doctor --config %s/%s.yaml --client %s"
            .formatted(
                Faults.PATIENT.namespace(),
                stage.run(),
                Faults.PATIENT.name(),
                Plan.CLIENTS.getFirst().address()));
    screen.line("  ./weir lab repair        mends it; ./weir lab break NAME breaks something else");
  }
}
