package dev.weir.lab.scenario.path;

import dev.weir.lab.LabFailure;
import dev.weir.lab.host.Shell;
import dev.weir.lab.net.LabHost;
import dev.weir.lab.net.OriginName;
import dev.weir.lab.net.Plan;
import dev.weir.lab.program.RouterView;
import dev.weir.lab.program.RouterWatch;
import dev.weir.lab.program.Sidecars;
import dev.weir.lab.scenario.Scenario;
import dev.weir.lab.stage.Stage;
import dev.weir.lab.traffic.Curl;
import dev.weir.lab.traffic.OriginControl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;

/// Debian's Squid answers what one node is brought, by the kernel's hand-over, and Debian's nginx
/// what another is, after a PROXY protocol header; a third node is its own cache. Squid is killed:
/// its node hands its buckets back and no client fails; once Squid runs, the node has them again.
public final class SidecarServes implements Scenario.Script {
  private static final Path SQUID = Path.of("/usr/sbin/squid");
  private static final Path NGINX = Path.of("/usr/sbin/nginx");
  private static final LabHost BY_SQUID = Plan.CACHES.get(0);
  private static final LabHost BY_NGINX = Plan.CACHES.get(1);
  private static final LabHost CLIENT = Plan.CLIENTS.getFirst();
  private static final Duration LIMIT = Duration.ofSeconds(5);
  private static final long HANDED_BACK_MILLIS_MAX = 6_000;
  private static final int VISITS = 10;

  @Override
  public void play(Stage stage) throws LabFailure, InterruptedException {
    if (!Files.isExecutable(SQUID) || !Files.isExecutable(NGINX)) {
      throw new LabFailure(
          "this scenario plays Debian's Squid and nginx; as root: apt-get update && apt-get install"
              + " -y --no-install-recommends squid nginx-light");
    }
    Path squidFolder = folder(stage, "squid");
    Path nginxFolder = folder(stage, "nginx");
    Shell.must("chown", "proxy", squidFolder.toString());
    Process squid = startSquid(stage, squidFolder);
    startNginx(stage, nginxFolder);
    stage.startWeir(text -> text, SidecarServes::withSidecar);
    RouterView view = stage.awaitAssigned();

    serves(stage, BY_SQUID, ownedBy(view, BY_SQUID), squidFolder.resolve("access.log"));
    serves(stage, BY_NGINX, ownedBy(view, BY_NGINX), nginxFolder.resolve("access.log"));
    try (RouterWatch watch = stage.watchRouter()) {
      lose(stage, watch, view, squid);
      regain(stage, watch, view, squidFolder);
    }
    stage
        .findings()
        .atLeast(
            "nginx: octets carried back",
            1,
            (long) stage.node(BY_NGINX).metric("weir_sidecar_bytes_total", "direction=\"back\""),
            "");
  }

  /// Two visits: the second is a hit, the log has the client's own address, the origin the node's.
  private static void serves(Stage stage, LabHost node, OriginName origin, Path log)
      throws LabFailure, InterruptedException {
    String url = "http://" + origin.host() + "/beside";
    Curl.Answer first = Curl.get(CLIENT, url, LIMIT);
    Curl.Answer second = Curl.get(CLIENT, url, LIMIT);
    String line =
        read(log).lines().filter(it -> it.contains(url)).findFirst().orElse("none of " + url);
    stage.screen().timed("[1] %s  %s, then %s".formatted(node.name(), cache(first), cache(second)));
    stage.screen().timed("              log: " + line.strip());
    var findings = stage.findings();
    String by = node.name() + ": ";
    findings.equal(by + "status of the first visit", 200, first.status());
    findings.equal(by + "status of the second visit", 200, second.status());
    findings.equal(by + "the first is a hit", false, cache(first).startsWith("HIT"));
    findings.equal(by + "the second is a hit", true, cache(second).startsWith("HIT"));
    findings.equal(by + "the log has the client", true, line.contains(CLIENT.address() + " "));
    findings.equal(by + "whom the origin saw", Set.of(node.address()), OriginControl.clients(url));
  }

  private static void lose(Stage stage, RouterWatch watch, RouterView before, Process squid)
      throws LabFailure, InterruptedException {
    OriginName origin = ownedBy(before, BY_SQUID);
    squid.destroyForcibly().waitFor();
    long killed = now();
    int failed = visit(origin, "/while-it-is-noticed");
    RouterWatch.Sighting gone =
        watch.await(
            "a table without " + BY_SQUID.name(),
            view ->
                view.table().share(BY_SQUID.address()) == 0
                    && view.table().assigned() == stage.dialect().slots(),
            Stage.START_LIMIT);
    long millis = (gone.atMicros() - killed) / 1_000;
    stage
        .screen()
        .timed("[2] Squid is killed; its node's buckets are gone after %d ms".formatted(millis));
    var findings = stage.findings();
    findings.atMost(
        "squid killed: buckets handed back after", HANDED_BACK_MILLIS_MAX, millis, " ms");
    findings.equal("squid killed: visits at once that failed", 0, failed);
    findings.equal(
        "squid killed: visits that failed after that", 0, visit(origin, "/once-it-is-noticed"));
    findings.equal(
        "squid killed: told as",
        List.of("sidecar"),
        stage.node(BY_SQUID).events(0).stream()
            .filter(it -> it.name().equals("gate-closed"))
            .map(it -> it.fields().getOrDefault("cause", ""))
            .distinct()
            .toList());
  }

  private static void regain(Stage stage, RouterWatch watch, RouterView before, Path folder)
      throws LabFailure, InterruptedException {
    watch.forget();
    startSquid(stage, folder);
    RouterWatch.Sighting back =
        watch.await(
            "a table with " + BY_SQUID.name(),
            view -> view.table().share(BY_SQUID.address()) > 0,
            Stage.START_LIMIT);
    stage.screen().timed("[3] Squid runs again, and its node has buckets again");
    OriginName origin = ownedBy(before, BY_SQUID);
    var findings = stage.findings();
    findings.equal(
        "squid runs again: buckets",
        before.table().share(BY_SQUID.address()),
        back.view().table().share(BY_SQUID.address()));
    findings.equal("squid runs again: visits that failed", 0, visit(origin, "/again"));
    String by = cache(Curl.get(CLIENT, "http://" + origin.host() + "/again", LIMIT));
    findings.equal("squid runs again: and answers", true, by.endsWith(BY_SQUID.name()));
  }

  /// How many of some visits did not end well.
  private static int visit(OriginName origin, String path) throws LabFailure, InterruptedException {
    int failed = 0;
    for (int i = 0; i < VISITS; i++) {
      failed += Curl.get(CLIENT, "http://" + origin.host() + path, LIMIT).status() == 200 ? 0 : 1;
    }
    return failed;
  }

  private static String cache(Curl.Answer answer) {
    return String.join(", ", answer.headers().getOrDefault("x-cache", List.of("no cache")));
  }

  private static OriginName ownedBy(RouterView view, LabHost node) {
    return OriginName.ALL.stream()
        .filter(origin -> view.table().owner(origin.bucket()).equals(node.address()))
        .findFirst()
        .orElseThrow();
  }

  private static Process startSquid(Stage stage, Path folder)
      throws LabFailure, InterruptedException {
    String file = write(folder.resolve("squid.conf"), Sidecars.squid(BY_SQUID.name(), folder));
    return stage.programs().beside(BY_SQUID, List.of(SQUID.toString(), "-N", "-f", file));
  }

  private static void startNginx(Stage stage, Path folder) throws LabFailure, InterruptedException {
    String file = write(folder.resolve("nginx.conf"), Sidecars.nginx(folder));
    stage.programs().beside(BY_NGINX, List.of(NGINX.toString(), "-c", file));
  }

  /// The node's configuration, with a program beside it; the last node has none.
  static String withSidecar(LabHost node, String text) {
    String handOver =
        node.equals(BY_SQUID)
            ? "hand-over: tproxy, health: /weir-health, health-status: 403"
            : "hand-over: proxy-protocol, health: /weir-health";
    return node.equals(BY_SQUID) || node.equals(BY_NGINX)
        ? text.replaceFirst("(?m)^cache: .*\n", "")
            .replaceFirst(
                "(?m)^( *)intercept: .*$",
                "$0\n$1sidecar: { to: " + Sidecars.ADDRESS + ", " + handOver + " }")
        : text;
  }

  private static Path folder(Stage stage, String name) throws LabFailure {
    try {
      return Files.createDirectories(stage.run().resolve(name));
    } catch (IOException e) {
      throw new LabFailure("cannot make a folder for " + name + ": " + e.getMessage(), e);
    }
  }

  private static String write(Path file, String text) throws LabFailure {
    try {
      return Files.writeString(file, text).toString();
    } catch (IOException e) {
      throw new LabFailure("cannot write " + file + ": " + e.getMessage(), e);
    }
  }

  private static String read(Path log) {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      return e.toString();
    }
  }

  private static long now() {
    return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
  }
}
