package dev.weir.lab.scenario.path;

import dev.weir.lab.LabFailure;
import dev.weir.lab.host.Shell;
import dev.weir.lab.net.LabHost;
import dev.weir.lab.net.OriginName;
import dev.weir.lab.net.Plan;
import dev.weir.lab.program.RouterView;
import dev.weir.lab.scenario.Scenario;
import dev.weir.lab.stage.Stage;
import dev.weir.lab.traffic.OddServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Three origins on port 80 that no cache can serve. The first connection to each comes through a
/// node all the same, which learns; later ones go back to the router and reach the origin from
/// their client's own address, until the lesson is over.
public final class DynamicBypass implements Scenario.Script {
  private static final int SECONDS = 6;
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final LabHost ONE = Plan.CLIENTS.getFirst();
  private static final LabHost OTHER = Plan.CLIENTS.getLast();

  @Override
  public void play(Stage stage) throws LabFailure, InterruptedException {
    stage.programs().startRouter();
    for (LabHost cache : Plan.CACHES) {
      stage.programs().startNode(cache, DynamicBypass::forgetful);
    }
    stage.programs().startOddOrigins();
    RouterView view = stage.awaitAssigned();
    long began = System.nanoTime();
    clientFirst(stage, owner(view, OddServer.SHELL));
    serverFirst(stage, owner(view, OddServer.MAIL));
    loggedIn(stage, owner(view, OddServer.INTRANET));
    expires(stage, owner(view, OddServer.SHELL), began);
    stage.reportPrograms(view);
  }

  private static void clientFirst(Stage stage, LabHost owner)
      throws LabFailure, InterruptedException {
    String first = speak(ONE, OddServer.SHELL, "SSH-2.0-lab");
    String list = shown(stage, owner);
    String second = speak(ONE, OddServer.SHELL, "SSH-2.0-lab");
    String others = speak(OTHER, OddServer.SHELL, "SSH-2.0-lab");
    stage
        .screen()
        .timed("[1] SSH       the origin said: %s / %s / %s".formatted(first, second, others));
    var findings = stage.findings();
    findings.equal("SSH: first", "SSH-2.0-odd you are " + owner.address(), first);
    findings.equal("SSH: second", "SSH-2.0-odd you are " + ONE.address(), second);
    findings.equal("SSH: another client", "SSH-2.0-odd you are " + owner.address(), others);
    String rule = ONE.address() + "@" + OddServer.SHELL.address() + ":80";
    findings.add(
        "weir show bypass",
        rule + " ... learnt: not-http",
        list.strip().replace("\n", " / "),
        list.lines().anyMatch(it -> it.contains(rule) && it.endsWith("learnt: not-http")));
    findings.equal("SSH: splices", 2L, counted(stage, owner, "weir_splices_begun_total", "http"));
    findings.atLeast("SSH: SYNs spared", 1, spared(stage, owner), "");
  }

  private static void serverFirst(Stage stage, LabHost owner)
      throws LabFailure, InterruptedException {
    long before = spared(stage, owner);
    String first = speak(ONE, OddServer.MAIL, "");
    String others = speak(OTHER, OddServer.MAIL, "");
    stage.screen().timed("[2] mail      the origin said: %s / %s".formatted(first, others));
    var findings = stage.findings();
    findings.equal("mail: first", "220 you are " + owner.address(), first);
    findings.equal("mail: another client", "220 you are " + OTHER.address(), others);
    findings.atLeast("mail: SYNs spared", 1, spared(stage, owner) - before, "");
    LabHost elsewhere =
        Plan.CACHES.stream().filter(cache -> !cache.equals(owner)).findFirst().orElseThrow();
    stage
        .programs()
        .await(
            elsewhere,
            elsewhere.name() + " has not heard what " + owner.name() + " has learnt",
            LIMIT,
            () -> learnt(stage, elsewhere, "server-first") == 1);
  }

  private static void loggedIn(Stage stage, LabHost owner) throws LabFailure, InterruptedException {
    String first = logIn(ONE);
    String second = logIn(ONE);
    stage.screen().timed("[3] NTLM      curl got: %s / %s".formatted(first, second));
    var findings = stage.findings();
    findings.equal("NTLM: first", "401", first);
    findings.equal("NTLM: second", "you are " + ONE.address() + " 200", second);
    findings.equal("NTLM: lessons", 1L, learnt(stage, owner, "connection-login"));
  }

  /// What was learnt first is forgotten first.
  private static void expires(Stage stage, LabHost owner, long began)
      throws LabFailure, InterruptedException {
    stage
        .programs()
        .await(
            owner,
            owner.name() + " does not forget",
            LIMIT,
            () -> learnt(stage, owner, "not-http") == 0);
    long seconds = Duration.ofNanos(System.nanoTime() - began).toSeconds();
    String again = speak(ONE, OddServer.SHELL, "SSH-2.0-lab");
    stage.screen().timed("[4] over      after %d s: %s".formatted(seconds, again));
    stage.findings().equal("SSH: when it is over", "SSH-2.0-odd you are " + owner.address(), again);
    stage.findings().atLeast("seconds it held", SECONDS - 1, seconds, "s");
  }

  /// What an origin says first, to a client that says this line, or nothing.
  private static String speak(LabHost client, OriginName origin, String octets)
      throws InterruptedException {
    String say = octets.isEmpty() ? "" : "printf '%s\\r\\n' '" + octets + "' >&3; ";
    String script = "exec 3<>/dev/tcp/" + origin.address() + "/80; " + say + "head -n 1 <&3";
    return run(client, List.of("bash", "-c", script));
  }

  /// The body, if there is one, and the status.
  private static String logIn(LabHost client) throws InterruptedException {
    return run(
        client,
        List.of(
            "curl",
            "-q",
            "--silent",
            "--noproxy",
            "*",
            "--ntlm",
            "--user",
            "lab:lab",
            "--write-out",
            "%{response_code}",
            "http://" + OddServer.INTRANET.address() + "/"));
  }

  private static String run(LabHost client, List<String> words) throws InterruptedException {
    var command =
        new ArrayList<>(
            List.of("ip", "netns", "exec", client.namespace(), "timeout", "" + LIMIT.toSeconds()));
    command.addAll(words);
    Shell.Outcome outcome = Shell.run(LIMIT.plusSeconds(2), command);
    return outcome.out().strip().replaceAll("\\s+", " ");
  }

  private static String shown(Stage stage, LabHost node) throws LabFailure, InterruptedException {
    return stage.programs().weir(node, "show", "bypass").out();
  }

  private static long spared(Stage stage, LabHost node) throws InterruptedException {
    return counted(stage, node, "weir_packets_returned_total", "bypassed");
  }

  private static long learnt(Stage stage, LabHost node, String cause) throws InterruptedException {
    return counted(stage, node, "weir_bypass_learned", cause);
  }

  private static long counted(Stage stage, LabHost node, String metric, String label)
      throws InterruptedException {
    return (long) stage.node(node).metric(metric, label);
  }

  private static LabHost owner(RouterView view, OriginName origin) {
    return Plan.cacheAt(view.table().owner(origin.bucket()));
  }

  /// The node's configuration, with lessons that are soon over.
  private static String forgetful(String node) {
    return node.replace(
        "intercept: { ports: [80] }",
        "intercept: { ports: [80] }\n  bypass: { dynamic: { for: " + SECONDS + "s } }");
  }
}
