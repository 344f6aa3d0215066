package dev.weir.lab.scenario;

import dev.weir.lab.LabFailure;
import dev.weir.lab.capture.Capture;
import dev.weir.lab.host.Shell;
import dev.weir.lab.net.LabHost;
import dev.weir.lab.net.OriginName;
import dev.weir.lab.net.Plan;
import dev.weir.lab.program.NodeView;
import dev.weir.lab.program.RouterView;
import dev.weir.lab.stage.Stage;
import dev.weir.lab.traffic.Curl;
import dev.weir.lab.traffic.OriginControl;
import java.time.Duration;

/// An operator spares a site for a while, at any node of the cluster: later connections to it go
/// back to the router and reach it directly, until the rule is removed.
final class Bypass implements Scenario.Script {
  private static final int VISITS = 3;
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final OriginName ORIGIN = OriginName.ALL.getFirst();
  private static final LabHost CLIENT = Plan.CLIENTS.getFirst();

  @Override
  public void play(Stage stage) throws LabFailure, InterruptedException {
    stage.startWeir();
    RouterView view = stage.awaitAssigned();
    LabHost owner = Plan.cacheAt(view.table().owner(ORIGIN.bucket()));
    Capture resets = stage.capture(CLIENT, "c0", EnableMidway.RESETS);
    stage.screen().timed("[1] cached    " + ORIGIN.host() + " by " + owner.name());
    visits(stage, "before the rule", owner.pseudonym());

    LabHost elsewhere = elsewhere(owner);
    String site = ORIGIN.address();
    say(stage, elsewhere, "add", site, "to", "for", "10m", "because", "it shall be fresh");
    awaitRules(stage, owner, 1);
    String list = say(stage, owner, "list", "--redirect-list");
    stage
        .findings()
        .add(
            "what a router's redirect-list would say",
            "deny tcp any host " + ORIGIN.address(),
            list.strip().replace("\n", " / "),
            list.contains("deny tcp any host " + ORIGIN.address() + "\n"));
    long fetched = fetches();
    long before = EnableMidway.bypassed(stage);
    visits(stage, "under the rule", "");
    stage.findings().equal("visits its origin saw", (long) VISITS, fetches() - fetched);
    agree(stage, owner, before);

    say(stage, elsewhere, "remove", site);
    awaitRules(stage, owner, 0);
    visits(stage, "after the rule", owner.pseudonym());
    resets.stop();
    stage.findings().equal("resets on the client's side", 0, resets.seen().size());
    stage.reportPrograms(view);
  }

  /// A node that does not own the site: what is said there holds for all.
  private static LabHost elsewhere(LabHost owner) {
    return Plan.CACHES.stream().filter(cache -> !cache.equals(owner)).findFirst().orElseThrow();
  }

  private static void awaitRules(Stage stage, LabHost node, int count)
      throws LabFailure, InterruptedException {
    stage
        .programs()
        .await(
            node,
            node.name() + " does not have " + count + " bypass rules",
            Stage.START_LIMIT,
            () -> stage.node(node).metric("weir_bypass_rules", "kind=\"origin\"") == count);
  }

  /// Node and router count the same packets: a SYN for each visit, and what follows it.
  private static void agree(Stage stage, LabHost owner, long before)
      throws LabFailure, InterruptedException {
    NodeView node = stage.node(owner);
    stage
        .programs()
        .await(
            owner,
            "node and router count differently",
            Stage.START_LIMIT,
            () -> EnableMidway.bypassed(stage) - before == node.returnedPackets());
    long spared = (long) node.metric("weir_packets_returned_total", "reason=\"bypassed\"");
    stage
        .screen()
        .timed(
            "[2] spared    %d connections, %d packets went back"
                .formatted(spared, node.returnedPackets()));
    var findings = stage.findings();
    findings.equal("connections spared", (long) VISITS, spared);
    findings.atLeast("packets that followed them back", VISITS, node.strayPackets(), "");
    findings.equal(
        "packets the router counts as bypassed",
        node.returnedPackets(),
        EnableMidway.bypassed(stage) - before);
    findings.equal("packets lost on the way back", 0L, node.lostPackets());
  }

  private static void visits(Stage stage, String when, String cache)
      throws LabFailure, InterruptedException {
    for (int visit = 0; visit < VISITS; visit++) {
      Curl.Answer answer = Curl.get(CLIENT, "http://" + ORIGIN.host() + "/spared", LIMIT);
      stage.findings().equal("status " + when, 200, answer.status());
      stage.findings().equal("cache " + when, cache, answer.cacheStatus().cache());
    }
  }

  private static long fetches() throws LabFailure, InterruptedException {
    return OriginControl.counts().values().stream().mapToLong(Long::longValue).sum();
  }

  private static String say(Stage stage, LabHost node, String... words)
      throws LabFailure, InterruptedException {
    var arguments = new String[words.length + 1];
    arguments[0] = "bypass";
    System.arraycopy(words, 0, arguments, 1, words.length);
    Shell.Outcome outcome = stage.programs().weir(node, arguments);
    stage.screen().detail("weir " + String.join(" ", arguments) + ": " + outcome.lastWord());
    stage.findings().equal("exit of weir bypass " + words[0], 0, outcome.exit());
    return outcome.out();
  }
}
