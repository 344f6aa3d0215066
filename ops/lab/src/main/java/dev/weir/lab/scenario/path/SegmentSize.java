package dev.weir.lab.scenario.path;

import dev.weir.lab.LabFailure;
import dev.weir.lab.capture.Capture;
import dev.weir.lab.host.Shell;
import dev.weir.lab.net.LabHost;
import dev.weir.lab.net.OriginName;
import dev.weir.lab.net.Plan;
import dev.weir.lab.program.RouterView;
import dev.weir.lab.scenario.Scenario;
import dev.weir.lab.stage.Stage;
import dev.weir.lab.traffic.Curl;
import dev.weir.lab.traffic.OriginContent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/// GRE makes packets 28 octets longer than the path takes: clients are asked for shorter segments;
/// where they are not, the pieces are joined; and a narrow link behind the router may cut what the
/// node sends.
public final class SegmentSize implements Scenario.Script {
  private static final int OCTETS = 1 << 20;
  private static final int FULL_SEGMENT = 1_460;

  /// Of the 724 full segments, as many as are surely cut whatever their sender joins or divides.
  private static final int CUT_MIN = 500;

  private static final int NARROW = 1_400;
  private static final String PIECES = "ip[6:2] & 0x3fff != 0";
  private static final Duration LIMIT = Duration.ofSeconds(15);
  private static final LabHost CLAMPED = Plan.CACHES.getFirst();
  private static final LabHost CLIENT = Plan.CLIENTS.getFirst();

  @Override
  public void play(Stage stage) throws LabFailure, InterruptedException {
    stage.startWeir(
        router -> router,
        (cache, text) ->
            cache.equals(CLAMPED)
                ? text
                : text.replace("{ ports: [80] }", "{ ports: [80], mss: " + FULL_SEGMENT + " }"));
    RouterView view = stage.awaitAssigned();
    Path body = stage.programs().log(CLIENT).resolveSibling("body");
    String sum = write(body);

    OriginName near = ownedBy(view, List.of(CLAMPED));
    Capture whole = stage.capture(CLAMPED, "n0", "ip proto 47 and " + PIECES);
    upload(stage, "segments of 1432", near, body, sum);
    whole.stop();
    stage.findings().equal("pieces of GRE, segments of 1432", 0, whole.seen().size());

    List<LabHost> unclamped = Plan.CACHES.stream().filter(it -> !it.equals(CLAMPED)).toList();
    OriginName far = ownedBy(view, unclamped);
    LabHost owner = Plan.cacheAt(view.table().owner(far.bucket()));
    Capture pieces = stage.capture(owner, "n0", "ip proto 47 and " + PIECES);
    double before = joined(stage, owner);
    upload(stage, "segments of 1460", far, body, sum);
    pieces.stop();
    stage
        .findings()
        .atLeast("pieces of GRE, segments of 1460", 2 * CUT_MIN, pieces.seen().size(), "");
    stage.findings().atLeast("packets joined", CUT_MIN, (long) (joined(stage, owner) - before), "");

    narrow(stage, near);
    stage.reportPrograms(view);
  }

  /// The router cuts what the node sends, which it may.
  private static void narrow(Stage stage, OriginName origin)
      throws LabFailure, InterruptedException {
    Shell.must("ip", "-n", Plan.ROUTER.namespace(), "link", "set", "rc", "mtu", "" + NARROW);
    Capture pieces = stage.capture(CLIENT, "c0", "tcp and " + PIECES);
    String url = "http://" + origin.host() + "/big/" + OCTETS;
    Curl.Answer answer = Curl.get(CLIENT, url, LIMIT);
    pieces.stop();
    stage.screen().timed("[3] behind a link of %d: %d octets".formatted(NARROW, answer.octets()));
    stage.findings().equal("behind a narrow link: curl's exit", 0, answer.exit());
    stage.findings().equal("behind a narrow link: octets", (long) OCTETS, answer.octets());
    stage
        .findings()
        .equal("behind a narrow link: cache", CLAMPED.pseudonym(), answer.cacheStatus().cache());
    stage.findings().atLeast("behind a narrow link: pieces", CUT_MIN, pieces.seen().size(), "");
  }

  private static void upload(Stage stage, String what, OriginName origin, Path body, String sum)
      throws LabFailure, InterruptedException {
    Curl.Answer answer = Curl.post(CLIENT, "http://" + origin.host() + "/upload", LIMIT, body);
    String field = OriginContent.SUM_FIELD.toLowerCase(java.util.Locale.ROOT);
    String arrived = String.join(", ", answer.headers().getOrDefault(field, List.of()));
    stage.screen().timed("[upload] %s: %s in %.0f ms".formatted(what, arrived, answer.millis()));
    stage.findings().equal("curl's exit, " + what, 0, answer.exit());
    stage.findings().equal("what arrived, " + what, sum, arrived);
  }

  private static double joined(Stage stage, LabHost node) throws InterruptedException {
    return stage.node(node).metric("weir_ip_reassembly_total", "result=\"joined\"");
  }

  private static OriginName ownedBy(RouterView view, List<LabHost> caches) throws LabFailure {
    List<String> addresses = caches.stream().map(LabHost::address).toList();
    return OriginName.ALL.stream()
        .filter(origin -> addresses.contains(view.table().owner(origin.bucket())))
        .findFirst()
        .orElseThrow(() -> new LabFailure("no origin falls to " + addresses));
  }

  /// Octets that no mistake leaves as they are.
  private static String write(Path file) throws LabFailure {
    byte[] octets = new byte[OCTETS];
    new Random(1).nextBytes(octets);
    try {
      Files.write(file, octets);
    } catch (IOException e) {
      throw new LabFailure("cannot write " + file + ": " + e.getMessage(), e);
    }
    return OriginContent.sum(octets);
  }
}
