package dev.weir.cli;

import dev.weir.lab.net.LabHost;
import dev.weir.lab.net.Plan;
import dev.weir.lab.program.Configurations;
import dev.weir.lab.program.Dialect;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/// A lab below `ops`, whose files of nodes and of our router are those that the lab writes.
enum ShippedLab {
  /// Our router, spoken to as the lab speaks by itself.
  SIM("containerlab/sim", Dialect.QUICK),
  /// One router of Cisco.
  ONE_ROUTER("containerlab/one-router", Dialect.TEN_SECONDS),
  /// Two of them.
  TWO_ROUTERS("containerlab/two-routers", Dialect.TEN_SECONDS),
  /// An ASA.
  ASA("containerlab/asa", Dialect.TEN_SECONDS),
  /// A FortiGate.
  FORTIGATE("containerlab/fortigate", Dialect.TEN_SECONDS),
  /// GNS3 has its own names for interfaces.
  GNS3("gns3", Dialect.QUICK);

  private static final Path OPS = Path.of("..", "..", "ops");
  private static final String WAYS = "  forwarding: [gre]\n  assignment: [hash]\n";

  private final String folder;
  private final Dialect dialect;

  ShippedLab(String folder, Dialect dialect) {
    this.folder = folder;
    this.dialect = dialect;
  }

  /// Where it is.
  Path folder() {
    return OPS.resolve(folder);
  }

  /// Where the passwords of its nodes are.
  Path secrets() {
    return OPS.resolve("containerlab/secrets");
  }

  /// Where a container finds its secrets and GNS3's keeps its files.
  String etc() {
    return this == GNS3 ? "/var/lib/weir" : "/etc/weir";
  }

  /// What Weir's programs read, by the file's name.
  Map<String, String> configurations() {
    var files = new LinkedHashMap<String, String>();
    Path etc = Path.of(etc());
    var paths = new Configurations.Files(etc.resolve("wccp.secret"), Path.of("/var/lib/weir"), etc);
    for (LabHost cache : Plan.CACHES) {
      String node = Configurations.node(cache, dialect, paths);
      files.put(cache.name() + ".yaml", edited(node));
    }
    if (this == SIM || this == GNS3) {
      String router = Configurations.router(Plan.ROUTER, dialect, paths.password());
      files.put(
          "r1.yaml",
          this == SIM
              ? open(router)
              : router.replace("  rc: ", "  eth0: ").replace("  rn: ", "  eth1: "));
    }
    return files;
  }

  /// What this lab's routers, or its cables, want otherwise.
  private String edited(String node) {
    return switch (this) {
      case SIM, ONE_ROUTER, FORTIGATE -> open(node);
      case TWO_ROUTERS -> open(Configurations.ofBothRouters(node));
      case ASA -> open(node.replace(WAYS, "  profile: asa\n"));
      case GNS3 -> node.replace("interface: n0", "interface: eth0");
    };
  }

  /// With an admin port for a Prometheus beside it.
  private static String open(String file) {
    return file.replaceFirst(
        "listen: 127\\.0\\.0\\.1:(\\d+) \\}",
        "listen: 0.0.0.0:$1, token: \"file:/etc/weir/admin.token\" }");
  }
}
