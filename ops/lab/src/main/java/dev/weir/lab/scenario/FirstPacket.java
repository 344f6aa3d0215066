package dev.weir.lab.scenario;

import dev.weir.lab.LabFailure;
import dev.weir.lab.capture.Capture;
import dev.weir.lab.capture.Seen;
import dev.weir.lab.net.LabHost;
import dev.weir.lab.net.Plan;
import dev.weir.lab.program.Configurations;
import dev.weir.lab.program.RouterView;
import dev.weir.lab.scenario.step.Assignment;
import dev.weir.lab.scenario.step.FollowedRequest;
import dev.weir.lab.scenario.step.LoggedRequest;
import dev.weir.lab.scenario.step.NodeLoss;
import dev.weir.lab.scenario.step.OneCopyEach;
import dev.weir.lab.stage.Stage;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/// The main job: assignment, one request followed, one copy of each URL, and where a table can move
/// quickly a node lost and regained.
final class FirstPacket implements Scenario.Script {
  /// What concerns Weir on the caches' side.
  static final String WEIR_PACKETS = "udp port 2048 or proto 47 or icmp";

  private static final String PLAIN_TOO = WEIR_PACKETS + " or tcp dst port 80";

  /// Routers and nodes speak once an interval, so a longer silence is a capture that has died.
  private static final long SILENCE_INTERVALS_MAX = 3;

  private final boolean losesNode;

  private FirstPacket(boolean losesNode) {
    this.losesNode = losesNode;
  }

  /// All of it.
  static FirstPacket whole() {
    return new FirstPacket(true);
  }

  /// Without the loss of a node.
  static FirstPacket withoutLoss() {
    return new FirstPacket(false);
  }

  @Override
  public void play(Stage stage) throws LabFailure, InterruptedException {
    heading(stage);
    String packets = stage.dialect().plain() ? PLAIN_TOO : WEIR_PACKETS;
    Capture wire = stage.capture(Plan.ROUTER, "rn", packets);
    var others = new ArrayList<Capture>();
    if (stage.capturesEverything()) {
      others.add(stage.capture(Plan.ROUTER, "rc", ""));
      others.add(stage.capture(Plan.CACHES.getFirst(), "n0", packets));
    }
    stage.startWeir(text -> text, (_, text) -> Configurations.logged(text));
    stage.startClients();

    RouterView assigned = new Assignment(stage, wire).play();
    new FollowedRequest(stage, wire).play(assigned);
    new LoggedRequest(stage).play(assigned);
    new OneCopyEach(stage).play();
    if (losesNode) {
      new NodeLoss(stage, victim(assigned)).play();
    }

    long endMicros = ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
    wire.stop();
    for (Capture other : others) {
      other.stop();
    }
    judge(wire.seen(), endMicros, stage);
  }

  /// What the whole run has put on the caches' wire.
  private static void judge(List<Seen> all, long endMicros, Stage stage) {
    all.stream()
        .filter(Seen.Malformed.class::isInstance)
        .limit(5)
        .forEach(seen -> stage.screen().detail(seen.toString()));
    stage
        .findings()
        .equal(
            "WCCP and GRE packets on the wire that do not decode",
            0L,
            all.stream().filter(Seen.Malformed.class::isInstance).count());
    long lastMicros = all.stream().mapToLong(Seen::atMicros).max().orElse(0);
    stage
        .findings()
        .atMost(
            "silence at the end of the capture",
            stage.dialect().interval().toMillis() * SILENCE_INTERVALS_MAX + 500,
            (endMicros - lastMicros) / 1000,
            " ms");
    stage
        .findings()
        .equal(
            "redirected packets in GRE",
            stage.dialect().plain() ? "none" : "some",
            all.stream().anyMatch(Seen.Redirected.class::isInstance) ? "some" : "none");
    headers(all, stage);
    long unreachable =
        all.stream()
            .filter(seen -> seen instanceof Seen.Icmp icmp && icmp.protocolUnreachable())
            .count();
    stage.findings().equal("ICMP protocol unreachable on the caches' side", 0L, unreachable);
  }

  private static void headers(List<Seen> all, Stage stage) {
    boolean headed = stage.dialect().version() > 1;
    stage
        .findings()
        .equal(
            "redirected packets " + (headed ? "without" : "with") + " redirect header",
            0L,
            all.stream()
                .filter(seen ->
                    seen instanceof Seen.Redirected packet
                        && packet.redirect().isPresent() != headed)
                .count());
  }

  /// The last cache that is not designated: its loss is the ordinary case.
  static LabHost victim(RouterView view) {
    return Plan.CACHES.reversed().stream()
        .filter(cache -> !cache.address().equals(view.designated()))
        .findFirst()
        .orElseThrow();
  }

  private static void heading(Stage stage) {
    List<LabHost> caches = Plan.CACHES;
    List<LabHost> clients = Plan.CLIENTS;
    var screen = stage.screen();
    screen.line("");
    screen.line(
        "  %s %s --+               +-- %s %s"
            .formatted(name(clients, 0), address(clients, 0), name(caches, 0), address(caches, 0)));
    screen.line(
        "  %s %s --+-- router %s --+-- %s %s"
            .formatted(
                name(clients, 1),
                address(clients, 1),
                Plan.ROUTER.name(),
                name(caches, 1),
                address(caches, 1)));
    screen.line(
        "                              |        +-- %s %s"
            .formatted(name(caches, 2), address(caches, 2)));
    screen.line(
        "                              +-- origins: %s = %s; %d more hosts"
            .formatted(
                FollowedRequest.ORIGIN.host(),
                FollowedRequest.ORIGIN.address(),
                dev.weir.lab.net.OriginName.ALL.size() - 1));
    screen.line("");
  }

  private static String name(List<LabHost> hosts, int index) {
    return hosts.get(index).name();
  }

  private static String address(List<LabHost> hosts, int index) {
    return hosts.get(index).address();
  }
}
