package dev.weir.lab.scenario.attack;

import dev.weir.lab.LabFailure;
import dev.weir.lab.capture.Capture;
import dev.weir.lab.capture.Seen;
import dev.weir.lab.host.Shell;
import dev.weir.lab.net.LabHost;
import dev.weir.lab.net.Plan;
import dev.weir.lab.program.Programs;
import dev.weir.lab.program.RouterView;
import dev.weir.lab.scenario.Scenario;
import dev.weir.lab.stage.Stage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A stranger on the caches' network forges what the router sends: each packet is counted once, for
/// the reason it is dropped, and no connection comes of it, whatever the engine.
public final class Attacks implements Scenario.Script {
  private static final int TIMES = 50;
  private static final int RIGHT_ONES = 5;
  private static final int FIRST_PORT = 41_000;
  private static final Duration COUNTED = Duration.ofSeconds(20);

  /// After this time what is not counted will not be.
  private static final Duration COUNTED_LATE = Duration.ofMillis(300);

  private static final LabHost TAPPED = Plan.CACHES.getFirst();
  private static final LabHost RAW = Plan.CACHES.get(1);
  private static final String HANDSHAKES =
      "(tcp[tcpflags] & (tcp-syn|tcp-ack) == (tcp-syn|tcp-ack)) or icmp";
  private static final Pattern COUNTED_BY_CAPTURE = Pattern.compile("[(,] ?(\\d+) (\\w+_\\w+)");
  private static final Pattern KEPT_OUT =
      Pattern.compile("ip saddr != @routers counter packets (\\d+)");

  @Override
  public void play(Stage stage) throws LabFailure, InterruptedException {
    stage.startWeir();
    RouterView view = stage.awaitAssigned();
    var stranger = Stranger.start(stage.programs());
    Capture atRouter = stage.capture(Plan.ROUTER, "rn", HANDSHAKES);
    Capture atStranger = stage.capture(Plan.STRANGER, "n0", HANDSHAKES);

    Path file = stage.captures().resolve("cache-1.pcapng");
    Process judged = stage.programs().startCapture(TAPPED, file);

    long before = keptOut();
    for (Attack attack : Repertoire.all()) {
      attempt(stage, stranger, attack);
    }
    judged.destroy();
    judged.waitFor();
    compare(stage, Programs.said(stage.run().resolve("cache-1.pcapng.log")));
    nothingCame(stage);
    stage.findings().equal("handshakes at the router", 0, atRouter.seen().size());
    stage.findings().equal("handshakes at the stranger", 0, atStranger.seen().size());
    long strangers = 3L * TIMES;
    stage.findings().equal("kept out by the host firewall", strangers, keptOut() - before);
    stage
        .screen()
        .timed(
            "[attacks] %d kinds, %d times on each node: each counted, no handshake"
                .formatted(Repertoire.all().size(), TIMES));
    new KillAndRestart(stage, stranger).play(atRouter);
    proveTheWay(stage, stranger, atRouter, atStranger);
    stage.reportPrograms(view);
  }

  /// On every node at once; then each of them has to have counted it, and nothing else.
  private static void attempt(Stage stage, Stranger stranger, Attack attack)
      throws LabFailure, InterruptedException {
    var before = new HashMap<LabHost, Map<String, Long>>();
    for (LabHost node : Plan.CACHES) {
      before.put(node, stage.node(node).verdicts());
    }
    for (LabHost node : Plan.CACHES) {
      stranger.send(TIMES, attack.packets().apply(node));
    }
    if (attack.raw().equals(Attack.NONE)) {
      Thread.sleep(COUNTED_LATE.toMillis());
    }
    for (LabHost node : Plan.CACHES) {
      String verdict = node.equals(RAW) ? attack.raw() : attack.tapped();
      Map<String, Long> expected =
          verdict.equals(Attack.NONE) ? Map.of() : Map.of(verdict, (long) TIMES);
      Map<String, Long> counted =
          counted(stage, node, before.getOrDefault(node, Map.of()), expected);
      stage.findings().equal(attack.name() + ", " + node.name(), expected, counted);
    }
  }

  /// What has been added to the counts, as soon as it is as much as expected.
  private static Map<String, Long> counted(
      Stage stage, LabHost node, Map<String, Long> before, Map<String, Long> expected)
      throws InterruptedException {
    long until = System.nanoTime() + COUNTED.toNanos();
    while (true) {
      var added = new TreeMap<String, Long>();
      stage
          .node(node)
          .verdicts()
          .forEach(
              (verdict, count) -> added.put(verdict, count - before.getOrDefault(verdict, 0L)));
      added.values().removeIf(count -> count == 0);
      if (added.equals(expected) || System.nanoTime() > until) {
        return added;
      }
    }
  }

  /// The operator's capture has to say what the node says.
  private static void compare(Stage stage, String words) {
    var expected = new TreeMap<String, Long>();
    Repertoire.all().stream()
        .map(Attack::captured)
        .filter(verdict -> !verdict.equals(Attack.NONE))
        .forEach(verdict -> expected.merge(verdict, (long) TIMES, Long::sum));
    var captured = new TreeMap<String, Long>();
    Matcher counted = COUNTED_BY_CAPTURE.matcher(words);
    while (counted.find()) {
      captured.put(counted.group(2), Long.parseLong(counted.group(1)));
    }
    stage.findings().equal("verdicts that weir capture writes", expected, captured);
    stage
        .findings()
        .equal("weir capture lost nothing", true, words.contains(", 0 lost by the kernel"));
  }

  private static void nothingCame(Stage stage) throws LabFailure, InterruptedException {
    for (LabHost node : Plan.CACHES) {
      stage
          .findings()
          .equal(
              "connections of the forged client, " + node.name(),
              "",
              sockets(node, "dst", Repertoire.CLIENT));
      stage
          .findings()
          .equal("handshakes begun, " + node.name(), "", sockets(node, "state", "syn-recv"));
    }
  }

  private static String sockets(LabHost node, String... filter)
      throws LabFailure, InterruptedException {
    var command = new ArrayList<>(List.of("ip", "netns", "exec", node.namespace()));
    command.addAll(List.of("ss", "-Htan"));
    command.addAll(List.of(filter));
    return Shell.must(Shell.PATIENCE, command).strip();
  }

  /// How many packets of others than routers the firewall before the raw socket has dropped.
  private static long keptOut() throws LabFailure, InterruptedException {
    String table =
        Shell.must(
            "ip", "netns", "exec", RAW.namespace(), "nft", "list", "table", "ip", "weir_guard");
    var counter = KEPT_OUT.matcher(table);
    if (!counter.find()) {
      throw new LabFailure("no rule keeps strangers from " + RAW.name() + ": " + table);
    }
    return Long.parseLong(counter.group(1));
  }

  /// The same way, with packets that are right: they are answered, and seen to be.
  private static void proveTheWay(
      Stage stage, Stranger stranger, Capture atRouter, Capture atStranger)
      throws LabFailure, InterruptedException {
    var answered = new LinkedHashMap<String, Long>();
    for (LabHost node : Plan.CACHES) {
      for (int i = 0; i < RIGHT_ONES; i++) {
        stranger.send(1, Repertoire.right(node, FIRST_PORT + answered.size() * RIGHT_ONES + i));
      }
      answered.put(node.name(), (long) RIGHT_ONES);
    }
    Shell.run(
        "ip",
        "netns",
        "exec",
        Plan.STRANGER.namespace(),
        "curl",
        "-q",
        "--silent",
        "--max-time",
        "1",
        "http://" + RAW.address() + ":5701/");
    long expected = (long) RIGHT_ONES * Plan.CACHES.size();
    stage
        .programs()
        .await(
            Plan.ROUTER,
            "right packets are not answered, or the captures have died",
            Stage.START_LIMIT,
            () -> handshakes(atRouter) >= expected && handshakes(atStranger) > 0);
    atRouter.stop();
    atStranger.stop();
    stage.findings().equal("right ones answered", expected, handshakes(atRouter));
    stage
        .findings()
        .atLeast("handshakes the stranger itself asks for", 1, handshakes(atStranger), "");
    stage
        .screen()
        .timed("[way] %d right packets by the same way: all answered".formatted(expected));
  }

  /// Different connections among them, without those of [KillAndRestart].
  private static long handshakes(Capture capture) throws LabFailure {
    return capture.seen().stream()
        .filter(Seen.Plain.class::isInstance)
        .map(seen -> ((Seen.Plain) seen).packet())
        .filter(packet -> packet.destinationPort() != KillAndRestart.PORT)
        .map(packet -> packet.destination() + ":" + packet.destinationPort())
        .distinct()
        .count();
  }
}
