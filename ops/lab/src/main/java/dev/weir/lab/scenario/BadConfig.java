package dev.weir.lab.scenario;

import dev.weir.lab.LabFailure;
import dev.weir.lab.host.Shell;
import dev.weir.lab.net.LabHost;
import dev.weir.lab.net.Plan;
import dev.weir.lab.stage.Stage;

/// A node and a router with wrong configurations say why, exit with 2, and leave nothing.
final class BadConfig implements Scenario.Script {
  private static final String WRONG_NODE =
      "node: { name: cache-1, address: 10.0.2.11, colour: red }\nwccp: { routers: [nowhere] }\n";
  private static final String WRONG_ROUTER = "router: { id: 10.0.2.300 }\ninterfacs: {}\n";

  @Override
  public void play(Stage stage) throws LabFailure, InterruptedException {
    refused(stage, Plan.CACHES.getFirst(), "node", WRONG_NODE, "colour");
    refused(stage, Plan.ROUTER, "router", WRONG_ROUTER, "interfacs");
  }

  private static void refused(
      Stage stage, LabHost host, String program, String configuration, String word)
      throws LabFailure, InterruptedException {
    String before = traces(host);
    Shell.Outcome outcome = stage.programs().runOnce(host, program, configuration);
    String said = outcome.err() + outcome.out();
    stage.screen().timed("[%s] exit %d".formatted(program, outcome.exit()));
    said.lines().forEach(stage.screen()::detail);
    var findings = stage.findings();
    findings.equal(program + ": exit", 2, outcome.exit());
    findings.add(program + ": names the problem", word, outcome.lastWord(), said.contains(word));
    findings.equal(program + ": devices, rules and tables", before, traces(host));
  }

  /// Everything a program could leave in its namespace.
  private static String traces(LabHost host) throws LabFailure, InterruptedException {
    return Shell.must(
        "ip",
        "netns",
        "exec",
        host.namespace(),
        "sh",
        "-c",
        "ip -o link show | cut -d: -f2; ip rule show; nft list ruleset");
  }
}
