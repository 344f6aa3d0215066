package dev.weir.lab;

import dev.weir.lab.net.OriginName;
import dev.weir.lab.net.Plan;
import dev.weir.lab.screen.Screen;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;

/// The time after a run with `--keep`: says how to enter, and waits for Enter or a signal.
final class Visit {
  private final Screen screen;

  Visit(Screen screen) {
    this.screen = screen;
  }

  /// Returns at Enter. Without a terminal there is no Enter, and only a signal ends the visit.
  void awaitEnd() throws IOException, InterruptedException {
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
    screen.line("Enter or Ctrl-C takes it all down.");
    int typed = System.in.read();
    if (typed < 0) {
      new CountDownLatch(1).await();
    }
  }
}
