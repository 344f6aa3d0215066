package dev.weir.lab.scenario;

import dev.weir.lab.LabFailure;
import dev.weir.lab.capture.Capture;
import dev.weir.lab.capture.Seen;
import dev.weir.lab.net.LabHost;
import dev.weir.lab.net.Plan;
import dev.weir.lab.program.Dialect;
import dev.weir.lab.program.NodeView;
import dev.weir.lab.program.RouterView;
import dev.weir.lab.report.Findings;
import dev.weir.lab.scenario.step.FollowedRequest;
import dev.weir.lab.stage.Stage;
import dev.weir.wccp.message.Message;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/// Router and nodes that know nothing of each other but the group address at which they meet (§4.2,
/// §4.4).
final class Multicast implements Scenario.Script {
  private static final Duration WIRE_LIMIT = Duration.ofSeconds(20);

  @Override
  public void play(Stage stage) throws LabFailure, InterruptedException {
    Capture wire = stage.capture(Plan.ROUTER, "rn", FirstPacket.WEIR_PACKETS);
    stage.startWeir();
    RouterView assigned = stage.awaitAssigned();
    stage
        .screen()
        .timed(
            "[3] assigned  at %s: %d usable caches, %s, key %s"
                .formatted(
                    Dialect.GROUP, assigned.usableCaches(), assigned.security(), assigned.key()));
    stage.findings().equal("security of the service group", "md5", assigned.security());
    for (LabHost cache : Plan.CACHES) {
      NodeView node = stage.node(cache);
      stage
          .programs()
          .await(
              cache,
              "does not know the table in force",
              WIRE_LIMIT,
              () -> node.key().equals(assigned.key()));
      stage
          .findings()
          .equal(cache.name() + " knows the table in force", assigned.table(), node.buckets());
    }

    new FollowedRequest(stage, wire).play(assigned);

    nobodyComplains(stage);
    wire.stop();
    judge(wire.seen(), stage.findings());
    stage.reportPrograms(assigned);
  }

  /// What others say in the group is no fault of theirs, and who speaks there is not lost.
  private static void nobodyComplains(Stage stage) throws InterruptedException {
    var findings = stage.findings();
    findings.equal(
        "messages that r1 refused",
        0.0,
        stage.router().metric("weir_router_wccp_refused_total", ""));
    for (LabHost cache : Plan.CACHES) {
      NodeView node = stage.node(cache);
      findings.equal(
          "messages that " + cache.name() + " refused",
          0.0,
          node.metric("weir_wccp_refused_total", ""));
      findings.equal(
          "how often " + cache.name() + " lost its router",
          0L,
          node.events(0).stream().filter(event -> event.name().equals("router-lost")).count());
    }
  }

  private static void judge(List<Seen> all, Findings findings) {
    findings.equal(
        "WCCP and GRE packets on the wire that do not decode",
        0L,
        all.stream().filter(Seen.Malformed.class::isInstance).count());
    for (LabHost speaker : Stream.concat(Stream.of(Plan.ROUTER), Plan.CACHES.stream()).toList()) {
      findings.atLeast(
          "messages of " + speaker.name() + " to the group",
          3,
          messages(all)
              .filter(seen -> seen.source().equals(speaker.address()))
              .filter(seen -> seen.destination().equals(Dialect.GROUP))
              .count(),
          "");
    }
    findings.equal(
        "messages that do not go to the group",
        List.of(),
        messages(all)
            .filter(seen -> !seen.destination().equals(Dialect.GROUP))
            .map(seen -> seen.type() + " to " + seen.destination())
            .toList());
    findings.equal(
        "senders of REDIRECT_ASSIGN",
        List.of(Plan.CACHES.getFirst().address()),
        messages(all)
            .filter(seen -> seen.message() instanceof Message.RedirectAssign)
            .map(Seen.Wccp::source)
            .distinct()
            .toList());
    findings.equal(
        "most caches that one I_SEE_YOU answers",
        Plan.CACHES.size(),
        messages(all)
            .map(Seen.Wccp::message)
            .mapToInt(it -> it instanceof Message.ISeeYou seen ? answered(seen) : 0)
            .max()
            .orElse(0));
  }

  private static int answered(Message.ISeeYou seen) {
    return seen.router().receivedFrom().size();
  }

  private static Stream<Seen.Wccp> messages(List<Seen> all) {
    return all.stream()
        .flatMap(seen -> seen instanceof Seen.Wccp message ? Stream.of(message) : Stream.empty());
  }
}
