package dev.weir.lab.scenario.watched;

import dev.weir.lab.LabFailure;
import dev.weir.lab.host.Shell;
import dev.weir.lab.net.LabHost;
import dev.weir.lab.net.OriginName;
import dev.weir.lab.net.Plan;
import dev.weir.lab.program.Configurations;
import dev.weir.lab.stage.Stage;
import dev.weir.lab.traffic.LoadOrder;
import dev.weir.lab.traffic.LoadRun;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;

/// What ends, fills up, or comes in from outside: certificates, origins, files, the grid.
final class Frailties {
  private static final LabHost FRAIL = Plan.CACHES.getLast();
  private static final LabHost FOURTH = Plan.FOURTH_CACHE;
  private static final int PER_SECOND = 30;

  /// A grid that is cut takes half a minute to find out.
  private static final Duration GRID_LIMIT = Duration.ofSeconds(90);

  private final Stage stage;
  private final Prometheus prometheus;
  private final UnaryOperator<String> reachable;

  Frailties(Stage stage, Prometheus prometheus) throws LabFailure {
    this.stage = stage;
    this.prometheus = prometheus;
    this.reachable = Watched.reachable(stage);
  }

  /// Strikes with all of them, one after the other.
  void strike() throws LabFailure, InterruptedException {
    ends();
    files();
    stage.programs().kill(FRAIL);
    stage.programs().startNode(FRAIL, this::node);
    stage.awaitAssigned();
    stranger();
    cut();
  }

  /// A node stands for a host with a certificate that ends in five days and an origin that is not
  /// there; what the other nodes know it by ends in twenty.
  private void ends() throws LabFailure, InterruptedException {
    Path folder = stage.run().resolve("frail");
    Path identity = stage.run().resolve("cluster").resolve(FRAIL.address());
    script(
        """
        umask 077; mkdir -p %1$s; cd %1$s
        openssl req -x509 -newkey rsa:2048 -nodes -days 5 -subj /CN=shop.example.com \
          -addext subjectAltName=DNS:shop.example.com -keyout site.key -out site.pem
        openssl x509 -x509toreq -in %2$s/node.crt -signkey %2$s/node.key -copy_extensions copy \
          -out node.csr
        openssl x509 -req -in node.csr -CA %2$s/../ca.crt -CAkey %2$s/../ca.key -days 20 \
          -copy_extensions copyall -out node.crt
        """
            .formatted(folder, identity));
    stage.programs().kill(FRAIL);
    stage.programs().startNode(FRAIL, text -> frail(node(text), folder));
    stage.awaitAssigned();
    prometheus.awaitFired("CacheOriginOut", "CacheCertificateEnds", "ClusterCertificateEnds");
  }

  private String node(String text) {
    return Watched.node(stage, FRAIL, reachable.apply(text));
  }

  private static String frail(String text, Path folder) {
    return text.replaceFirst(
            "certificate: \"file:[^\"]*\"", "certificate: \"file:%s/node.crt\"".formatted(folder))
        .replace(
            "  intercept: { ports: [80] }\n",
            """
              intercept: { ports: [80] }
              reverse:
                - listen: %1$s:8443
                  hosts: [shop.example.com]
                  origins: [203.0.113.254:81]
                  health: { path: /health, interval: 1s, timeout: 1s, fall: 1 }
                  tls: { certificate: "file:%2$s/site.pem", key: "file:%2$s/site.key" }
            """
                .formatted(FRAIL.address(), folder));
  }

  /// No file of the node may grow any more, as where the disk is full.
  private void files() throws LabFailure, InterruptedException {
    long pid = stage.programs().process(FRAIL).pid();
    script("prlimit --pid %d --fsize=1:unlimited".formatted(pid));
    List<String> fresh = OriginName.urls(30_000).subList(25_000, 25_200);
    for (LoadRun client : stage.clients()) {
      Watched.turn(client, new LoadOrder(fresh, 100 * fresh.size(), PER_SECOND, false));
    }
    prometheus.awaitFired("StoreDiskErrors");
    script("prlimit --pid %d --fsize=unlimited".formatted(pid));
  }

  /// A node with another secret comes into the grid and into the service group.
  private void stranger() throws LabFailure, InterruptedException {
    Path secret = stage.run().resolve("other.secret");
    script("umask 077; openssl rand -hex 32 > " + secret);
    stage
        .programs()
        .startNode(
            FOURTH,
            text ->
                Configurations.ofFour(text)
                    .replaceFirst(
                        "secret: \"file:[^\"]*\"", "secret: \"file:%s\"".formatted(secret)));
    prometheus.awaitFired("ClusterStranger", "WccpForeignCache");
    stage.programs().kill(FOURTH);
    stage.awaitAssigned();
  }

  /// The grid no longer reaches a node, which lives.
  private void cut() throws LabFailure, InterruptedException {
    Blows.in(
        FRAIL,
        "nft add table inet weir_cut; nft 'add chain inet weir_cut c"
            + " { type filter hook output priority 0; }';"
            + " nft add rule inet weir_cut c tcp dport 5701 drop;"
            + " nft add rule inet weir_cut c tcp sport 5701 drop");
    prometheus.awaitFired(GRID_LIMIT, "ClusterSplitSuspected");
    Blows.in(FRAIL, "nft delete table inet weir_cut");
  }

  private static void script(String script) throws LabFailure, InterruptedException {
    Shell.must("sh", "-ec", script);
  }
}
